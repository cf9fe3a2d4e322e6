"""Label images and masks: what numbers in pictures say about particles."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.measurement.parameters import LabelKind
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Connectivity, Particles
from feretlab.core.separation.border import miles_weights

_LEAST_FILLED = 0.1  # of a region's box; a thin diagonal line of 20 px fills as much
SCATTERED = (
    "equal values lie scattered over the picture, as grey values do; expected a label "
    "image or a mask"
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LabelImage:
    """Regions drawn as numbers, as a file holds them.

    Parameters
    ----------
    pages : ndarray
        Shape (P, Y, X), integers; 0 is background.
    pixel_size_nm : PixelSize or None
        As ImageJ or we wrote it; None where the file does not say.
    info_bar_rows : int
        Rows at the bottom that are no field, as we wrote it.
    border : str
        Rule for particles that the border cuts, as we wrote it; empty where the
        file does not say.
    """

    pages: npt.NDArray[Any]
    pixel_size_nm: PixelSize | None = None
    info_bar_rows: int = 0
    border: str = ""

    @property
    def is_mask(self) -> bool:
        """True where values tell only particle from background.

        That is one page with one value besides 0, which is 1, the dtype's
        largest, 255, or of an 8-bit image; unless a border rule tells that
        particles were numbered.
        """
        value = None if self.border else self.only_value
        if value is None:
            return False
        full = (1, 255, np.iinfo(self.pages.dtype).max)
        return self.pages.dtype.itemsize == 1 or value in full

    @property
    def field(self) -> npt.NDArray[Any]:
        """The pages without the rows of the info bar, (P, Y, X)."""
        return self.pages[:, : self.pages.shape[1] - self.info_bar_rows]

    def pictures(self) -> "tuple[LabelImage, ...]":
        """Give the pictures of a stack; pages of one picture stay together.

        Pages belong together where no label stands on two of them, or where a
        border rule tells that FeretLab drew them.

        Returns
        -------
        tuple of LabelImage
            The image itself, or one for each page.
        """
        if len(self.pages) < 2 or self.border or not self._is_stack():
            return (self,)
        return tuple(replace(self, pages=page[None]) for page in self.pages)

    def _is_stack(self) -> bool:
        drawn = [replace(self, pages=page[None]) for page in self.pages if page.any()]
        found = [np.unique(one.pages[one.pages != 0]) for one in drawn]
        values = np.concatenate([*found, []])
        several = len(np.unique(values))
        return several < len(values) or (several < 2 and all(d.is_mask for d in drawn))

    @property
    def only_value(self) -> int | None:
        """The value of all particles, where one page has no second."""
        values = self.pages[self.pages != 0]
        is_alone = len(self.pages) == 1 and len(values) and values.min() == values.max()
        return int(values[0]) if is_alone else None

    def taken_as_mask(self, kind: LabelKind) -> bool:
        """Tell whether particles are connected parts.

        Parameters
        ----------
        kind : str
            What the image holds; ``auto`` goes by `is_mask`.

        Returns
        -------
        bool
        """
        return self.is_mask if kind == "auto" else kind == "mask"

    def to_particles(
        self,
        connectivity: Connectivity = 8,
        kind: LabelKind = "auto",
        **columns: Any,
    ) -> Particles:
        """Give the labelled regions, or the connected components of a mask.

        Parameters
        ----------
        connectivity : {4, 8}
            How pixels of a mask hang together; labels do not ask.
        kind : str
            As of `taken_as_mask`.
        **columns
            Per-particle columns of `Particles`.

        Returns
        -------
        Particles
            Weighted where the border rule is ``miles``.
        """
        if self.taken_as_mask(kind):
            mask = np.any(self.pages, axis=0)
            return Particles.from_mask(mask, connectivity, **columns)
        found = Particles.from_labels(self.pages, **columns)
        if self.border != "miles":
            return found
        return replace(found, weight=miles_weights(found, self.info_bar_rows))

    def numbers(self, kind: LabelKind = "auto") -> npt.NDArray[np.int64] | None:
        """Give the value of each labelled region, in the order of `to_particles`.

        Parameters
        ----------
        kind : str
            As of `taken_as_mask`.

        Returns
        -------
        ndarray of int64, or None
            Shape (N,); None for a mask, whose values number nothing.
        """
        if self.taken_as_mask(kind):
            return None
        # Where a value begins in a row: far fewer to sort than all pixels.
        begins = self.pages[..., 1:] != self.pages[..., :-1]
        values = np.union1d(self.pages[..., 0], self.pages[..., 1:][begins])
        return values[values != 0].astype(np.int64)


def are_scattered(particles: Particles) -> bool:
    """Whether regions look like the grey values of a micrograph, not like labels.

    Most of such regions fill next to nothing of their boxes.

    Parameters
    ----------
    particles : Particles
        One for each value.

    Returns
    -------
    bool
    """
    rows, columns = (particles.boxes[:, i + 2] - particles.boxes[:, i] for i in (0, 1))
    pixels = [mask.sum() for mask in particles.masks()]
    scattered = pixels < _LEAST_FILLED * rows * columns.astype(float)
    return bool(2 * scattered.sum() > len(particles))
