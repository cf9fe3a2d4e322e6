"""Which part of a picture a window shows, and where."""

from dataclasses import dataclass, replace
from typing import NamedTuple

_LEAST_SCALE = 1e-3
_MOST_SCALE = 64.0
_FIT_SHARE = 0.98


class Spot(NamedTuple):
    """A place in a picture: pixel (r, c) covers r to r + 1 and c to c + 1."""

    y: float
    x: float


_ORIGIN = Spot(0.0, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A window onto a picture.

    Parameters
    ----------
    width, height : int
        Of the window, in screen pixels.
    scale : float
        Screen pixels per pixel of the picture.
    center : Spot
        What stands in the window's middle.
    """

    width: int = 1
    height: int = 1
    scale: float = 1.0
    center: Spot = _ORIGIN

    def to_picture(self, x: float, y: float) -> Spot:
        """Give the place in the picture under a point of the window."""
        return Spot(
            self.center.y + (y - self.height / 2) / self.scale,
            self.center.x + (x - self.width / 2) / self.scale,
        )

    def to_window(self, spot: Spot) -> tuple[float, float]:
        """Give the point (x, y) of the window over a place in the picture."""
        return (
            self.width / 2 + (spot.x - self.center.x) * self.scale,
            self.height / 2 + (spot.y - self.center.y) * self.scale,
        )

    def resized(self, width: int, height: int) -> "View":
        """Give the same middle and scale in a window of another size."""
        return replace(self, width=max(width, 1), height=max(height, 1))

    def panned(self, dx: float, dy: float) -> "View":
        """Move the picture by so many screen pixels right and down."""
        y, x = self.center
        return replace(self, center=Spot(y - dy / self.scale, x - dx / self.scale))

    def zoomed(self, factor: float, x: float, y: float) -> "View":
        """Enlarge by a factor while the place under (x, y) stays there."""
        scale = min(max(self.scale * factor, _LEAST_SCALE), _MOST_SCALE)
        under = self.to_picture(x, y)
        return replace(
            self,
            scale=scale,
            center=Spot(
                under.y - (y - self.height / 2) / scale,
                under.x - (x - self.width / 2) / scale,
            ),
        )

    def on(self, top: float, left: float, bottom: float, right: float) -> "View":
        """Show a rectangle of the picture whole and in the middle."""
        tall, wide = max(bottom - top, 1e-6), max(right - left, 1e-6)
        scale = _FIT_SHARE * min(self.height / tall, self.width / wide)
        return replace(
            self,
            scale=min(max(scale, _LEAST_SCALE), _MOST_SCALE),
            center=Spot((top + bottom) / 2, (left + right) / 2),
        )

    def times(self, ratio: float) -> "View":
        """Give the same view on a screen with `ratio` as many pixels each way."""
        return replace(
            self,
            width=max(round(self.width * ratio), 1),
            height=max(round(self.height * ratio), 1),
            scale=self.scale * ratio,
        )

    def rectangle(self, shape: tuple[int, int]) -> tuple[int, int, int, int]:
        """Give the rows and columns that are seen.

        Parameters
        ----------
        shape : tuple of int
            Height and width of the picture.

        Returns
        -------
        tuple of int
            First row, first column, row past the last, column past the last; of no
            pixels where none is seen.
        """
        first, last = self.to_picture(0, 0), self.to_picture(self.width, self.height)
        rows = [min(max(int(edge), 0), shape[0]) for edge in (first.y, last.y + 1)]
        columns = [min(max(int(edge), 0), shape[1]) for edge in (first.x, last.x + 1)]
        return rows[0], columns[0], rows[1], columns[1]
