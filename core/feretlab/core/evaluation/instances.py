"""Labels, masks, probability maps and particles, brought to one form."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError
from feretlab.core.evaluation.parameters import ImageKind
from feretlab.core.io.label_image import LabelImage
from feretlab.core.particles import Connectivity, Particles

Image = npt.NDArray[Any] | Particles


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Instances:
    """Numbered outlines on label pages.

    Parameters
    ----------
    pages : ndarray of int32
        Shape (P, Y, X); 0 is background, 1 to `count` are the instances, each
        drawn whole on one page.
    count : int
        Number of instances.
    seen : ndarray of int32 or None
        Shape (Y, X): what shows of pages that had the instances in another order.
        None is what shows of `pages`.
    """

    pages: npt.NDArray[np.int32]
    count: int
    seen: npt.NDArray[np.int32] | None = None

    @property
    def flat(self) -> npt.NDArray[np.int32]:
        """One label image, shape (Y, X); where pages overlap the first one shows."""
        return _first_of(self.pages) if self.seen is None else self.seen


def kind_of(image: Image, kind: ImageKind = "auto") -> ImageKind:
    """Tell what an image holds.

    Floats are probabilities, unless they are whole numbers beyond 1; what has only
    one value besides 0 is a mask, as in measurement; other numbers are labels.

    Parameters
    ----------
    image : ndarray or Particles
        Shape (Y, X), or (P, Y, X) for pages of labels.
    kind : str
        Returned as it is unless it is ``"auto"``.

    Returns
    -------
    str
        ``"labels"``, ``"mask"`` or ``"probability"``.
    """
    if isinstance(image, Particles):
        return "labels"
    if kind != "auto":
        return kind
    if image.dtype.kind == "f":
        is_whole = image.max(initial=0) > 1 and np.array_equal(image, np.rint(image))
        if not is_whole:
            return "probability"
        image = image.astype(np.int32)
    if image.dtype == np.bool_:
        return "mask"
    image = _without_lines(image)
    pages = image[None] if image.ndim == 2 else image
    return "mask" if LabelImage(pages=pages).is_mask else "labels"


def probability_of(image: npt.NDArray[Any]) -> npt.NDArray[np.float32]:
    """Give a probability map as float32 in 0..1.

    Parameters
    ----------
    image : ndarray
        Shape (Y, X); floats in 0..1, or unsigned integers whose full range means
        0..1.

    Returns
    -------
    ndarray of float32
        Shape (Y, X).
    """
    if image.dtype.kind == "b":
        return image.astype(np.float32)
    if image.dtype.kind in "ui":
        return (image / np.iinfo(image.dtype).max).astype(np.float32)
    low, high = (float(image.min()), float(image.max())) if image.size else (0.0, 0.0)
    if not (low >= 0.0 and high <= 1.0):  # NaN fails, too
        message = (
            f"Reading a probability map: found values {low!r} to {high!r}, "
            "expected 0 to 1; say the kind (labels or mask) if it is no such map."
        )
        raise InputError(message)
    return image.astype(np.float32, copy=False)


def instances_of(
    image: Image,
    kind: ImageKind,
    connectivity: Connectivity,
    threshold: float = 0.5,
    min_area_px: int = 1,
) -> Instances:
    """Give the outlines of an image, numbered.

    Parameters
    ----------
    image : ndarray or Particles
        Labels (Y, X) or (P, Y, X), mask or probability map (Y, X), or particles.
    kind : str
        What it holds.
    connectivity : {4, 8}
        Neighbours that make one particle of a mask or of a thresholded map.
    threshold : float
        A probability from it on is foreground, as in segmentation.
    min_area_px : int
        Outlines of fewer pixels are background.

    Returns
    -------
    Instances
    """
    if isinstance(image, Particles):
        image, kind = image.to_label_pages(), "labels"
    kind = kind_of(image, kind)
    if kind != "probability":
        image = _without_lines(image)
    if kind == "labels":
        return _from_labels(_without_small(image, min_area_px))
    image = image[0] if image.ndim == 3 and len(image) == 1 else image
    if image.ndim != 2:
        message = (
            f"Reading a {kind}: found shape {image.shape}, expected (rows, columns)."
        )
        raise InputError(message)
    mask = probability_of(image) >= threshold if kind == "probability" else image != 0
    return _from_labels(_without_small(_labelled(mask, connectivity), min_area_px))


def _without_lines(image: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Make lines between labels background; OpenCV's watershed draws them as -1."""
    return np.maximum(image, 0) if image.dtype.kind in "if" else image


def _without_small(labels: npt.NDArray[Any], min_area_px: int) -> npt.NDArray[Any]:
    """Make labels of few pixels, over all pages, background."""
    if min_area_px <= 1:
        return labels
    _, index, area = np.unique(labels, return_inverse=True, return_counts=True)
    return np.where((area >= min_area_px)[index], labels, 0)


def _labelled(
    mask: npt.NDArray[np.bool_], connectivity: Connectivity
) -> npt.NDArray[np.int32]:
    from scipy import ndimage

    structure = ndimage.generate_binary_structure(2, 2 if connectivity == 8 else 1)
    labels: npt.NDArray[np.int32] = ndimage.label(mask, structure)[0]
    return labels


def _from_labels(labels: npt.NDArray[Any]) -> Instances:
    """Renumber labels from 1; pages are packed anew, on as few as overlaps need."""
    labels = labels[0] if labels.ndim == 3 and len(labels) == 1 else labels
    if labels.dtype.kind == "f" and np.array_equal(labels, np.rint(labels)):
        labels = labels.astype(np.int64)
    if labels.ndim == 2 and labels.dtype.kind in "iu" and _are_low(labels):
        numbers = _numbered(labels)
        return Instances(pages=numbers[None], count=int(numbers.max()))
    particles = Particles.from_labels(labels)
    pages = particles.to_label_pages()
    seen = _first_of(_numbered(labels)) if len(pages) > 1 else None
    return Instances(pages=pages, count=len(particles), seen=seen)


def _are_low(labels: npt.NDArray[Any]) -> bool:
    """Whether a table of all values up to the highest costs little memory."""
    return labels.size > 0 and bool(labels.max() <= 2 * labels.size + 65535)


def _numbered(labels: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
    """Renumber labels from 1, where it can be by a lookup table, without sorting."""
    if not _are_low(labels):
        values, index = np.unique(labels, return_inverse=True)
        return (index + (values[0] > 0)).astype(np.int32)
    used = np.zeros(int(labels.max()) + 1, np.bool_)
    used[labels] = True
    used[0] = False
    return np.where(used, np.cumsum(used), 0).astype(np.int32)[labels]


def _first_of(pages: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    flat = pages[0]
    for page in pages[1:]:
        flat = np.where(flat == 0, page, flat)
    return flat
