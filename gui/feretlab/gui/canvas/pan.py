"""Moving the picture with the left mouse button."""

from PySide6.QtCore import Qt

from feretlab.gui.canvas.gesture import Gesture, Pointer
from feretlab.gui.canvas.viewport import Viewport


class Pan(Gesture):
    """Drags the picture.

    Parameters
    ----------
    viewport : Viewport
        Whose picture.
    """

    cursor = Qt.CursorShape.OpenHandCursor

    def __init__(self, viewport: Viewport) -> None:
        super().__init__()
        self._viewport = viewport
        self._last: Pointer | None = None

    def press(self, pointer: Pointer) -> None:
        """Take hold."""
        self._last = pointer

    def drag(self, pointer: Pointer) -> None:
        """Move the picture along."""
        if self._last is not None:
            moved = pointer.x - self._last.x, pointer.y - self._last.y
            self._last = pointer
            self._viewport.set_view(self._viewport.view.panned(*moved))

    def release(self, pointer: Pointer) -> None:
        """Let go."""
        self._last = None
