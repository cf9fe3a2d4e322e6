"""Regions of a micrograph, one per particle, that may overlap."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError

Connectivity = Literal[4, 8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Particles:
    """Particles packed as flat arrays: a bounding box and a mask each.

    Parameters
    ----------
    shape : tuple of int
        Height and width of the micrograph in pixels.
    boxes : ndarray of int32
        Shape (N, 4): first row, first column, row past the last, column past
        the last.
    offsets : ndarray of int64
        Shape (N + 1,): where each mask begins in `bits`.
    bits : ndarray of bool
        All masks one after another, each row by row over its bounding box.
    class_names : tuple of str
        What `class_index` counts into.
    class_index : ndarray of int32
        Shape (N,).
    confidence : ndarray of float32
        Shape (N,), 0 to 1; NaN where nothing judged it.
    separated : ndarray of bool
        Shape (N,): true where the particle was parted from a neighbour.
    weight : ndarray of float64
        Shape (N,): how many particles it counts for in statistics; 1 but for
        border corrections.
    """

    shape: tuple[int, int]
    boxes: npt.NDArray[np.int32]
    offsets: npt.NDArray[np.int64]
    bits: npt.NDArray[np.bool_]
    class_names: tuple[str, ...] = ("particle",)
    class_index: npt.NDArray[np.int32] = field(
        default_factory=lambda: np.zeros(0, np.int32)
    )
    confidence: npt.NDArray[np.float32] = field(
        default_factory=lambda: np.zeros(0, np.float32)
    )
    separated: npt.NDArray[np.bool_] = field(
        default_factory=lambda: np.zeros(0, np.bool_)
    )
    weight: npt.NDArray[np.float64] = field(
        default_factory=lambda: np.zeros(0, np.float64)
    )

    def __post_init__(self) -> None:
        """Fill per-particle columns that were not given."""
        count = len(self.boxes)
        defaults: dict[str, npt.NDArray[Any]] = {
            "class_index": np.zeros(count, np.int32),
            "confidence": np.full(count, np.nan, np.float32),
            "separated": np.zeros(count, np.bool_),
            "weight": np.ones(count),
        }
        for name, default in defaults.items():
            given = len(getattr(self, name))
            if given == 0 and count:
                object.__setattr__(self, name, default)
            elif given != count:
                message = f"Particles: {name} has {given} entries, expected {count}."
                raise InputError(message)

    def __len__(self) -> int:
        """Return the number of particles."""
        return len(self.boxes)

    def mask(self, index: int) -> npt.NDArray[np.bool_]:
        """Give one particle's pixels inside its bounding box, a view.

        Parameters
        ----------
        index : int
            Which particle.

        Returns
        -------
        ndarray of bool
            Shape of the bounding box.
        """
        top, left, bottom, right = self.boxes[index]
        start, stop = self.offsets[index], self.offsets[index + 1]
        return self.bits[start:stop].reshape(bottom - top, right - left)

    def masks(self) -> Iterator[npt.NDArray[np.bool_]]:
        """Give every particle's mask in turn."""
        return (self.mask(index) for index in range(len(self)))

    @property
    def touches_border(self) -> npt.NDArray[np.bool_]:
        """True where the bounding box reaches the edge of the micrograph, (N,)."""
        if not len(self):
            return np.zeros(0, np.bool_)
        height, width = self.shape
        return (
            (self.boxes[:, :2] <= 0).any(axis=1)
            | (self.boxes[:, 2] >= height)
            | (self.boxes[:, 3] >= width)
        )

    @property
    def classes(self) -> list[str]:
        """Name of each particle's class."""
        return [self.class_names[index] for index in self.class_index]

    def select(self, which: npt.NDArray[Any]) -> Self:
        """Give the particles of a boolean mask or of indices, in that order.

        Parameters
        ----------
        which : ndarray
            Shape (N,) bool, or integer indices.

        Returns
        -------
        Particles
            With new packed masks.
        """
        which = np.asarray(which)
        indices = np.flatnonzero(which) if which.dtype == np.bool_ else which
        indices = indices.astype(np.int64)
        pieces = [self.bits[self.offsets[i] : self.offsets[i + 1]] for i in indices]
        return replace(
            self,
            boxes=self.boxes[indices],
            offsets=_offsets([len(piece) for piece in pieces]),
            bits=np.concatenate(pieces) if pieces else np.zeros(0, np.bool_),
            class_index=self.class_index[indices],
            confidence=self.confidence[indices],
            separated=self.separated[indices],
            weight=self.weight[indices],
        )

    @classmethod
    def from_masks(
        cls,
        masks: Sequence[npt.NDArray[np.bool_]],
        corners: Iterable[tuple[int, int]],
        shape: tuple[int, int],
        **columns: Any,
    ) -> Self:
        """Pack masks that stand at given corners; empty rows around them are cut.

        Parameters
        ----------
        masks : sequence of ndarray of bool
            Shape (h, w) each, with at least one true pixel.
        corners : iterable of (int, int)
            Row and column of each mask's first pixel in the micrograph.
        shape : tuple of int
            Height and width of the micrograph.
        **columns
            Per-particle columns of the class.

        Returns
        -------
        Particles
        """
        boxes = np.zeros((len(masks), 4), np.int32)
        pieces = []
        for index, (mask, (top, left)) in enumerate(zip(masks, corners, strict=True)):
            rows, cols = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
            if not len(rows):
                message = f"Packing particles: mask {index} is empty, expected pixels."
                raise InputError(message)
            cut = mask[rows[0] : rows[-1] + 1, cols[0] : cols[-1] + 1]
            boxes[index, :2] = top + rows[0], left + cols[0]
            boxes[index, 2:] = boxes[index, :2] + cut.shape
            pieces.append(np.ascontiguousarray(cut, np.bool_).ravel())
        return cls(
            shape=shape,
            boxes=boxes,
            offsets=_offsets([len(piece) for piece in pieces]),
            bits=np.concatenate(pieces) if pieces else np.zeros(0, np.bool_),
            **columns,
        )

    @classmethod
    def from_labels(cls, labels: npt.NDArray[Any], **columns: Any) -> Self:
        """Pack a label image, or pages of label images where regions overlap.

        Parameters
        ----------
        labels : ndarray of integers
            Shape (Y, X) or (P, Y, X); 0 is background and each other value one
            particle, its pixels connected or not. A value on several pages is
            one particle, of all their pixels.
        **columns
            Per-particle columns of the class, in ascending order of label.

        Returns
        -------
        Particles
            In ascending order of label.
        """
        pages = labels[None] if labels.ndim == 2 else labels
        if pages.ndim != 3 or pages.dtype.kind not in "iub":
            message = (
                f"Reading labels: found {labels.dtype} of shape {labels.shape}, "
                "expected integers of shape (Y, X) or (pages, Y, X)."
            )
            raise InputError(message)
        from feretlab.core.runs import Runs, find_runs, packed

        # Compiled for two types only; other integers are as large as they look.
        dtype = np.uint8 if pages.dtype.kind == "b" else np.int64
        found = [find_runs(page.astype(dtype)) for page in pages]
        runs = Runs(*(np.concatenate(parts) for parts in zip(*found, strict=True)))
        values, index = np.unique(runs.value, return_inverse=True)
        boxes, offsets, bits = packed(runs, index.astype(np.int32), len(values))
        shape = (int(pages.shape[1]), int(pages.shape[2]))
        return cls(shape=shape, boxes=boxes, offsets=offsets, bits=bits, **columns)

    @classmethod
    def from_mask(
        cls, mask: npt.NDArray[Any], connectivity: Connectivity = 8, **columns: Any
    ) -> Self:
        """Pack the connected components of a mask, in scanning order.

        Parameters
        ----------
        mask : ndarray
            Shape (Y, X); every non-zero pixel belongs to a particle.
        connectivity : {4, 8}
            Whether pixels that share only a corner are connected. ImageJ's
            Analyze Particles uses 8.
        **columns
            Per-particle columns of the class.

        Returns
        -------
        Particles
        """
        from feretlab.core.runs import components_of, find_runs, packed

        runs = find_runs((mask != 0).view(np.uint8))
        reach = 1 if connectivity == 8 else 0
        index = components_of(runs.row, runs.start, runs.stop, reach)
        count = int(index.max()) + 1 if len(index) else 0
        boxes, offsets, bits = packed(runs, index, count)
        shape = (int(mask.shape[0]), int(mask.shape[1]))
        return cls(shape=shape, boxes=boxes, offsets=offsets, bits=bits, **columns)

    def to_label_pages(self) -> npt.NDArray[np.int32]:
        """Draw label images, on as few pages as overlaps need.

        Returns
        -------
        ndarray of int32
            Shape (P, Y, X), P >= 1; particle i is drawn whole, as i + 1, on one
            page.
        """
        return np.stack(self.label_pages(np.int32))

    def label_pages(self, dtype: npt.DTypeLike) -> list[npt.NDArray[Any]]:
        """Draw label images as `to_label_pages` does, each for itself.

        Parameters
        ----------
        dtype : dtype
            Integers that hold the number of particles.

        Returns
        -------
        list of ndarray
            Shape (Y, X) each.
        """
        pages = [np.zeros(self.shape, dtype)]
        for index, mask in enumerate(self.masks()):
            top, left, bottom, right = self.boxes[index]
            for page in pages:
                window = page[top:bottom, left:right]
                if not window[mask].any():
                    break
            else:
                pages.append(np.zeros(self.shape, dtype))
                window = pages[-1][top:bottom, left:right]
            window[mask] = index + 1
        return pages

    def to_mask(self) -> npt.NDArray[np.bool_]:
        """Draw the union of all particles, shape (Y, X)."""
        union = np.zeros(self.shape, np.bool_)
        for index, mask in enumerate(self.masks()):
            top, left, bottom, right = self.boxes[index]
            union[top:bottom, left:right] |= mask
        return union


def _offsets(lengths: Any) -> npt.NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))).astype(np.int64)
