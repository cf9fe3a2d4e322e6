"""Dialogs and menus that are let go of once they are closed.

Their window owns them, and would keep every one that was ever opened.
"""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QDialog, QMenu

_DELETE = Qt.WidgetAttribute.WA_DeleteOnClose


def open_dialog(dialog: QDialog) -> None:
    """Open a dialog over its window, until it is closed.

    Parameters
    ----------
    dialog : QDialog
        A new one; what it gives is told by its signals.
    """
    dialog.setAttribute(_DELETE)
    dialog.open()


def pop_up(menu: QMenu, at: QPoint) -> None:
    """Open a menu at a place of the screen, until something is chosen.

    Parameters
    ----------
    menu : QMenu
        A new one.
    at : QPoint
        Of its upper left corner.
    """
    menu.setAttribute(_DELETE)
    menu.popup(at)
