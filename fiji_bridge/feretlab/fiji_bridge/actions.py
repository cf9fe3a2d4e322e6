"""The operations as ImageJ's commands carry them out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.analysis.networks import open_network
from feretlab.core.errors import InputError
from feretlab.core.io.label_image import SCATTERED, LabelImage, are_scattered
from feretlab.core.io.labels import BORDER, INFO_BAR_ROWS
from feretlab.core.micrograph import Micrograph, PixelSize
from feretlab.core.parameters import Parameters, part
from feretlab.core.particles import Particles
from feretlab.core.progress import Progress, Stretch
from feretlab.core.segmentation.network import Network
from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.core.segmentation.segment import Segmentation, segment
from feretlab.core.separation.border import miles_weights
from feretlab.core.separation.cleaning import check_sizes
from feretlab.core.separation.parameters import Border, SeparateParameters
from feretlab.core.separation.separate import separate
from feretlab.fiji_bridge.front import FrontImage
from feretlab.fiji_bridge.on_files import compare_measured, evaluate_labels
from feretlab.fiji_bridge.outputs import Outputs, result_rows
from feretlab.fiji_bridge.parameters import (
    AnalyzeCommand,
    CompareCommand,
    EvaluateCommand,
    MeasureCommand,
    SegmentCommand,
    SeparateCommand,
)
from feretlab.fiji_bridge.region import Region


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """What an operation takes in ImageJ and does there.

    Parameters
    ----------
    record : type of Parameters
        What the dialog and the macro options build.
    run : callable
        Takes the front image (None where none is taken), the record, where
        results go, and progress.
    takes_image : bool
        Whether it works on the front image; on files otherwise.
    """

    record: type[Parameters]
    run: Callable[[Any, Any, Outputs, Progress], None]
    takes_image: bool = True


def segment_front(
    front: FrontImage, parameters: SegmentCommand, out: Outputs, progress: Progress
) -> None:
    """Show the mask of the front image, slice by slice.

    Parameters
    ----------
    front : FrontImage
        A micrograph.
    parameters : SegmentCommand
        What the user chose.
    out : Outputs
        Where results go.
    progress : Progress
        Hears of every slice.
    """
    region = front.region
    network = open_network(parameters.model, threads=parameters.threads)
    masks, probabilities, bars = [], [], []
    for index in range(front.slices):
        micrograph = front.micrograph(index, region)
        bars.append(micrograph.info_bar_rows)
        found = _segmented(
            micrograph,
            network,
            parameters,
            _share(progress, index, front),
            keep_maps=False,
        )
        masks.append(_placed(region.clip(found.mask), region, front))
        probabilities.append(_placed(region.clip(found.probability), region, front))
    if parameters.show_probability:
        out.show_image(probabilities, f"{front.stem}_probability", front)
    has_one = region.is_whole(front.shape) and len(set(bars)) == 1
    noted = {INFO_BAR_ROWS: str(bars[0])} if has_one and bars[0] else None
    out.show_image(masks, f"{front.stem}_mask", front, noted)


def separate_front(
    front: FrontImage, parameters: SeparateCommand, out: Outputs, progress: Progress
) -> None:
    """Show the particles of the front mask as labels, and as ROIs.

    Parameters
    ----------
    front : FrontImage
        A mask; every non-zero pixel belongs to a particle.
    parameters : SeparateCommand
        What the user chose.
    out : Outputs
        Where results go.
    progress : Progress
        Hears of every slice.
    """
    region = front.region
    given = parameters.pixel_size_nm
    size = PixelSize(given, given) if given else front.pixel_size_nm
    bar = _hidden_rows(front)
    found = []
    for index in range(front.slices):
        labels = region.clip(_labels(region.of(front.pixels(index)), front))
        image = LabelImage(pages=labels[None])
        if index == 0 and not image.is_mask:
            _warn_of_greys("Separate", image.to_particles(), front, out)
        particles = separate(
            labels != 0,
            part(parameters, SeparateParameters),
            pixel_size_nm=size,
            info_bar_rows=bar,
            progress=_share(progress, index, front),
        )
        found.append(_moved(particles, region, front))
    rule = _rule("Separate", parameters.border, [bar], front, out)
    _show_labels(found, front, out, rule)
    if parameters.add_rois:
        _add_rois(found, front, out)


def measure_front(
    front: FrontImage, parameters: MeasureCommand, out: Outputs, progress: Progress
) -> None:
    """Append a row for each region of the front label image or mask.

    Parameters
    ----------
    front : FrontImage
        A label image or a mask. Slices that share no label are pages of one
        picture, on which regions overlap.
    parameters : MeasureCommand
        What the user chose.
    out : Outputs
        Where results go.
    progress : Progress
        Hears of every slice.
    """
    region = front.region
    pages = [
        region.clip(_labels(region.of(front.pixels(index)), front))
        for index in range(front.slices)
    ]
    pictures = LabelImage(pages=np.stack(pages)).pictures()
    found = []
    for index, picture in enumerate(pictures):
        progress.report(index, len(pictures), "measuring")
        particles = picture.to_particles(parameters.connectivity, parameters.kind)
        if index == 0:
            _warn_of_greys("Measure", particles, front, out)
        found.append(_weighted(_moved(particles, region, front), front))
    for index, particles in enumerate(found):
        position = index + 1 if len(found) > 1 else 0
        size = parameters.pixel_size_nm
        out.add_rows(
            result_rows(particles, front, position=position, pixel_size_nm=size)
        )
    if parameters.add_rois:
        _add_rois(found, front, out)


def analyze_front(
    front: FrontImage, parameters: AnalyzeCommand, out: Outputs, progress: Progress
) -> None:
    """Segment, separate and measure the front image, slice by slice.

    Parameters
    ----------
    front : FrontImage
        A micrograph.
    parameters : AnalyzeCommand
        What the user chose.
    out : Outputs
        Where results go.
    progress : Progress
        Hears of every slice.
    """
    region = front.region
    network = open_network(parameters.model, threads=parameters.threads)
    found, bars = [], []
    for index in range(front.slices):
        micrograph = front.micrograph(index, region)
        bars.append(micrograph.info_bar_rows)
        if index == 0 and parameters.pixel_size_nm is None:
            _tell_size(front, micrograph.pixel_size_nm, out)
        share = _share(progress, index, front)
        particles = _analyzed(micrograph, region, network, parameters, share)
        found.append(_moved(particles, region, front))
    if parameters.show_labels:
        rule = _rule("Analyze", parameters.border, bars, front, out)
        _show_labels(found, front, out, rule)
    if parameters.add_rois:
        _add_rois(found, front, out)
    for index, particles in enumerate(found):
        rows = result_rows(
            particles,
            front,
            position=index + 1 if len(found) > 1 else 0,
            pixel_size_nm=parameters.pixel_size_nm,
            intensity=front.grey_values(index),
        )
        out.add_rows(rows)


ACTIONS: Mapping[str, Action] = {
    "analyze": Action(record=AnalyzeCommand, run=analyze_front),
    "segment": Action(record=SegmentCommand, run=segment_front),
    "separate": Action(record=SeparateCommand, run=separate_front),
    "measure": Action(record=MeasureCommand, run=measure_front),
    "compare": Action(record=CompareCommand, run=compare_measured, takes_image=False),
    "evaluate": Action(record=EvaluateCommand, run=evaluate_labels, takes_image=False),
}
"""By id of the operation; others take neither an image nor particles."""


def _segmented(
    micrograph: Micrograph,
    network: Network,
    parameters: SegmentParameters,
    progress: Progress,
    *,
    keep_maps: bool = True,
) -> Segmentation:
    chosen = part(parameters, SegmentParameters)
    return segment(micrograph, network, chosen, progress, keep_maps=keep_maps)


def _analyzed(
    micrograph: Micrograph,
    region: Region,
    network: Network,
    parameters: AnalyzeCommand,
    progress: Progress,
) -> Particles:
    """As `analyze_micrograph`, inside the selection and without a table."""
    given = parameters.pixel_size_nm
    size = PixelSize(given, given) if given else micrograph.pixel_size_nm
    check_sizes(parameters, size, micrograph.where)
    found = _segmented(micrograph, network, parameters, Stretch(progress, 0.0, 0.8))
    rows = slice(0, micrograph.field.shape[0])
    return separate(
        region.clip(found.mask)[rows],
        part(parameters, SeparateParameters),
        maps={name: channel[rows] for name, channel in found.maps.items()},
        probability=found.probability[rows],
        pixel_size_nm=size,
        progress=Stretch(progress, 0.8, 0.2),
    )


def _tell_size(front: FrontImage, size: PixelSize | None, out: Outputs) -> None:
    """Say where a file tells a pixel size that ImageJ did not read from it."""
    if size is None or front.pixel_size_nm is not None:
        return
    option = f"; pixel_size_nm={size.x:.7g} gives nm" if size.x == size.y else ""
    unit = front.calibration.unit.strip() or "none"
    out.log(
        f"FeretLab Analyze: {front.title!r} has no length as unit in ImageJ ({unit}), "
        f"and so its rows. Its file tells {size.x:.7g} nm a pixel{option}."
    )


def _share(progress: Progress, index: int, front: FrontImage) -> Progress:
    """Progress of one slice among all."""
    note = f"slice {index + 1} of {front.slices}" if front.slices > 1 else ""
    return Stretch(progress, index / front.slices, 1 / front.slices, note)


def _placed(
    pixels: npt.NDArray[Any], region: Region, front: FrontImage
) -> npt.NDArray[Any]:
    """Put a region's pixels where they belong in the whole picture."""
    whole = np.zeros(front.shape, pixels.dtype)
    region.of(whole)[...] = pixels
    return whole


