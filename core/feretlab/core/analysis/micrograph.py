"""One micrograph, all the way."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.analysis.table import particle_table
from feretlab.core.micrograph import Micrograph
from feretlab.core.parameters import part
from feretlab.core.particles import Particles
from feretlab.core.progress import SILENT, Progress, Stretch
from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.core.separation.parameters import SeparateParameters

if TYPE_CHECKING:
    from feretlab.core.segmentation.network import Network
    from feretlab.core.segmentation.segment import Segmentation

SEGMENT_SHARE = 0.97
"""Of the time: 0.98 of a field of 0.7 megapixels and of one of 36, on two cores."""
_SEPARATE_SHARE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Analysis:
    """What came of one micrograph.

    Parameters
    ----------
    micrograph : Micrograph
        What was analysed.
    segmentation : Segmentation
        What the network saw.
    particles : Particles
        Regions in the field above the info bar; their `shape` is the field's.
    table : dict of ndarray
        One row per particle.
    """

    micrograph: Micrograph
    segmentation: "Segmentation"
    particles: Particles
    table: dict[str, npt.NDArray[Any]]

    def without_maps(self) -> Self:
        """Give the same without the pixels that the network saw, which are many."""
        bare = replace(
            self.segmentation,
            probability=np.zeros((0, 0), np.float32),
            mask=np.zeros((0, 0), np.bool_),
            maps={},
        )
        return replace(self, segmentation=bare)


def analyze_micrograph(
    micrograph: Micrograph,
    network: "Network",
    parameters: AnalyzeParameters | None = None,
    progress: Progress = SILENT,
) -> Analysis:
    """Segment, separate and measure one micrograph.

    Parameters
    ----------
    micrograph : Micrograph
        What to analyse.
    network : Network
        An opened network.
    parameters : AnalyzeParameters or None
        What the user chose; None takes the defaults.
    progress : Progress
        Hears of every step and may stop the work.

    Returns
    -------
    Analysis

    Raises
    ------
    InputError
        When a size in nm is given and the micrograph has no pixel size.
    """
    from feretlab.core.segmentation.segment import segment
    from feretlab.core.separation.cleaning import check_sizes

    parameters = parameters or AnalyzeParameters()
    check_sizes(parameters, micrograph.pixel_size_nm, micrograph.where)
    found = segment(
        micrograph,
        network,
        part(parameters, SegmentParameters),
        Stretch(progress, 0.0, SEGMENT_SHARE, "segment"),
    )
    rest = Stretch(progress, SEGMENT_SHARE, 1 - SEGMENT_SHARE)
    return measure_segmentation(micrograph, found, parameters, rest)


def measure_segmentation(
    micrograph: Micrograph,
    found: "Segmentation",
    parameters: AnalyzeParameters,
    progress: Progress = SILENT,
) -> Analysis:
    """Separate and measure what a network has found, at any threshold.

    Parameters
    ----------
    micrograph : Micrograph
        What was segmented.
    found : Segmentation
        What the network saw in it.
    parameters : AnalyzeParameters
        What the user chose; another threshold than before needs no network.
    progress : Progress
        Hears of every step and may stop the work.

    Returns
    -------
    Analysis
    """
    from feretlab.core.separation.separate import separate

    if found.threshold != parameters.threshold:
        mask = found.probability >= parameters.threshold
        mask[micrograph.field.shape[0] :] = False
        found = replace(found, mask=mask, threshold=parameters.threshold)
    rows = slice(0, micrograph.field.shape[0])
    particles = separate(
        found.mask[rows],
        part(parameters, SeparateParameters),
        maps={name: channel[rows] for name, channel in found.maps.items()},
        probability=found.probability[rows],
        pixel_size_nm=micrograph.pixel_size_nm,
        progress=Stretch(progress, 0.0, _SEPARATE_SHARE, "separate"),
    )
    progress.report(_SEPARATE_SHARE, 1, "measure")
    table = particle_table(
        micrograph.name, particles, micrograph.pixel_size_nm, micrograph.field
    )
    progress.report(1, 1, "measured")
    return Analysis(
        micrograph=micrograph, segmentation=found, particles=particles, table=table
    )
