"""The analysis of one micrograph, as it is done in a thread."""

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.parameters import part
from feretlab.core.progress import Progress, Stretch
from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.gui.session.corrections import Corrections
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.file_stamps import stamp_of
from feretlab.gui.session.findings import Finding, finding_of
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.pixel_sizes import with_given_size

if TYPE_CHECKING:
    from feretlab.core.micrograph import Micrograph
    from feretlab.core.segmentation.network import Network
    from feretlab.core.segmentation.segment import Segmentation

MapsId = tuple[str, SegmentParameters]
"""The key of an entry's pixels and what the network depends on."""

_ROOM_BYTES = 2**30


class OpenNetworks:
    """Opens networks and keeps the last one; safe in any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._id: tuple[object, ...] = ()
        self._network: Network | None = None

    def open(self, name: str, threads: int | None) -> "Network":
        """Give an opened network.

        Parameters
        ----------
        name : str
            An installed one, or the path of an ONNX file.
        threads : int or None
            Processor cores to use; None uses all.

        Returns
        -------
        Network

        Raises
        ------
        ModelError
            Where it cannot be used.
        """
        from feretlab.core.analysis.networks import open_network
        from feretlab.models.catalog import find_model

        with self._lock:
            try:
                changed = find_model(name).stat().st_mtime_ns
            except (OSError, ValueError):
                changed = 0  # what is wrong with it is told by opening it
            wanted = (name, threads, changed)
            if self._network is None or self._id != wanted:
                self._network = open_network(name, threads)
                self._id = wanted
            return self._network


class KeptMaps:
    """What networks saw in the micrographs analysed last; safe in any thread.

    Parameters
    ----------
    room_bytes : int
        Maps kept in memory; the newest ones stay in any case.
    """

    def __init__(self, room_bytes: int = _ROOM_BYTES) -> None:
        self._room = room_bytes
        self._kept: OrderedDict[MapsId, Segmentation] = OrderedDict()
        self._lock = Lock()

    def find(self, key: str, recipe: AnalyzeParameters) -> "Segmentation | None":
        """Give the maps of an entry where no other ones are needed for a recipe.

        Parameters
        ----------
        key : str
            Of the entry's pixels.
        recipe : AnalyzeParameters
            Only what the network depends on matters.

        Returns
        -------
        Segmentation or None
        """
        with self._lock:
            found = self._kept.get(maps_id(key, recipe))
            if found is not None:
                self._kept.move_to_end(maps_id(key, recipe))
            return found

    def keep(self, key: str, recipe: AnalyzeParameters, found: "Segmentation") -> None:
        """Keep maps and let go of those that were not used for longest.

        Parameters
        ----------
        key : str
            Of the entry's pixels; earlier maps of them are let go of.
        recipe : AnalyzeParameters
            What they were made with.
        found : Segmentation
            The maps.
        """
        with self._lock:
            for other in [one for one in self._kept if one[0] == key]:
                del self._kept[other]
            self._kept[maps_id(key, recipe)] = found
            held = sum(_bytes(each) for each in self._kept.values())
            while held > self._room and len(self._kept) > 1:
                _, dropped = self._kept.popitem(last=False)
                held -= _bytes(dropped)

    def keep_only(self, keys: Collection[str]) -> None:
        """Let go of the maps of all other entries, as when they are removed.

        Parameters
        ----------
        keys : collection of str
            Of entries' pixels.
        """
        with self._lock:
            for other in [one for one in self._kept if one[0] not in keys]:
                del self._kept[other]


class ScaleBars:
    """Gives pixel sizes and looks at scale bars, once an image; for any thread."""

    def __init__(self) -> None:
        from feretlab.core.io.calibration import CheckedBars

        self._checked = CheckedBars()
        self._warnings: dict[tuple[str, str], tuple[str, ...]] = {}
        self._lock = Lock()

    def calibrated(
        self, micrograph: "Micrograph", entry: Entry, recipe: AnalyzeParameters
    ) -> "Micrograph":
        """Give a micrograph the pixel size that a recipe asks for, or check its own.

        Parameters
        ----------
        micrograph : Micrograph
            As it was read for the entry.
        entry : Entry
            A size that the user gave to it comes before the recipe's.
        recipe : AnalyzeParameters
            What the user chose.

        Returns
        -------
        Micrograph
            With a warning where the scale bar says something else.
        """
        if entry.given_size_nm is not None:
            return micrograph
        if recipe.pixel_size_nm is not None:
            return with_given_size(micrograph, recipe.pixel_size_nm)
        if recipe.check_scale_bar and micrograph.has_recorded_size:
            return replace(micrograph, warnings=self._look(micrograph, entry))
        return micrograph

    def _look(self, micrograph: "Micrograph", entry: Entry) -> tuple[str, ...]:
        from feretlab.core.io.calibration import contradictions

        seen = entry.pixels_key, micrograph.pixel_size_source
        with self._lock:
            if seen not in self._warnings:
                told = contradictions(micrograph, self._checked)
                self._warnings[seen] = (*micrograph.warnings, *told)
            return self._warnings[seen]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AnalysisTask:
    """Everything that the analysis of one entry needs.

    Parameters
    ----------
    entry : Entry
        Which one.
    recipe : AnalyzeParameters
        What the user chose.
    corrections : Corrections
        What the user changed in an earlier result.
    micrographs : Micrographs
        Pixels.
    networks : OpenNetworks
        The network comes from there.
    maps : KeptMaps
        Maps that are there need no network; new ones are kept there.
    bars : ScaleBars
        Pixel sizes, and what scale bars say about them.
    """

    entry: Entry
    recipe: AnalyzeParameters
    corrections: Corrections
    micrographs: Micrographs
    networks: OpenNetworks
    maps: KeptMaps
    bars: "ScaleBars"

    def __call__(self, progress: Progress) -> Finding:
        """Analyse the entry, as its file is now.

        Parameters
        ----------
        progress : Progress
            Hears of every step and may stop the work.

        Returns
        -------
        Finding
        """
        from feretlab.core.analysis.micrograph import (
            SEGMENT_SHARE,
            measure_segmentation,
        )
        from feretlab.core.segmentation.segment import segment
        from feretlab.core.separation.cleaning import check_sizes

        progress.report(0, 1, "read")
        file = stamp_of(self.entry.path)
        entry = self.micrographs.as_on_disk(self.entry)
        recorded = self.micrographs.read(entry)
        if not file.sha256:  # missing, and analysed from memory
            file = self.micrographs.seen(entry) or file
        micrograph = self.bars.calibrated(recorded, entry, self.recipe)
        check_sizes(self.recipe, micrograph.pixel_size_nm, micrograph.where)
        network = self.networks.open(self.recipe.model, self.recipe.threads)
        found = self.maps.find(entry.pixels_key, self.recipe)
        done = 0.0
        if found is None or found.model_hash != network.sha256:
            parameters = part(self.recipe, SegmentParameters)
            stretch = Stretch(progress, 0.0, SEGMENT_SHARE, "segment")
            found = segment(micrograph, network, parameters, stretch)
            self.maps.keep(entry.pixels_key, self.recipe, found)
            done = SEGMENT_SHARE
        stretch = Stretch(progress, done, 1 - done)
        analysis = measure_segmentation(micrograph, found, self.recipe, stretch)
        finding = finding_of(
            analysis, entry.name, self.recipe, network.sha256, self.corrections
        )
        return replace(finding, file=file)


def maps_id(key: str, recipe: AnalyzeParameters) -> MapsId:
    """Name maps by all that they depend on: neither the threshold nor the cores.

    Parameters
    ----------
    key : str
        Of an entry's pixels.
    recipe : AnalyzeParameters
        What they are made with.

    Returns
    -------
    MapsId
    """
    parameters = part(recipe, SegmentParameters)
    return key, parameters.model_copy(update={"threshold": 0.5, "threads": None})


def _bytes(found: "Segmentation") -> int:
    maps = sum(channel.nbytes for channel in found.maps.values())
    return int(found.probability.nbytes + found.mask.nbytes + maps)