def _moved(particles: Particles, region: Region, front: FrontImage) -> Particles:
    """Give a region's particles in the whole picture's coordinates."""
    shift = np.array([*region.corner, *region.corner], np.int32)
    return replace(particles, boxes=particles.boxes + shift, shape=front.shape)


def _labels(pixels: npt.NDArray[Any], front: FrontImage) -> npt.NDArray[Any]:
    """Whole numbers, which ImageJ may hold as floats."""
    if pixels.dtype.kind != "f":
        return pixels
    rounded = np.nan_to_num(pixels, posinf=0, neginf=0).astype(np.int32)
    if not np.array_equal(rounded, pixels):
        message = (
            f"Reading {front.title!r}: found fractions, expected a label image or a "
            "mask; a probability map needs a threshold first."
        )
        raise InputError(message)
    return rounded


def _warn_of_greys(
    command: str, particles: Particles, front: FrontImage, out: Outputs
) -> None:
    if are_scattered(particles):
        out.log(f"FeretLab {command}: warning: {front.title}: {SCATTERED}")


def _rule(
    command: str, border: Border, bars: Sequence[int], front: FrontImage, out: Outputs
) -> dict[str, str]:
    """Note for Measure what the border does to all particles of the front image."""
    is_whole = front.region.is_whole(front.shape)
    if is_whole and len(set(bars)) == 1:
        return {BORDER: border, INFO_BAR_ROWS: str(bars[0])}
    if border == "miles":
        what = "slices with unlike info bars" if is_whole else "the selection"
        out.log(
            f"FeretLab {command}: the weights of border=miles are those of {what}; "
            "FeretLab Measure gives none to these labels."
        )
    return {}


