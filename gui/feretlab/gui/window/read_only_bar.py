"""Tells above the image that a project can only be looked at, and offers a copy."""

from collections.abc import Callable

from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from feretlab.gui.controllers.projects import Projects
from feretlab.gui.icons import icon
from feretlab.gui.labels import NoteLabel
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr


class ReadOnlyBar(QFrame):
    """Stands as long as the project is read-only; tells what it kept from being done.

    Parameters
    ----------
    projects : Projects
        Tells whether it is.
    session : Session
        Tells what was refused.
    save_copy : callable
        Asks for a folder and saves there.
    """

    def __init__(
        self, projects: Projects, session: Session, save_copy: Callable[[], object]
    ) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._projects = projects
        self.text = NoteLabel()
        self.button = QPushButton(icon("fa6s.floppy-disk"), tr("Save a copy…"))
        self.button.clicked.connect(lambda: save_copy())
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        projects.changed.connect(self._tell)
        session.refused.connect(self._refuse)
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
        folder = self._projects.read_only
        self.setVisible(folder is not None)
        if folder is not None:
            text = tr(
                "{name} is open read-only: look, filter, compare and export. To "
                "change something, save a copy."
            )
            self._say(text.format(name=folder.name), is_bad=False)

    def _refuse(self, title: str) -> None:
        folder = self._projects.read_only
        if folder is not None:
            text = tr(
                "Not done: {what}. {name} is open read-only; save a copy to change it."
            )
            self._say(text.format(what=title, name=folder.name), is_bad=True)

    def _say(self, text: str, *, is_bad: bool) -> None:
        self.text.setText(text)
        self.text.setProperty("bad", is_bad)
        self.text.style().unpolish(self.text)
        self.text.style().polish(self.text)
