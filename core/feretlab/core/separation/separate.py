"""A mask becomes particles: cleaned, parted, and the border rule applied."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError
from feretlab.core.interruption import interruptible
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles
from feretlab.core.progress import SILENT, Progress, Stretch
from feretlab.core.separation.bands import bands
from feretlab.core.separation.blobs import Blobs, find_blobs
from feretlab.core.separation.border import apply_border
from feretlab.core.separation.cleaning import (
    check_sizes,
    fill_holes,
    smallest_area_px,
)
from feretlab.core.separation.maps import unit
from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.separation.region import Bool, Region

_NEEDED_MAPS = ("contact", "distance")
_LARGE_BLOB_PX = 2**12  # parting some takes long enough to be asked before each
_Found = TypeVar("_Found")
Labels = npt.NDArray[np.int32]


class _Method(NamedTuple):
    """How blobs are parted, and the rows around them that it needs to see."""

    regions: Callable[[Labels, slice, Progress], list[Region]]
    margin_px: int = 0


def separate(
    mask: Bool,
    parameters: SeparateParameters,
    *,
    maps: Mapping[str, npt.NDArray[np.float32]] | None = None,
    probability: npt.NDArray[np.float32] | None = None,
    pixel_size_nm: PixelSize | None = None,
    info_bar_rows: int = 0,
    progress: Progress = SILENT,
) -> Particles:
    """Part a mask into particles.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X), true where particles are.
    parameters : SeparateParameters
        Method and its constants, size limits, border rule.
    maps : mapping of str to ndarray of float32, or None
        What a network gave, shape (Y, X) each, 0 to 1: ``contact`` on lines
        between touching particles, ``distance`` to the particle's own edge over
        its greatest value. Without them the method ``network`` means ``contour``.
    probability : ndarray of float32 or None
        Shape (Y, X), 0 to 1; the mean in a particle of it or of the contact, where
        that is higher, is the confidence, and the method ``network`` looks at it
        along borders. None leaves that NaN and drops no particle for it.
    pixel_size_nm : PixelSize or None
        Needed for sizes in nm only.
    info_bar_rows : int
        Rows at the bottom of the mask that count as outside.
    progress : Progress
        Told after each blob or stage.

    Returns
    -------
    Particles
        From top to bottom; regions may overlap.

    Raises
    ------
    InputError
        When an array is not (Y, X), or a size in nm has no pixel size.

    Examples
    --------
    >>> mask = np.zeros((40, 40), bool)
    >>> mask[5:15, 5:15] = mask[20:30, 20:30] = True
    >>> len(separate(mask, SeparateParameters(method="watershed")))
    2
    """
    mask = _checked(mask, maps, probability)
    check_sizes(parameters, pixel_size_nm)
    if maps and probability is not None:
        maps = {**maps, "mask": probability}
    smallest = smallest_area_px(
        parameters.min_size_px, parameters.min_size_nm, pixel_size_nm
    )
    hole = smallest_area_px(
        parameters.fill_holes_below_px, parameters.fill_holes_below_nm, pixel_size_nm
    )
    mask = _listening(
        partial(fill_holes, mask, hole, parameters.connectivity),
        Stretch(progress, 0.0, 0.1, "filling holes"),
    )
    blobs = _listening(
        partial(find_blobs, mask, parameters.connectivity, smallest),
        Stretch(progress, 0.1, 0.1, "finding blobs"),
    )
    del mask  # filled, it is a copy, and large
    parting = Stretch(progress, 0.2, 0.7, "separating")
    method = _method_of(parameters, maps, pixel_size_nm, blobs.shape[0])
    regions = _regions(blobs, method, parting)
    progress.report(0.9, 1, "sorting particles")
    regions = [region for region in regions if region.mask.sum() >= max(smallest, 1)]
    particles = Particles.from_masks(
        [region.mask for region in regions],
        [region.corner for region in regions],
        blobs.shape,
        separated=np.array([region.separated for region in regions], np.bool_),
    )
    del regions
    order = np.lexsort((particles.boxes[:, 1], particles.boxes[:, 0]))
    particles = particles.select(order)
    if probability is not None:
        confidence = _confidences(particles, probability, (maps or {}).get("contact"))
        particles = replace(particles, confidence=confidence)
        particles = particles.select(confidence >= parameters.min_confidence)
    return apply_border(particles, parameters.border, info_bar_rows)


def _listening(work: Callable[[], _Found], progress: Progress) -> _Found:
    """Do array work so that a wish to stop is heard before and during it."""
    progress.report(0, 1)
    return interruptible(work, progress)


def _checked(
    mask: npt.NDArray[Any],
    maps: Mapping[str, npt.NDArray[np.float32]] | None,
    probability: npt.NDArray[np.float32] | None,
) -> Bool:
    if mask.ndim != 2:
        message = (
            f"Separating particles: the mask has shape {mask.shape}, expected (Y, X)."
        )
        raise InputError(message)
    arrays = dict(maps or {})
    if probability is not None:
        arrays["probability"] = probability
    for name, array in arrays.items():
        if array.shape != mask.shape:
            message = (
                f"Separating particles: {name!r} has shape {array.shape}, "
                f"expected that of the mask, {mask.shape}."
            )
            raise InputError(message)
    return mask if mask.dtype == np.bool_ else mask != 0


def _method_of(
    parameters: SeparateParameters,
    maps: Mapping[str, npt.NDArray[np.float32]] | None,
    pixel_size_nm: PixelSize | None,
    height: int,
) -> _Method:
    """Give the method that the parameters name."""
    if parameters.method == "none":
        return _Method(lambda blobs, *_: _from_labels(blobs, blobs))
    if parameters.method == "watershed":
        from feretlab.core.separation.watershed import watershed_labels

        return _by_labels(lambda mask, _: watershed_labels(mask, parameters), 1)
    if parameters.method == "network" and maps and all(n in maps for n in _NEEDED_MAPS):
        from feretlab.core.separation.network import margin_px, network_labels

        def labels_of(mask: Bool, rows: slice) -> Labels:
            within = {name: values[rows] for name, values in maps.items()}
            return network_labels(mask, within, parameters)

        return _by_labels(labels_of, margin_px(parameters))
    return _Method(partial(_each_blob, parameters, pixel_size_nm, height))


def _by_labels(labels_of: Callable[[Bool, slice], Labels], margin_px: int) -> _Method:
    """Make a method of one that gives a label image of many blobs."""

    def regions(blobs: Labels, rows: slice, progress: Progress) -> list[Region]:
        labels = _listening(partial(labels_of, blobs > 0, rows), progress)
        return _from_labels(labels, blobs)

    return _Method(regions, margin_px)


def _regions(blobs: Blobs, method: _Method, progress: Progress) -> list[Region]:
    """Regions of a cleaned mask, a band of rows after the other."""
    height = blobs.shape[0]
    regions = []
    for rows, drawn in bands(blobs, method.margin_px):
        share = (rows.stop - rows.start) / height
        done = Stretch(progress, rows.start / height, share)
        regions += [
            replace(region, corner=(region.corner[0] + rows.start, region.corner[1]))
            for region in method.regions(drawn, rows, done)
        ]
    return regions


def _each_blob(
    parameters: SeparateParameters,
    pixel_size_nm: PixelSize | None,
    height: int,
    blobs: Labels,
    rows: slice,
    progress: Progress,
) -> list[Region]:
    """Regions by a method that looks at one blob at a time."""
    from scipy import ndimage

    from feretlab.core.separation.contour import contour_regions
    from feretlab.core.separation.uecs import uecs_regions

    marker = smallest_area_px(
        parameters.uecs_min_marker_px, parameters.uecs_min_marker_nm, pixel_size_nm
    )
    regions = []
    boxes = ndimage.find_objects(blobs)
    for index, box in enumerate(boxes):
        blob = blobs[box] == index + 1
        if index % 64 == 0 or blob.size > _LARGE_BLOB_PX:
            progress.report(index, len(boxes))
        if parameters.method == "uecs":
            parts = uecs_regions(blob, parameters, marker)
        else:
            cut = _cut_sides(box, rows.start, (height, blobs.shape[1]))
            parts = contour_regions(blob, parameters, cut)
        top, left = box[0].start, box[1].start
        regions += [
            Region(
                mask=part.mask,
                corner=(top + part.corner[0], left + part.corner[1]),
                separated=len(parts) > 1,
            )
            for part in parts
        ]
    return regions


def _cut_sides(box: tuple[slice, slice], top: int, shape: tuple[int, int]) -> Bool:
    """Tell whether a box reaches the top, bottom, left and right of the field.

    Its rows are counted from row `top` of the field.
    """
    rows, columns = box
    return np.array(
        [
            rows.start + top == 0,
            rows.stop + top == shape[0],
            columns.start == 0,
            columns.stop == shape[1],
        ]
    )


def _from_labels(labels: Labels, blobs: Labels) -> list[Region]:
    """Regions of a label image; those that share a blob were parted."""
    from scipy import ndimage

    boxes = ndimage.find_objects(labels)
    masks = [
        labels[box] == index + 1 if box else np.zeros((0, 0), np.bool_)
        for index, box in enumerate(boxes)
    ]
    home = [
        blobs[box][mask][0] if box else 0
        for box, mask in zip(boxes, masks, strict=True)
    ]
    share = np.bincount(home, minlength=1)
    return [
        Region(
            mask=mask,
            corner=(box[0].start, box[1].start),
            separated=bool(share[blob] > 1),
        )
        for box, mask, blob in zip(boxes, masks, home, strict=True)
        if box
    ]


def _confidences(
    particles: Particles,
    probability: npt.NDArray[np.float32],
    contact: npt.NDArray[Any] | None,
) -> npt.NDArray[np.float32]:
    """Give each particle's mean probability to be no background, shape (N,).

    On the line between two particles the higher probability is that of the line.
    """
    means = np.empty(len(particles), np.float32)
    for index, mask in enumerate(particles.masks()):
        top, left, bottom, right = particles.boxes[index]
        box = slice(top, bottom), slice(left, right)
        values = probability[box][mask]
        if contact is not None:
            values = np.maximum(values, unit(contact[box][mask]))
        means[index] = values.mean(dtype=np.float64)
    return means
