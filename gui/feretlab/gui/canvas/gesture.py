"""What the mouse does on a picture: one small class for each tool."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPainter

from feretlab.gui.canvas.view import Spot, View


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """Where the mouse is and what is held.

    Parameters
    ----------
    spot : Spot
        The place in the picture.
    x, y : float
        The point of the window.
    scale : float
        Points of the window per pixel of the picture.
    extends : bool
        Whether Ctrl is held.
    spans : bool
        Whether Shift is held.
    """

    spot: Spot
    x: float
    y: float
    scale: float = 1.0
    extends: bool = False
    spans: bool = False


class Gesture(QObject):
    """What a tool does with the left mouse button; this one does nothing.

    Attributes
    ----------
    changed : Signal()
        What `paint` draws is another one.
    """

    changed = Signal()
    cursor = Qt.CursorShape.ArrowCursor

    def press(self, pointer: Pointer) -> None:
        """Hear that the button went down."""

    def drag(self, pointer: Pointer) -> None:
        """Hear that the mouse moved with the button down."""

    def hover(self, pointer: Pointer) -> None:
        """Hear that the mouse moved with no button down."""

    def release(self, pointer: Pointer) -> None:
        """Hear that the button went up."""

    def double(self, pointer: Pointer) -> None:
        """Hear a double click."""

    def finish(self) -> bool:
        """Complete what is being drawn; true where there was something."""
        return False

    def cancel(self) -> bool:
        """Drop what is being drawn; true where there was something."""
        return False

    def leave(self) -> None:
        """Hear that another tool is taken."""
        self.cancel()

    def paint(self, painter: QPainter, view: View) -> None:
        """Draw what is being drawn, in points of the window."""


class Waiting(Gesture):
    """What the mouse does until the image is read: nothing, and it shows so."""

    cursor = Qt.CursorShape.BusyCursor
