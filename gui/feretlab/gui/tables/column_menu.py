"""A menu of which several entries are ticked, one after the other."""

from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMenu


class TickMenu(QMenu):
    """Stays open while its entries are ticked; a click beside it closes it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick the entry under the mouse."""
        action = self.actionAt(event.position().toPoint())
        if action is not None and action.isCheckable():
            action.trigger()
            event.accept()
        else:
            super().mouseReleaseEvent(event)
