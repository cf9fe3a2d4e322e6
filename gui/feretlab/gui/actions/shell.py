"""What actions work on; the window is one."""

from typing import Protocol

from PySide6.QtWidgets import QDockWidget, QWidget

from feretlab.gui.context import Context
from feretlab.gui.controllers.loading import Loader
from feretlab.gui.controllers.projects import Projects
from feretlab.gui.settings import Preferences


class Images(Protocol):
    """The list of micrographs."""

    def selected_keys(self) -> tuple[str, ...]:
        """Give the keys of the selected rows."""

    def select_all(self) -> None:
        """Select every row shown."""

    def step(self, by: int) -> None:
        """Show the entry so many rows further down."""


class Shell(Protocol):
    """The application as its actions see it."""

    @property
    def context(self) -> Context:
        """What pages are given."""

    @property
    def preferences(self) -> Preferences:
        """What is remembered between runs."""

    @property
    def projects(self) -> Projects:
        """The open project."""

    @property
    def loader(self) -> Loader:
        """Reads new entries."""

    @property
    def images(self) -> Images:
        """The list of micrographs."""

    @property
    def log_dock(self) -> QDockWidget:
        """The panel with the log."""

    @property
    def images_dock(self) -> QDockWidget:
        """The panel with the list."""

    @property
    def frame(self) -> QWidget:
        """Parent of dialogs."""

    def show_page(self, id_: str) -> QWidget:
        """Show a page and give its widget."""

    def trigger(self, id_: str) -> None:
        """Do an action."""

    def is_enabled(self, id_: str) -> bool:
        """Tell whether an action can be done now."""

    def may_leave(self) -> bool:
        """Ask about what would be lost; false to stay."""
