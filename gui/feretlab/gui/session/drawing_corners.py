"""An outline by a few corners that are moved, inserted and deleted.

Stretches between corners nobody touched stay what they are, pixel for pixel; the
others become straight lines. Places are (row, column) as in `drawing`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import dist

import numpy as np
import numpy.typing as npt

from feretlab.core.particles import Particles
from feretlab.gui.session.drawing import (
    Bool,
    Place,
    Region,
    cut_region,
    in_one_window,
    largest_part,
    polygon_region,
)

_TOLERANCE = 0.14
"""Over the root of the diameter: twelve corners around 30 px, thirty around 200."""
_SMOOTHING = 1.0
_FEWEST = 3
_MOVED = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Corners:
    """An outline and the corners by which it is changed.

    Parameters
    ----------
    outline : tuple of (float, float)
        The closed outline as it was, along pixel edges.
    points : tuple of (float, float)
        The corners in order.
    origin : tuple of int
        For each corner its index in `outline`; -1 where it was moved.
    as_was : tuple of bool
        For each corner whether the stretch to the next one is that of `outline`.
    """

    outline: tuple[Place, ...]
    points: tuple[Place, ...]
    origin: tuple[int, ...]
    as_was: tuple[bool, ...]

    @property
    def is_changed(self) -> bool:
        """Whether any stretch is another than it was."""
        return not all(self.as_was)

    def stretch(self, index: int) -> tuple[Place, ...]:
        """Give the places from a corner to the next one, both included.

        Parameters
        ----------
        index : int
            Of the corner.

        Returns
        -------
        tuple of (float, float)
        """
        after = (index + 1) % len(self.points)
        if not self.as_was[index]:
            return self.points[index], self.points[after]
        first, last = self.origin[index], self.origin[after]
        if first < last:
            return self.outline[first : last + 1]
        return (*self.outline[first:], *self.outline[: last + 1])

    def path(self) -> tuple[Place, ...]:
        """Give the whole closed outline as it is now.

        Returns
        -------
        tuple of (float, float)
        """
        return tuple(
            place
            for index in range(len(self.points))
            for place in self.stretch(index)[:-1]
        )

    def moved(self, index: int, to: Place) -> "Corners":
        """Put a corner elsewhere.

        Parameters
        ----------
        index : int
            Which one.
        to : tuple of float
            Where it lies then.

        Returns
        -------
        Corners
        """
        points, origin, as_was = self._lists()
        points[index], origin[index] = to, _MOVED
        as_was[index] = as_was[index - 1] = False
        return self._of(points, origin, as_was)

    def inserted(self, stretch: int, near: Place) -> "Corners":
        """Put another corner on the outline.

        Parameters
        ----------
        stretch : int
            Corner after which it comes.
        near : tuple of float
            It is set on the nearest place of the stretch.

        Returns
        -------
        Corners
            The same where the stretch has no place between its ends.
        """
        points, origin, as_was = self._lists()
        places = self.stretch(stretch)
        if as_was[stretch]:
            inner = range(1, len(places) - 1)
            if not inner:
                return self
            best = min(inner, key=lambda place: dist(places[place], near))
            place = places[best]
            came = (origin[stretch] + best) % len(self.outline)
        else:
            place, came = nearest_on(places[0], places[1], near), _MOVED
        points.insert(stretch + 1, place)
        origin.insert(stretch + 1, came)
        as_was.insert(stretch + 1, as_was[stretch])
        return self._of(points, origin, as_was)

    def without(self, index: int) -> "Corners":
        """Take a corner away; the last three stay.

        Parameters
        ----------
        index : int
            Which one.

        Returns
        -------
        Corners
        """
        if len(self.points) <= _FEWEST:
            return self
        points, origin, as_was = self._lists()
        as_was[index - 1] = False
        for each in (points, origin, as_was):
            del each[index]
        return self._of(points, origin, as_was)

    def _lists(self) -> tuple[list[Place], list[int], list[bool]]:
        return list(self.points), list(self.origin), list(self.as_was)

    def _of(
        self, points: list[Place], origin: list[int], as_was: list[bool]
    ) -> "Corners":
        return Corners(
            outline=self.outline,
            points=tuple(points),
            origin=tuple(origin),
            as_was=tuple(as_was),
        )


def corners_of(particles: Particles, index: int) -> Corners:
    """Give the outline of a particle, with few corners.

    Parameters
    ----------
    particles : Particles
        All of them.
    index : int
        Which one; of several parts the largest is outlined.

    Returns
    -------
    Corners
    """
    mask = largest_part(particles.mask(index))
    outline = _steps(_outer_edge(mask)) + particles.boxes[index, :2]
    chosen = _few(outline, 2 * float(np.sqrt(mask.sum() / np.pi)))
    places = tuple((float(y), float(x)) for y, x in outline)
    return Corners(
        outline=places,
        points=tuple(places[at] for at in chosen),
        origin=tuple(chosen),
        as_was=(True,) * len(chosen),
    )


def outlined_anew(
    particles: Particles, index: int, path: Sequence[Place]
) -> Region | None:
    """Give a particle another outline; its holes and other parts stay.

    Parameters
    ----------
    particles : Particles
        All of them.
    index : int
        Which one.
    path : tuple of (float, float)
        The new closed outline of its largest part.

    Returns
    -------
    tuple of ndarray of bool and (int, int), or None
        None where the outline holds no pixel.
    """
    from scipy import ndimage

    drawn = polygon_region(path, particles.shape)
    if drawn is None:
        return None
    old, new, first = in_one_window(particles, index, drawn)
    part = largest_part(old)
    new &= ~(ndimage.binary_fill_holes(part) & ~part)
    new |= old & ~part
    return cut_region(new, first)


def nearest_on(start: Place, end: Place, to: Place) -> Place:
    """Give the place of a straight line that is nearest to another place.

    Parameters
    ----------
    start, end, to : tuple of float
        Ends of the line, and the other place.

    Returns
    -------
    tuple of float
    """
    dy, dx = end[0] - start[0], end[1] - start[1]
    length = dy * dy + dx * dx
    if length == 0:
        return start
    share = ((to[0] - start[0]) * dy + (to[1] - start[1]) * dx) / length
    share = min(max(share, 0.0), 1.0)
    return start[0] + share * dy, start[1] + share * dx


def _outer_edge(mask: Bool) -> npt.NDArray[np.int64]:
    """Give the corners (row, column) of the outline around a mask of one part."""
    from feretlab.core.measurement.outline import trace_outlines

    found = trace_outlines(mask)
    outer = int(np.flatnonzero(~found.is_hole)[0])
    vertices = found.vertices[found.offsets[outer] : found.offsets[outer + 1]]
    return vertices[:, ::-1].astype(np.int64)


def _steps(vertices: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Give a place for every pixel edge of an outline."""
    along = np.roll(vertices, -1, axis=0) - vertices
    counts = np.abs(along).sum(1)
    starts = np.repeat(vertices, counts, axis=0)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    return starts + np.repeat(np.sign(along), counts, axis=0) * within[:, None]


