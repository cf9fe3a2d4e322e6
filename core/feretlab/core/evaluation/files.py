"""Evaluation of image files, and its results as rows and JSON."""

import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, overload

import numpy.typing as npt

from feretlab.core.errors import FileError, InputError
from feretlab.core.evaluation.evaluate import DEFAULTS, Evaluation, evaluate_set
from feretlab.core.evaluation.instances import Image
from feretlab.core.evaluation.pairing import Pair, pair_files
from feretlab.core.evaluation.parameters import EvaluateParameters
from feretlab.core.io.label_image import LabelImage
from feretlab.core.io.labels import read_pages
from feretlab.core.progress import SILENT, Progress


def evaluate_files(
    prediction: Path,
    truth: Path,
    parameters: EvaluateParameters = DEFAULTS,
    progress: Progress = SILENT,
    refuse: Callable[[Path, FileError | InputError], None] | None = None,
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
    refuse : callable or None
        Hears of each prediction that cannot be scored while others can, and why.
        None: the first of them ends the evaluation.

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

    def tell(index: int, error: FileError | InputError) -> None:
        named = _named(error, pairs[index])
        if refuse is None or len(pairs) == 1:
            raise named from error
        refuse(pairs[index].prediction, named)

    return evaluate_set(
        _Files(pairs),
        parameters,
        names=[pair.name for pair in pairs],
        progress=progress,
        refuse=tell,
    )


def _named(error: FileError | InputError, pair: Pair) -> FileError | InputError:
    """Say of which files an error is, where it does not."""
    prediction, truth = repr(str(pair.prediction)), repr(str(pair.truth))
    if prediction in str(error) or truth in str(error):
        return error
    return InputError(f"Evaluating {prediction} against {truth}: {error}")


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
        return _one_picture(pair.prediction), _one_picture(pair.truth)


def _one_picture(path: Path) -> npt.NDArray[Any]:
    pages = read_pages(path)[0]
    count = len(LabelImage(pages=pages).pictures()) if pages.dtype.kind in "iu" else 1
    if count > 1:
        message = (
            f"Evaluating {str(path)!r}: found a stack of {count} pictures, expected "
            "one picture a file; save them one by one."
        )
        raise InputError(message)
    return pages


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
