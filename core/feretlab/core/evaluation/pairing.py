"""Which predicted file belongs to which file of ground truth."""

from dataclasses import dataclass
from pathlib import Path

from feretlab.core.errors import FileError

IMAGE_ENDINGS = frozenset((".tif", ".tiff", ".png", ".bmp", ".jpg", ".jpeg", ".gif"))
"""What `feretlab.core.io.labels` reads."""

SUFFIXES = (
    "_labels", "_label", "_instances", "_probability", "_prob", "_prediction",
    "_pred", "_masks", "_mask", "_truth", "_gt", "_m",
)  # fmt: skip
"""Endings of stems that only tell what a file holds, the most telling first."""

# What `feretlab analyze` draws for people, beside the labels.
_DRAWN = ("_overlay", "distribution")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One prediction and its ground truth.

    Parameters
    ----------
    name : str
        What their stems share.
    prediction, truth : Path
        The files.
    """

    name: str
    prediction: Path
    truth: Path


def pair_files(
    prediction: Path,
    truth: Path,
    *,
    prediction_suffix: str | None = None,
    truth_suffix: str | None = None,
) -> list[Pair]:
    """Pair two files, or the files of two folders whose stems are the same.

    Endings such as ``_labels``, ``_mask`` or ``_m`` do not count. Where a folder
    holds several files for one stem, labels go before probability maps, those
    before masks, and those before files with no such ending; what `feretlab
    analyze` draws for people is passed over. Ground truth that has no prediction,
    or the other way round, is an error.

    Parameters
    ----------
    prediction, truth : Path
        Two files or two folders.
    prediction_suffix, truth_suffix : str or None
        Take only files of the folder whose stem ends so; None takes all.

    Returns
    -------
    list of Pair
        Sorted by name.
    """
    for side in (prediction, truth):
        if not side.exists():
            raise FileError(f"Evaluating {str(side)!r}: found no such file or folder.")
        if not (side.is_file() or side.is_dir()):
            message = (
                f"Evaluating {str(side)!r}: found a pipe or device, expected a file "
                "or folder."
            )
            raise FileError(message)
    if prediction.is_file() and truth.is_file():
        return [Pair(name=stem_of(truth), prediction=prediction, truth=truth)]
    if prediction.is_file() or truth.is_file():
        message = (
            f"Evaluating {str(prediction)!r} against {str(truth)!r}: found a file and "
            "a folder, expected two files or two folders."
        )
        raise FileError(message)
    predictions = _by_stem(prediction, prediction_suffix)
    truths = _by_stem(truth, truth_suffix)
    _refuse_unmatched(truths, predictions, truth, "predictions")
    _refuse_unmatched(predictions, truths, prediction, "ground truth")
    return [
        Pair(name=name, prediction=predictions[name], truth=truths[name])
        for name in sorted(truths)
    ]


def stem_of(path: Path, suffix: str | None = None) -> str:
    """Give the part of a file's name that predictions and truth share.

    Parameters
    ----------
    path : Path
        The file.
    suffix : str or None
        Cut this off the stem; None cuts one of `SUFFIXES`.

    Returns
    -------
    str
    """
    for ending in SUFFIXES if suffix is None else (suffix,):
        if path.stem.endswith(ending) and path.stem != ending:
            return path.stem.removesuffix(ending)
    return path.stem


def _by_stem(folder: Path, suffix: str | None) -> dict[str, Path]:
    """List the images of a folder by shared stem, the most telling of each."""
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in IMAGE_ENDINGS or path.name.startswith("."):
            continue
        if suffix is None and path.stem.endswith(_DRAWN):
            continue
        if suffix is not None and not path.stem.endswith(suffix):
            continue
        name = stem_of(path, suffix)
        rival = found.get(name)
        if rival is not None and _rank(rival) == _rank(path):
            message = (
                f"Pairing files: found {rival.name!r} and {path.name!r} for {name!r} "
                f"in {str(folder)!r}, expected one; say which by a suffix."
            )
            raise FileError(message)
        if rival is None or _rank(path) < _rank(rival):
            found[name] = path
    if not found:
        message = f"Pairing files: found no images in {str(folder)!r}" + (
            "." if suffix is None else f" whose stem ends with {suffix!r}."
        )
        raise FileError(message)
    return found


def _rank(path: Path) -> int:
    for rank, ending in enumerate(SUFFIXES):
        if path.stem.endswith(ending):
            return rank
    return len(SUFFIXES)


def _refuse_unmatched(
    have: dict[str, Path], other: dict[str, Path], folder: Path, missing: str
) -> None:
    lonely = [have[name].name for name in sorted(have.keys() - other.keys())]
    if lonely:
        shown = ", ".join(repr(name) for name in lonely[:3])
        more = f" and {len(lonely) - 3} more" if len(lonely) > 3 else ""
        message = (
            f"Pairing files: found no {missing} for {shown}{more} of {str(folder)!r}, "
            "expected the same stems on both sides."
        )
        raise FileError(message)
