"""Tells above the image that the project is open read-only, and offers a copy."""

from collections.abc import Callable

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from feretlab.gui.controllers.projects import Projects
from feretlab.gui.icons import icon
from feretlab.gui.texts import tr


class ReadOnlyBar(QFrame):
    """Stands as long as the project cannot be saved where it is.

    Parameters
    ----------
    projects : Projects
        Tells whether it can, and whether something was changed.
    save_copy : callable
        Asks for a folder and saves there.
    """

    def __init__(self, projects: Projects, save_copy: Callable[[], object]) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._projects = projects
        self.text = QLabel(wordWrap=True)
        self.button = QPushButton(icon("fa6s.floppy-disk"), tr("Save a copy…"))
        self.button.clicked.connect(lambda: save_copy())
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        projects.changed.connect(self._tell)
        self._tell()

    def above(self, widget: QWidget) -> QWidget:
        """Give a widget that holds this bar and another below it."""
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self)
        column.addWidget(widget, 1)
        return both

    def _tell(self) -> None:
        folder, is_changed = self._projects.read_only, not self._projects.is_saved
        self.setVisible(folder is not None)
        if folder is None:
            return
        text = (
            tr("You changed {name}, which is open read-only. Only a copy keeps that.")
            if is_changed
            else tr("{name} is open read-only. What you change is kept by a copy only.")
        )
        self.text.setText(text.format(name=folder.name))
        self.text.setProperty("bad", is_changed)
        self.text.style().unpolish(self.text)
        self.text.style().polish(self.text)
