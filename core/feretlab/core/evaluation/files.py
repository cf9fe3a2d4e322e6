"""Evaluation of image files, and its results as rows and JSON."""

import json
import math
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FileError
from feretlab.core.evaluation.evaluate import DEFAULTS, Evaluation, evaluate_set
from feretlab.core.evaluation.instances import Image
from feretlab.core.evaluation.pairing import Pair, pair_files
from feretlab.core.evaluation.parameters import EvaluateParameters
from feretlab.core.progress import SILENT, Progress


def evaluate_files(
    prediction: Path,
    truth: Path,
    parameters: EvaluateParameters = DEFAULTS,
    progress: Progress = SILENT,
) -> Evaluation:
    """Score a file, or all files of a folder, against ground truth.

    Parameters
    ----------
    prediction, truth : Path
        Two files, or two folders that are paired by stem.
    parameters : EvaluateParameters
        How to compare.
    progress : Progress
        Watches.

    Returns
    -------
    Evaluation
    """
    pairs = pair_files(
        Path(prediction),
        Path(truth),
        prediction_suffix=parameters.prediction_suffix,
        truth_suffix=parameters.truth_suffix,
    )
    names = [pair.name for pair in pairs]
    return evaluate_set(_Files(pairs), parameters, names=names, progress=progress)


class _Files(Sequence[tuple[Image, Image]]):
    """Pairs of images, read when they are asked for."""

    def __init__(self, pairs: list[Pair]) -> None:
        self._pairs = pairs

    def __len__(self) -> int:
        return len(self._pairs)

    @overload
    def __getitem__(self, index: int) -> tuple[Image, Image]: ...

    @overload
    def __getitem__(self, index: slice) -> "_Files": ...

    def __getitem__(self, index: int | slice) -> "tuple[Image, Image] | _Files":
        if isinstance(index, slice):
            return _Files(self._pairs[index])
        pair = self._pairs[index]
        return read_labels(pair.prediction), read_labels(pair.truth)


def read_labels(path: Path) -> npt.NDArray[Any]:
    """Read labels, a mask or a probability map as they are stored.

    Parameters
    ----------
    path : Path
        TIFF (pages too), PNG, BMP, JPEG or NumPy file.

    Returns
    -------
    ndarray
        Shape (Y, X), or (P, Y, X) for pages; grey stored as RGB is made flat.
    """
    path = Path(path)
    try:
        image = _read(path)
    except (OSError, ValueError, SyntaxError, TypeError, KeyError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise FileError(f"Reading {str(path)!r}: found {reason}.") from error
    image = np.squeeze(image) if image.ndim > 3 else image
    if image.ndim == 3 and image.shape[-1] in (3, 4) and image.dtype == np.uint8:
        colours = image[..., :3]
        if np.ptp(colours, axis=-1).any():
            message = (
                f"Reading {str(path)!r}: found colours, expected labels, a mask or a "
                "probability map in one channel."
            )
            raise FileError(message)
        image = np.ascontiguousarray(colours[..., 0])
    if image.ndim not in (2, 3) or not image.size:
        message = (
            f"Reading {str(path)!r}: found shape {image.shape}, expected "
            "(rows, columns) or (pages, rows, columns)."
        )
        raise FileError(message)
    return image


def _read(path: Path) -> npt.NDArray[Any]:
    ending = path.suffix.lower()
    if ending == ".npy":
        return np.asarray(np.load(path))
    if ending in (".tif", ".tiff"):
        import tifffile

        return np.asarray(tifffile.imread(path))
    import imageio.v3 as imageio

    with warnings.catch_warnings():
        # Pillow warns about tags before it fails with an error that says more.
        warnings.simplefilter("ignore")
        return np.asarray(imageio.imread(path))


def to_rows(evaluation: Evaluation) -> list[dict[str, str | float]]:
    """Give one row per image, then their mean and the scores of the set.

    Parameters
    ----------
    evaluation : Evaluation
        What to lay out.

    Returns
    -------
    list of dict
        Column ``image`` and one per score; the last rows are called ``mean`` and
        ``set``.
    """
    named = zip(evaluation.names, evaluation.images, strict=True)
    rows: list[dict[str, str | float]] = [{"image": n, **s} for n, s in named]
    rows.append({"image": "mean", **evaluation.mean})
    rows.append({"image": "set", **evaluation.scores})
    return rows


def to_json(evaluation: Evaluation) -> str:
    """Give the scores as JSON; what is undefined is null.

    Parameters
    ----------
    evaluation : Evaluation
        What to write.

    Returns
    -------
    str
        Keys: every score of the set, ``threshold``, ``image_count``, ``mean``
        over images and ``images`` by name.
    """
    names = zip(evaluation.names, evaluation.images, strict=True)
    record = {
        **_nulls(evaluation.scores),
        "threshold": evaluation.threshold,
        "image_count": len(evaluation.names),
        "mean": _nulls(evaluation.mean),
        "images": {name: _nulls(scores) for name, scores in names},
    }
    return json.dumps(record, indent=2, allow_nan=False)


def _nulls(scores: dict[str, float]) -> dict[str, float | None]:
    return {
        key: value if math.isfinite(value) else None for key, value in scores.items()
    }
