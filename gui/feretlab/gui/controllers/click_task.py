"""The particle that a network's own maps show where a person clicked."""

from dataclasses import dataclass
from typing import Any

import numpy.typing as npt

from feretlab.core.parameters import part
from feretlab.core.progress import Progress
from feretlab.core.separation.parameters import SeparateParameters
from feretlab.gui.controllers.look_windows import Window
from feretlab.gui.controllers.looks import Looks
from feretlab.gui.session.drawing import Region
from feretlab.gui.session.drawing_click import covered
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.findings import Finding
from feretlab.gui.texts import tr

Maps = dict[str, npt.NDArray[Any]]

_REACHES_PX = (256, 1024)
"""Around a click: so far is looked, and then so far, until a particle fits in."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clicked:
    """What a click met.

    Parameters
    ----------
    region : tuple of ndarray of bool and (int, int), or None
        None where the network sees nothing.
    peak : float
        Highest probability near the click, 0 to 1.
    """

    region: Region | None
    peak: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClickTask:
    """Looks for the particle at a place.

    Parameters
    ----------
    entry : Entry
        Which micrograph.
    finding : Finding
        Its particles and their recipe.
    point : tuple of int
        Row and column.
    seen : tuple of int
        Part of the field that the window shows.
    looks : Looks
        What networks saw, and where they look anew.
    """

    entry: Entry
    finding: Finding
    point: tuple[int, int]
    seen: Window
    looks: Looks

    def __call__(self, progress: Progress) -> Clicked:
        """Look.

        Parameters
        ----------
        progress : Progress
            Hears of the network's steps and may stop the work.

        Returns
        -------
        Clicked
        """
        clicked = Clicked(region=None, peak=0.0)
        for reach in _REACHES_PX:
            window = around(self.point, reach, self.finding.particles.shape)
            clicked = self._in_window(window, self._maps(window, progress))
            if not _is_cut(clicked, window, self.finding.particles.shape):
                break
        return clicked

    def _in_window(self, window: Window, maps: Maps) -> Clicked:
        from feretlab.core.separation.clicked import peak_near, region_at

        recipe, (top, left, bottom, right) = self.finding.recipe, window
        at = self.point[0] - top, self.point[1] - left
        shape = bottom - top, right - left
        found = region_at(
            at,
            maps["mask"],
            part(recipe, SeparateParameters),
            threshold=recipe.threshold,
            maps={name: each for name, each in maps.items() if name != "mask"},
            taken=covered(self.finding.particles, self.point, (top, left), shape),
        )
        region = None
        if found is not None:
            region = found.mask, (found.corner[0] + top, found.corner[1] + left)
        return Clicked(region=region, peak=peak_near(at, maps["mask"]))

    def _maps(self, window: Window, progress: Progress) -> Maps:
        """Give the maps of a window: those that were seen, or such as are made now."""
        finding, looks = self.finding, self.looks
        seen = looks.find(self.entry, finding.recipe, finding, window)
        if seen is None:
            progress.report(0, 1, tr("opening the network"))
            wide = _with_seen(window, self.seen)
            seen = looks.part(self.entry, finding.recipe, finding, wide, progress)
            looks.hold(seen)
        top, left, bottom, right = window
        y, x = seen.window[:2]
        cut = slice(top - y, bottom - y), slice(left - x, right - x)
        maps = {"mask": seen.found.probability, **seen.found.maps}
        return {name: each[cut] for name, each in maps.items()}


def around(point: tuple[int, int], reach: int, shape: tuple[int, int]) -> Window:
    """Give the square around a place, as far as it lies in the field.

    Parameters
    ----------
    point : tuple of int
        Row and column.
    reach : int
        Pixels to each side.
    shape : tuple of int
        Height and width of the field.

    Returns
    -------
    tuple of int
    """
    (y, x), (height, width) = point, shape
    return (
        max(y - reach, 0),
        max(x - reach, 0),
        min(y + reach, height),
        min(x + reach, width),
    )


def _with_seen(window: Window, seen: Window) -> Window:
    """Give a window and all that is seen, unless that is much more."""
    both = (
        min(window[0], seen[0]),
        min(window[1], seen[1]),
        max(window[2], seen[2]),
        max(window[3], seen[3]),
    )
    edge = 2 * _REACHES_PX[1]
    is_small = both[2] - both[0] <= edge // 2 and both[3] - both[1] <= edge // 2
    is_seen = seen[0] < seen[2] and seen[1] < seen[3]
    return both if is_seen and is_small else window


def _is_cut(clicked: Clicked, window: Window, shape: tuple[int, int]) -> bool:
    """Tell whether a region reaches an edge of the window that is none of the field."""
    if clicked.region is None:
        return False
    mask, (top, left) = clicked.region
    return (
        (top == window[0] > 0)
        or (left == window[1] > 0)
        or (top + mask.shape[0] == window[2] < shape[0])
        or (left + mask.shape[1] == window[3] < shape[1])
    )
