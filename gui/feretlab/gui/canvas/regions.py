"""Particles made ready to be drawn at any size."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from feretlab.core.particles import Particles
from feretlab.gui.canvas.picture import samples
from feretlab.gui.canvas.view import Spot, View


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tints:
    """How each particle is drawn; index 0 stands for none.

    Parameters
    ----------
    edges, fills : ndarray of uint32
        Shape (N + 1,), premultiplied ARGB; 0 draws nothing.
    thick : ndarray of uint8
        Shape (N + 1,), width of the outline in pixels of the screen.
    hatched : ndarray of uint8
        Shape (N + 1,), 1 where the fill is hatched.
    """

    edges: npt.NDArray[np.uint32]
    fills: npt.NDArray[np.uint32]
    thick: npt.NDArray[np.uint8]
    hatched: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Page:
    """Runs of particles that do not overlap, and where each row begins."""

    first: npt.NDArray[np.int64]
    start: npt.NDArray[np.int32]
    stop: npt.NDArray[np.int32]
    particle: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Regions:
    """Runs of particles on as few pages as overlaps need.

    Parameters
    ----------
    particles : Particles
        What is drawn.
    pages : tuple
        For `drawn`.
    page_of : ndarray of int
        Shape (N,), each particle's page.
    """

    particles: Particles
    pages: tuple[_Page, ...]
    page_of: npt.NDArray[np.intp]

    @classmethod
    def of(cls, particles: Particles) -> "Regions":
        """Make particles ready.

        Parameters
        ----------
        particles : Particles
            They may overlap.

        Returns
        -------
        Regions
        """
        from feretlab.gui.canvas.rastering import conflicting, runs_of_masks

        runs = runs_of_masks(particles.boxes, particles.offsets, particles.bits)
        runs = np.ascontiguousarray(runs[:, np.lexsort((runs[1], runs[0]))])
        pages: list[_Page] = []
        page_of = np.zeros(len(particles), np.intp)
        while runs.shape[1]:
            row, start, stop, particle = runs
            later = conflicting(row, start, stop, particle, len(particles))[particle]
            page_of[particle[~later]] = len(pages)
            pages.append(_page(runs[:, ~later], particles.shape[0]))
            runs = np.ascontiguousarray(runs[:, later])
        return cls(particles=particles, pages=tuple(pages), page_of=page_of)

    def drawn(
        self, view: View, tints: Tints
    ) -> tuple[npt.NDArray[np.uint32], tuple[int, int]]:
        """Draw what a view shows.

        Parameters
        ----------
        view : View
            In pixels of the screen.
        tints : Tints
            How to draw each particle.

        Returns
        -------
        colors : ndarray of uint32
            Shape (h, w), premultiplied ARGB; empty where nothing is seen.
        corner : tuple of int
            Row and column of the window where it belongs.
        """
        from feretlab.gui.canvas.rastering import draw_labels, tint

        (rows, columns), corner = samples(view, self.particles.shape)
        out = np.zeros((len(rows), len(columns)), np.uint32)
        if not out.size:
            return out, corner
        labels = np.zeros(out.shape, np.int32)
        origin = view.to_picture(corner[1], corner[0])
        visible = self.seen(view)
        visible = visible[(tints.edges | tints.fills)[visible + 1] != 0]
        boxes = self._on_screen(visible, origin, view.scale, out.shape)
        for index, page in enumerate(self.pages):
            here = self.page_of[visible] == index
            if not here.any():
                continue
            lines = page.first, page.start, page.stop, page.particle
            draw_labels(labels, rows, *lines, origin.x, view.scale)
            looks = tints.edges, tints.fills, tints.thick, tints.hatched
            tint(out, labels, visible[here], boxes[here], *looks)
        return out, corner

    def seen(self, view: View) -> npt.NDArray[np.intp]:
        """Give the indices of the particles whose box is seen."""
        top, left, bottom, right = view.rectangle(self.particles.shape)
        boxes = self.particles.boxes
        return np.flatnonzero(
            (boxes[:, 2] > top)
            & (boxes[:, 0] < bottom)
            & (boxes[:, 3] > left)
            & (boxes[:, 1] < right)
        )

    def _on_screen(
        self,
        which: npt.NDArray[np.intp],
        origin: Spot,
        scale: float,
        shape: tuple[int, ...],
    ) -> npt.NDArray[np.int32]:
        """Give boxes on the screen, a pixel wider for what is drawn too thin."""
        boxes = (self.particles.boxes[which] - np.tile(origin, 2)) * scale
        boxes[:, :2] = np.floor(boxes[:, :2]) - 1
        boxes[:, 2:] = np.ceil(boxes[:, 2:]) + 1
        return np.clip(boxes, 0, np.tile(shape, 2)).astype(np.int32)


def _page(runs: npt.NDArray[np.int32], height: int) -> _Page:
    row, start, stop, particle = (np.ascontiguousarray(part) for part in runs)
    first = np.searchsorted(row, np.arange(height + 1)).astype(np.int64)
    return _Page(first=first, start=start, stop=stop, particle=particle)
