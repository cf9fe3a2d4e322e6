"""A project that another window has open: how to look at it all the same."""

from typing import Literal

from PySide6.QtWidgets import QMessageBox, QWidget

from feretlab.gui.controllers.project_lock import Holder
from feretlab.gui.texts import tr

Choice = Literal["read-only", "copy", "cancel"]


class OccupiedBox(QMessageBox):
    """Tells who has the project, and offers to open it without touching it.

    Parameters
    ----------
    holder : Holder
        Who has it.
    parent : QWidget or None
        The window.
    """

    def __init__(self, holder: Holder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.Information)
        self.setWindowTitle(tr("The project is open elsewhere"))
        self.setText(holder.told())
        self.setInformativeText(
            tr(
                "Read-only shows it as it was saved last; nothing in it can be "
                "changed. A copy is saved in a folder of its own at once, and can be "
                "changed. The project itself is not touched."
            )
        )
        role = QMessageBox.ButtonRole
        self.read_only_button = self.addButton(tr("&Read-only"), role.AcceptRole)
        self.copy_button = self.addButton(tr("A &copy…"), role.AcceptRole)
        self.addButton(QMessageBox.StandardButton.Cancel)
        self.setDefaultButton(self.read_only_button)

    def ask(self) -> Choice:
        """Wait for the answer.

        Returns
        -------
        str
            ``"read-only"``, ``"copy"`` or ``"cancel"``.
        """
        self.exec()
        if self.clickedButton() is self.read_only_button:
            return "read-only"
        return "copy" if self.clickedButton() is self.copy_button else "cancel"
