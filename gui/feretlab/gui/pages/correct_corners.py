"""Changing the outline of the selected particle by its corners."""

from collections.abc import Callable, Sequence

from feretlab.gui.canvas.canvas import Canvas
from feretlab.gui.canvas.view import Spot
from feretlab.gui.controllers.corrector import Corrector
from feretlab.gui.session.corrections import particle_at
from feretlab.gui.session.drawing_corners import corners_of
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.session import Session

_LEAST_SIZE_PX = 120.0


class OutlineEditor:
    """Shows the corners of the selected particle and takes its new outline.

    Parameters
    ----------
    session : Session
        Whose selection.
    canvas : Canvas
        Where the corners are drawn.
    corrector : Corrector
        Takes the new outline.
    attempt : callable
        Does something and tells where it cannot be done.
    """

    def __init__(
        self,
        session: Session,
        canvas: Canvas,
        corrector: Corrector,
        attempt: Callable[[Callable[[], None]], None],
    ) -> None:
        self._session = session
        self._canvas = canvas
        self._corrector = corrector
        self._attempt = attempt
        self._shown: tuple[str, Finding, int] | None = None
        canvas.corners.missed.connect(self._on_missed)

    def show(self) -> None:
        """Draw the corners of the selected particle; of several or none, nothing."""
        entry, finding = self._session.current, self._finding()
        chosen = self._session.selection
        if entry is None or finding is None or len(chosen) != 1:
            self.forget()
            return
        (index,) = chosen
        if self._is_shown(finding, index):
            return
        self.accept()
        self._shown = entry.key, finding, index
        self._canvas.corners.show(corners_of(finding.particles, index))
        top, left, bottom, right = finding.particles.boxes[index].tolist()
        size = max(bottom - top, right - left) * self._canvas.view.scale
        if size < _LEAST_SIZE_PX:
            self._canvas.zoom_to(index)

    def accept(self) -> None:
        """Take what was changed so far, before another particle or image is shown."""
        self._canvas.corners.finish()
        self.forget()

    def forget(self) -> None:
        """Draw no corners any more."""
        self._shown = None
        self._canvas.corners.show(None)

    def take(self, path: Sequence[Spot]) -> None:
        """Give the particle whose corners were shown the outline that was drawn."""
        if self._shown is None:
            return
        key, finding, index = self._shown
        self._shown = None
        # Its image may be another one than the current, or have been removed.
        if self._session.has(key) and finding is self._session.finding(key):
            self._attempt(lambda: self._corrector.outline_anew(index, path, key))

    def _is_shown(self, finding: Finding, index: int) -> bool:
        shown = self._shown
        return shown is not None and shown[1] is finding and shown[2] == index

    def _on_missed(self, spot: Spot) -> None:
        """Go on with the particle under a click."""
        finding = self._finding()
        if finding is None:
            return
        index = particle_at(finding.particles, (int(spot.y // 1), int(spot.x // 1)))
        if index is not None and not self._is_shown(finding, index):
            self.accept()
            self._session.select([index])

    def _finding(self) -> Finding | None:
        entry = self._session.current
        return None if entry is None else self._session.finding(entry.key)
