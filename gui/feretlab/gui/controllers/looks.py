"""What networks saw in the part of a micrograph that somebody looks at."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.micrograph import GIVEN
from feretlab.core.parameters import part
from feretlab.core.progress import Progress, Stretch
from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.gui.controllers.analysis_task import (
    KeptMaps,
    MapsId,
    OpenNetworks,
    maps_id,
)
from feretlab.gui.controllers.look_windows import (
    Shape,
    Window,
    contains,
    inside,
    wanted,
)
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.micrographs import Micrographs

if TYPE_CHECKING:
    from feretlab.core.micrograph import Micrograph, PixelSize
    from feretlab.core.segmentation.choice import Choice
    from feretlab.core.segmentation.segment import Segmentation

_CHOICES = 200


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """What a network saw in a part of a field.

    Parameters
    ----------
    id : MapsId
        Entry and parameters.
    found : Segmentation
        Maps of the part; of the whole they may reach below the field.
    window : tuple of int
        The part.
    shape : tuple of int
        Height and width of the field.
    pixel_size_nm : PixelSize or None
        What the file tells, as far as that was known then. None for a size that
        somebody gave: what is given now counts in its place.
    """

    id: MapsId
    found: "Segmentation"
    window: Window
    shape: Shape
    pixel_size_nm: "PixelSize | None"

    def holds(self, window: Window) -> bool:
        """Tell whether a part lies in this one, as far as it is in the field."""
        return contains(self.window, inside(window, self.shape))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LookTask:
    """Shows a part of a micrograph to a network.

    Parameters
    ----------
    entry : Entry
        Which micrograph.
    recipe : AnalyzeParameters
        What the user tries.
    finding : Finding or None
        What was found in it.
    window : tuple of int
        What is seen of it.
    looks : Looks
        Where pixels, networks, and earlier choices are.
    """

    entry: Entry
    recipe: AnalyzeParameters
    finding: Finding | None
    window: Window
    looks: "Looks"

    def __call__(self, progress: Progress) -> Seen:
        """Look.

        Parameters
        ----------
        progress : Progress
            Hears of every step and may stop the work.

        Returns
        -------
        Seen
        """
        looks, key, recipe = self.looks, self.entry.pixels_key, self.recipe
        progress.report(0, 1, "read")
        micrograph = looks.micrographs.look(self.entry)
        shape = _shape(micrograph)
        window, found = wanted(self.window, shape), looks.maps.find(key, recipe)
        if found is None and window == (0, 0, *shape):
            found = self._whole(micrograph, progress)
            looks.maps.keep(key, recipe, found)
        if found is None:
            return looks.part(self.entry, recipe, self.finding, window, progress)
        return _seen(self.entry, recipe, micrograph, found, (0, 0, *shape))

    def _whole(self, micrograph: "Micrograph", progress: Progress) -> "Segmentation":
        from feretlab.core.segmentation.segment import segment

        network = self.looks.networks.open(self.recipe.model, self.recipe.threads)
        return segment(
            micrograph, network, part(self.recipe, SegmentParameters), progress
        )


class Looks:
    """Keeps the last look, and how each micrograph is best shown to a network.

    Live preview and clicks share it, so that neither looks at what the other saw.

    Parameters
    ----------
    micrographs : Micrographs
        Pixels.
    networks : OpenNetworks or None
        Networks come from there; None opens its own.
    maps : KeptMaps or None
        Maps of whole micrographs are looked for, and kept, there; None keeps its
        own.
    """

    def __init__(
        self,
        micrographs: Micrographs,
        networks: OpenNetworks | None = None,
        maps: KeptMaps | None = None,
    ) -> None:
        self.micrographs = micrographs
        self.networks = networks or OpenNetworks()
        self.maps = maps or KeptMaps()
        self._held: Seen | None = None
        self._choices: dict[object, Choice] = {}

    def find(
        self,
        entry: Entry,
        recipe: AnalyzeParameters,
        finding: Finding | None,
        window: Window,
    ) -> Seen | None:
        """Give what a recipe needs of what was seen already.

        Parameters
        ----------
        entry : Entry
            Which micrograph.
        recipe : AnalyzeParameters
            Only what the network depends on matters.
        finding : Finding or None
            What was found in it; tells its size.
        window : tuple of int
            The part that is needed.

        Returns
        -------
        Seen or None
            None where a network has to look first.
        """
        id_, held = maps_id(entry.pixels_key, recipe), self._held
        if held is not None and held.id == id_ and held.holds(window):
            return held
        found = self.maps.find(entry.pixels_key, recipe)
        if found is None or finding is None:
            return None
        facts = finding.facts
        shape = facts.height_px - facts.info_bar_rows, facts.width_px
        return Seen(
            id=id_,
            found=found,
            window=(0, 0, *shape),
            shape=shape,
            pixel_size_nm=self._size_of_file(entry, finding),
        )

    def _size_of_file(self, entry: Entry, finding: Finding) -> "PixelSize | None":
        """Give what a file tells of its pixel size, without reading it."""
        if finding.facts.pixel_size_source != GIVEN:
            return finding.result.pixel_size_nm
        kept = self.micrographs.kept(entry)
        return None if kept is None else _own_size(kept)

    def task(
        self,
        entry: Entry,
        recipe: AnalyzeParameters,
        finding: Finding | None,
        window: Window,
    ) -> LookTask:
        """Make what a job does to look at what is seen of a micrograph."""
        return LookTask(
            entry=entry, recipe=recipe, finding=finding, window=window, looks=self
        )

    def part(
        self,
        entry: Entry,
        recipe: AnalyzeParameters,
        finding: Finding | None,
        window: Window,
        progress: Progress,
    ) -> Seen:
        """Show a part of a micrograph to a network.

        Parameters
        ----------
        entry : Entry
            Which micrograph.
        recipe : AnalyzeParameters
            How.
        finding : Finding or None
            What was found in it; tells how it was shown then.
        window : tuple of int
            The part.
        progress : Progress
            Hears of every step and may stop the work.

        Returns
        -------
        Seen
        """
        from feretlab.core.segmentation.neighbourhood import segment_part
        from feretlab.core.segmentation.segment import Segmentation

        micrograph = self.micrographs.look(entry)
        network = self.networks.open(recipe.model, recipe.threads)
        choice = self.choice(entry, recipe, finding, progress)
        maps = segment_part(
            micrograph,
            network,
            part(recipe, SegmentParameters),
            window,
            choice,
            Stretch(progress, 0.2, 0.8),
        )
        probability = maps.pop("mask")
        found = Segmentation(
            probability=probability,
            mask=probability >= recipe.threshold,
            threshold=recipe.threshold,
            maps=maps,
            scale=choice.scale,
            inverted=choice.inverted,
            model_hash=network.sha256,
        )
        return _seen(entry, recipe, micrograph, found, window)

    def hold(self, seen: Seen | None) -> None:
        """Keep a look in place of the one before; None lets go of it."""
        self._held = seen

    def choice(
        self,
        entry: Entry,
        recipe: AnalyzeParameters,
        finding: Finding | None,
        progress: Progress,
    ) -> "Choice":
        """Choose scale and polarity, once a micrograph and network.

        Parameters
        ----------
        entry : Entry
            Which micrograph.
        recipe : AnalyzeParameters
            What the user chose.
        finding : Finding or None
            What was found in it; one of this network knows the choice.
        progress : Progress
            Hears of every trial and may stop the work there.

        Returns
        -------
        Choice
        """
        from feretlab.core.segmentation.choice import choose
        from feretlab.core.segmentation.neighbourhood import known_choice

        network = self.networks.open(recipe.model, recipe.threads)
        id_ = (maps_id(entry.pixels_key, recipe), network.sha256)
        if id_ not in self._choices:
            micrograph = self.micrographs.look(entry)
            if finding is not None and _is_of(finding, recipe, network.sha256):
                facts = finding.facts
                choice = known_choice(micrograph, facts.scale, facts.inverted)
            else:
                stretch = Stretch(progress, 0.02, 0.18)
                parameters = part(recipe, SegmentParameters)
                choice = choose(micrograph.field, network, parameters, stretch)
            if len(self._choices) >= _CHOICES:
                self._choices.clear()
            self._choices[id_] = choice
        progress.report(0.2, 1, "finding particles")
        return self._choices[id_]


def _seen(
    entry: Entry,
    recipe: AnalyzeParameters,
    micrograph: "Micrograph",
    found: "Segmentation",
    window: Window,
) -> Seen:
    return Seen(
        id=maps_id(entry.pixels_key, recipe),
        found=found,
        window=window,
        shape=_shape(micrograph),
        pixel_size_nm=_own_size(micrograph),
    )


def _own_size(micrograph: "Micrograph") -> "PixelSize | None":
    is_given = micrograph.pixel_size_source == GIVEN
    return None if is_given else micrograph.pixel_size_nm


def _shape(micrograph: "Micrograph") -> Shape:
    rows, columns = micrograph.field.shape
    return int(rows), int(columns)


def _is_of(finding: Finding, recipe: AnalyzeParameters, sha256: str) -> bool:
    """Tell whether a network made a finding, by a recipe that it sees as this one."""
    is_same = maps_id("", finding.recipe) == maps_id("", recipe)
    return finding.model_sha256 == sha256 and is_same
