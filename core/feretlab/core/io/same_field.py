"""Whether two pictures show the same field, as those of two detectors do."""

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from feretlab.core.io.shrinking import block_means
from feretlab.core.micrograph import Micrograph

_EDGE_PX = 256
# Specimens drift between pictures that are taken in turn.
_DRIFT_PX = 2
# Of 34 fields of TiO2 secondary electrons and transmission agree by more in each,
# two different fields by 0.22 at most (1683 pairs).
_LEAST_AGREEMENT = 0.25
_STRONGEST = 95  # percentile: letters and charging shall not outweigh the rest
# What TESCAN and Zeiss, FEI, Zeiss again, Phenom and Velox call it.
_DETECTORS = (
    "Detector", "Detectors.Name", "Signal A", "acquisition.scan.detector",
    "BinaryResult.Detector",
)  # fmt: skip


class SameField:
    """Hears of the pages of a file and tells of the first that repeats another."""

    def __init__(self) -> None:
        self._first: tuple[Micrograph, npt.NDArray[np.float32]] | None = None
        self._has_told = False

    def warning(self, micrograph: Micrograph) -> str:
        """Give a line where a page shows the field of the file's first.

        Parameters
        ----------
        micrograph : Micrograph
            The next page.

        Returns
        -------
        str
            Empty where it does not, or where it was said of another page.
        """
        if micrograph.pages < 2 or self._has_told:
            return ""
        outlines = _outlines(micrograph.field)
        if self._first is None:
            self._first = micrograph, outlines
            return ""
        first, known = self._first
        if _agreement(known, outlines) < _LEAST_AGREEMENT:
            return ""
        self._has_told = True
        return _line(first, micrograph)


def _outlines(pixels: npt.NDArray[np.generic]) -> npt.NDArray[np.float32]:
    """Strength of edges in a picture made smaller: detectors differ in the greys."""
    small = block_means(pixels, max(1, math.ceil(max(pixels.shape) / _EDGE_PX)))
    grey = np.nan_to_num(small.astype(np.float32), posinf=0, neginf=0)
    down, along = grey[2:, 1:-1] - grey[:-2, 1:-1], grey[1:-1, 2:] - grey[1:-1, :-2]
    strength = np.hypot(down, along)
    if strength.any():
        most = np.percentile(strength[strength > 0], _STRONGEST)
        strength = np.minimum(strength, np.float32(most))
    return strength


def _agreement(one: npt.NDArray[np.float32], other: npt.NDArray[np.float32]) -> float:
    """Give the highest correlation of two pictures that may be shifted a little."""
    reach = 2 * _DRIFT_PX
    if one.shape != other.shape or min(one.shape) <= reach:
        return 0.0
    rows, columns = one.shape[0] - reach, one.shape[1] - reach
    inner = _standard(one[_DRIFT_PX:-_DRIFT_PX, _DRIFT_PX:-_DRIFT_PX])
    shifted = (
        _standard(other[down : down + rows, along : along + columns])
        for down in range(reach + 1)
        for along in range(reach + 1)
    )
    return max(float((inner * part).sum()) for part in shifted)


def _standard(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Mean 0 and length 1; zeros where all are equal."""
    off = values - values.mean()
    length = np.sqrt((off**2).sum())
    return off / length if length > 0 else off


def _line(first: Micrograph, again: Micrograph) -> str:
    names = [_detector(page.metadata) for page in (first, again)]
    is_told = all(names) and names[0] != names[1]
    detectors = f" ({names[0]} and {names[1]})" if is_told else ""
    return (
        f"Pages {first.page + 1} and {again.page + 1} of this file show the same "
        f"field{detectors}, so that its particles count more than once; analyse one "
        "of them alone (--pages 1)."
    )


def _detector(metadata: Mapping[str, str]) -> str:
    return next((metadata[key] for key in _DETECTORS if metadata.get(key)), "")
