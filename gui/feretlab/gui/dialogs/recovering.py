"""Work that an earlier run could not save: whether to go on with it."""

from typing import Literal

from PySide6.QtWidgets import QMessageBox, QWidget

from feretlab.gui.texts import tr, tr_count

Choice = Literal["recover", "delete", "later"]


class RecoverBox(QMessageBox):
    """Tells how much was left behind, and offers to open or to delete it.

    Parameters
    ----------
    images : int
        In the project that was left behind.
    parent : QWidget or None
        The window.
    """

    def __init__(self, images: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Work was left behind"))
        self.setText(
            tr_count(
                "FeretLab ended without saving a project with {count} image. "
                "Shall it be opened again?",
                "FeretLab ended without saving a project with {count} images. "
                "Shall it be opened again?",
                images,
            )
        )
        role = QMessageBox.ButtonRole
        self.recover_button = self.addButton(tr("Recover"), role.AcceptRole)
        self.delete_button = self.addButton(tr("Delete it"), role.DestructiveRole)
        self.addButton(tr("Ask next time"), role.RejectRole)

    def ask(self) -> Choice:
        """Wait for the answer.

        Returns
        -------
        str
            ``"recover"``, ``"delete"`` or ``"later"``.
        """
        self.exec()
        if self.clickedButton() is self.recover_button:
            return "recover"
        return "delete" if self.clickedButton() is self.delete_button else "later"