def _weighted(particles: Particles, front: FrontImage) -> Particles:
    """Make up for what the border rule left out, where the image notes it."""
    if front.properties.get(BORDER) != "miles":
        return particles
    # The rule was kept in the whole image, whatever is selected of it now.
    weight = miles_weights(particles, _noted_rows(front))
    return replace(particles, weight=weight)


def _hidden_rows(front: FrontImage) -> int:
    """Give the rows of the selection that lie in the info bar the image notes."""
    below = front.region.rows.stop - front.shape[0]
    return max(below + _noted_rows(front), 0)


def _noted_rows(front: FrontImage) -> int:
    noted = front.properties.get(INFO_BAR_ROWS, "")
    return int(noted) if noted.isdecimal() else 0


def _show_labels(
    found: Sequence[Particles],
    front: FrontImage,
    out: Outputs,
    rule: Mapping[str, str],
) -> None:
    """Show label images; where regions overlap each picture has several slices."""
    pages = [particles.to_label_pages() for particles in found]
    depth = max(len(page) for page in pages)
    slices = [
        page[index] if index < len(page) else np.zeros(front.shape, np.int32)
        for page in pages
        for index in range(depth)
    ]
    out.show_image(slices, f"{front.stem}_labels", front, rule)


def _add_rois(found: Sequence[Particles], front: FrontImage, out: Outputs) -> None:
    for index, particles in enumerate(found):
        out.add_rois(particles, front.position(index) if len(found) > 1 else 0)
