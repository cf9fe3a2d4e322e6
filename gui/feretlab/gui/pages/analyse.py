"""Analyse: recipe, run, results, distribution."""

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from feretlab.gui.context import Context
from feretlab.gui.controllers.analysis import AnalysisRunner
from feretlab.gui.forms.recipe import RecipePanel
from feretlab.gui.forms.run_bar import RunBar
from feretlab.gui.texts import tr


class AnalysePage(QWidget):
    """The page on which micrographs are analysed.

    Parameters
    ----------
    context : Context
        What every page is given.

    Attributes
    ----------
    runner : AnalysisRunner
        Runs analyses; for menus and shortcuts.
    run_bar : RunBar
        Has `run_current`, `run_all`, `run_selected` and `set_selected`.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        session = context.session
        self.runner = AnalysisRunner(session, context.micrographs, context.jobs)
        self.run_bar = RunBar(session, self.runner)
        self.recipe = RecipePanel(session)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.recipe, tr("Recipe"))
        column = QVBoxLayout(self)
        column.addWidget(self.run_bar)
        column.addWidget(self.tabs, 1)
        self.runner.broken.connect(self._show_broken)
        self.recipe.failed.connect(context.show_error)

    def _show_broken(self, error: Exception) -> None:
        self._context.show_error(tr("Analysing"), error)
