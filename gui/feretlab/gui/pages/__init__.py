"""The pages on the right of the window, each one file and one line of `PAGES`."""

from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from feretlab.gui.context import Context

__all__ = ["PAGES", "Page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page.

    Parameters
    ----------
    id : str
        Name in settings and actions.
    title : str
        On its tab.
    icon : str
        Name of a QtAwesome icon.
    widget : str
        ``module:Class`` inside ``feretlab.gui.pages``; the class is a QWidget made
        from a `Context`, imported when the page is shown first.
    """

    id: str
    title: str
    icon: str
    widget: str

    def make(self, context: "Context") -> "QWidget":
        """Make the page's widget."""
        made: QWidget = resolve_name(f"feretlab.gui.pages.{self.widget}")(context)
        return made


PAGES = (
    Page(
        id="analyse",
        title="Analyse",
        icon="fa6s.chart-column",
        widget="analyse:AnalysePage",
    ),
    Page(
        id="correct",
        title="Correct",
        icon="fa6s.pen-to-square",
        widget="correct:CorrectPage",
    ),
    Page(
        id="compare",
        title="Compare",
        icon="fa6s.scale-balanced",
        widget="compare:ComparePage",
    ),
    Page(
        id="models",
        title="Models",
        icon="fa6s.diagram-project",
        widget="models:ModelsPage",
    ),
    Page(
        id="fiji",
        title="Fiji",
        icon="fa6s.microscope",
        widget="fiji:FijiPage",
    ),
)
