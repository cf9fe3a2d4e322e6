"""The particle that a network's own maps show where a person clicked."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.parameters import part
from feretlab.core.progress import Progress
from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.core.separation.parameters import SeparateParameters
from feretlab.gui.controllers.analysis_task import (
    KeptMaps,
    MapsId,
    OpenNetworks,
    maps_id,
)
from feretlab.gui.controllers.looks import Window, contains
from feretlab.gui.session.drawing import Region
from feretlab.gui.session.drawing_click import covered
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.texts import tr

if TYPE_CHECKING:
    from feretlab.core.micrograph import Micrograph
    from feretlab.core.segmentation.choice import Choice

Maps = dict[str, npt.NDArray[Any]]

_REACHES_PX = (256, 1024)
"""Around a click: so far is looked, and then so far, until a particle fits in."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Look:
    """A network's maps of a part of a field.

    Parameters
    ----------
    id : MapsId
        Entry and parameters.
    window : tuple of int
        Part of the field.
    maps : dict of str to ndarray
        By channel, of the window's height and width.
    choice : Choice
        Scale and polarity.
    """

    id: MapsId
    window: Window
    maps: Maps
    choice: "Choice"


class LastLook:
    """Keeps the maps that were made for a click."""

    def __init__(self) -> None:
        self._look: Look | None = None

    def find(self, key: str, recipe: AnalyzeParameters) -> Look | None:
        """Give the maps made last, where a recipe needs no other ones."""
        look = self._look
        return look if look is not None and look.id == maps_id(key, recipe) else None

    def keep(self, look: Look) -> None:
        """Keep maps; earlier ones are let go of."""
        self._look = look


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
    micrographs : Micrographs
        Pixels, where the maps are to be made.
    networks : OpenNetworks
        The network comes from there.
    maps : KeptMaps
        Those of earlier analyses.
    last : LastLook
        Those of earlier clicks.
    """

    entry: Entry
    finding: Finding
    point: tuple[int, int]
    seen: Window
    micrographs: Micrographs
    networks: OpenNetworks
    maps: KeptMaps
    last: LastLook = field(default_factory=LastLook)

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
        """Give the maps of a window: kept ones, or such as are made now."""
        found = self.maps.find(self.entry.key, self.finding.recipe)
        if found is not None:
            whole = {"mask": found.probability, **found.maps}
            return _cut(whole, window)
        look = self.last.find(self.entry.key, self.finding.recipe)
        if look is None or not contains(look.window, window):
            look = self._look(window, look, progress)
            self.last.keep(look)
        top, left, bottom, right = window
        y, x = look.window[:2]
        return _cut(look.maps, (top - y, left - x, bottom - y, right - x))

    def _look(self, window: Window, before: Look | None, progress: Progress) -> Look:
        from feretlab.core.segmentation.neighbourhood import segment_part

        recipe, facts = self.finding.recipe, self.finding.facts
        progress.report(0, 1, tr("opening the network"))
        micrograph = self.micrographs.read(self.entry)
        network = self.networks.open(recipe.model, recipe.threads)
        parameters = part(recipe, SegmentParameters)
        if before is not None:
            choice = before.choice
        elif self.finding.model_sha256:
            choice = _known(micrograph, facts.scale, facts.inverted)
        else:
            from feretlab.core.segmentation.choice import choose

            choice = choose(micrograph.field, network, parameters)
        window = _with_seen(window, self.seen)
        maps = segment_part(micrograph, network, parameters, window, choice, progress)
        id_ = maps_id(self.entry.key, recipe)
        return Look(id=id_, window=window, maps=maps, choice=choice)


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


def _known(micrograph: "Micrograph", scale: float, inverted: bool) -> "Choice":
    from feretlab.core.segmentation.neighbourhood import known_choice

    return known_choice(micrograph, scale, inverted)


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


def _cut(maps: Maps, window: Window) -> Maps:
    top, left, bottom, right = window
    return {name: each[top:bottom, left:right] for name, each in maps.items()}


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
