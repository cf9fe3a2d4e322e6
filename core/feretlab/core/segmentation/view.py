"""What a network sees of a micrograph: scaled, normalised, maybe inverted."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt

from feretlab.core.segmentation.normalisation import grey_limits, normalise
from feretlab.core.segmentation.resampling import (
    resample,
    resampling_weights,
    support,
)

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

# At least so many rows are looked at to find the grey limits after scaling.
_SAMPLE_ROWS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A micrograph at one scale, read window by window.

    Parameters
    ----------
    pixels : ndarray
        Grey values, shape (Y, X), any real dtype, as recorded.
    recorded_limits : tuple of float
        Grey values of `pixels` that become 0 and 1 before scaling.
    limits : tuple of float
        Grey values after scaling that become 0 and 1: noise that the scaling
        averages away does not flatten the contrast.
    inverted : bool
        Whether dark becomes bright.
    rows, columns : scipy.sparse.csr_matrix
        Resampling weights of the two axes.
    """

    pixels: npt.NDArray[Any]
    recorded_limits: tuple[float, float]
    limits: tuple[float, float]
    inverted: bool
    rows: "csr_matrix"
    columns: "csr_matrix"

    @classmethod
    def of(
        cls,
        pixels: npt.NDArray[Any],
        scale: float = 1.0,
        inverted: bool = False,
        recorded_limits: tuple[float, float] | None = None,
    ) -> Self:
        """Look at a micrograph.

        Parameters
        ----------
        pixels : ndarray
            Grey values, shape (Y, X), any real dtype, at least one pixel.
        scale : float
            Edge length of the view over that of the micrograph.
        inverted : bool
            Whether dark becomes bright.
        recorded_limits : tuple of float or None
            Grey limits of `pixels`, where they are known already.

        Returns
        -------
        View
        """
        height, width = (max(1, round(size * scale)) for size in pixels.shape)
        raw = cls(
            pixels=pixels,
            recorded_limits=recorded_limits or grey_limits(pixels),
            limits=(0.0, 1.0),
            inverted=False,
            rows=resampling_weights(pixels.shape[0], height),
            columns=resampling_weights(pixels.shape[1], width),
        )
        limits = raw._scaled_limits() if raw.shape != pixels.shape else (0.0, 1.0)
        return cls(
            pixels=pixels,
            recorded_limits=raw.recorded_limits,
            limits=limits,
            inverted=inverted,
            rows=raw.rows,
            columns=raw.columns,
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width of the view."""
        return int(self.rows.shape[0]), int(self.columns.shape[0])

    def window(self, rows: slice, columns: slice) -> npt.NDArray[np.float32]:
        """Read a part of the view.

        Parameters
        ----------
        rows, columns : slice
            Ranges inside the view, step 1.

        Returns
        -------
        ndarray of float32
            -0.5..1.5.
        """
        grey = normalise(self._scaled(rows, columns), self.limits)
        return 1 - grey if self.inverted else grey

    def _scaled(self, rows: slice, columns: slice) -> npt.NDArray[np.float32]:
        """Give a part of the scaled picture, by the limits before scaling."""
        high, wide = support(self.rows, rows), support(self.columns, columns)
        part = normalise(self.pixels[high, wide], self.recorded_limits)
        if self.shape == self.pixels.shape:
            return part
        return resample(part, self.rows[rows, high], self.columns[columns, wide])

    def _scaled_limits(self) -> tuple[float, float]:
        """Find the grey limits after scaling, from rows that stand for all."""
        chosen = self.rows[:: max(1, self.shape[0] // _SAMPLE_ROWS)]
        needed = np.unique(chosen.indices)
        part = normalise(self.pixels[needed], self.recorded_limits)
        return grey_limits(resample(part, chosen[:, needed], self.columns))