def _few(outline: npt.NDArray[np.int64], diameter: float) -> list[int]:
    """Choose the places of an outline that tell its shape, as Douglas and Peucker.

    They are chosen on a smoothed outline, so that stairs of pixels count for none.
    """
    from scipy import ndimage

    smooth = ndimage.gaussian_filter1d(
        outline.astype(np.float64), _SMOOTHING, axis=0, mode="wrap"
    )
    middle = smooth.mean(0)
    first = int(np.hypot(*(smooth - middle).T).argmax())
    order = np.roll(np.arange(len(outline)), -first)
    far = int(np.hypot(*(smooth[order] - smooth[first]).T).argmax())
    closed = smooth[[*order, first]]
    tolerance = _TOLERANCE * float(np.sqrt(diameter))
    kept = {0, far}
    waiting = [(0, far), (far, len(outline))]
    while waiting:
        start, stop = waiting.pop()
        away = _away(closed[start : stop + 1])
        if stop - start > 1 and away.max() > tolerance:
            middle_at = start + int(away.argmax())
            kept.add(middle_at)
            waiting += [(start, middle_at), (middle_at, stop)]
    chosen = sorted(kept)
    if len(chosen) < _FEWEST:
        chosen = sorted({*chosen, far // 2, (far + len(outline)) // 2})
    return sorted(int(order[at]) for at in chosen)


def _away(places: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Give how far places lie from the straight line between first and last."""
    start, along = places[0], places[-1] - places[0]
    length = float(np.hypot(*along))
    apart = places - start
    if length == 0:
        return np.asarray(np.hypot(*apart.T))
    return np.abs(along[0] * apart[:, 1] - along[1] * apart[:, 0]) / length
