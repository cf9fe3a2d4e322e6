"""The recipe of an analysis, as a form."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.errors import FeretLabError
from feretlab.core.measurement.columns import COLUMNS
from feretlab.gui.controllers.recipes import load_recipe, save_recipe
from feretlab.gui.dialogs.places import ask_file
from feretlab.gui.forms.form import ParameterForm
from feretlab.gui.icons import icon
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr, tr_later

_FILTER = "*.json"


class RecipePanel(QWidget):
    """Edits the session's recipe.

    Parameters
    ----------
    session : Session
        Holds the recipe; every finished edit is a change that can be undone.
    parent : QWidget or None
        Owner.

    Attributes
    ----------
    edited : Signal(object)
        Carries the recipe at every change, while a slider moves too.
    failed : Signal(str, object)
        What was being done, and the exception.
    """

    edited = Signal(object)
    failed = Signal(str, object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.form = ParameterForm(
            AnalyzeParameters,
            suggestions={"model": model_choices(), "descriptor": descriptor_choices()},
            file_filters={"model": tr("Networks") + " (*.onnx)"},
            left_out=("pages",),  # the list of images holds those that are wanted
        )
        self.form.set_record(session.recipe)
        self.form.edited.connect(self.edited)
        self.form.committed.connect(session.set_recipe)
        session.recipe_changed.connect(self._show)
        self._arrange()

    def save(self, path: Path) -> None:
        """Write the session's recipe to a file.

        Parameters
        ----------
        path : Path
            A JSON file.
        """
        self._try(tr("Saving the recipe"), lambda: save_recipe(self._recipe, path))

    def load(self, path: Path) -> None:
        """Take the session's recipe from a file, undoably.

        Parameters
        ----------
        path : Path
            A recipe, or the provenance of earlier results.
        """
        self._try(
            tr("Opening a recipe"),
            lambda: self._session.set_recipe(load_recipe(path)),
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Offer the networks that are installed now."""
        super().showEvent(event)
        self.form.rows["model"].editor.offer(model_choices())

    @property
    def _recipe(self) -> AnalyzeParameters:
        return self._session.recipe

    def _show(self, recipe: AnalyzeParameters) -> None:
        self.form.set_record(recipe)

    def _try(self, what: str, act: Callable[[], None]) -> None:
        try:
            act()
        except FeretLabError as error:
            self.failed.emit(what, error)

    def _arrange(self) -> None:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(2, 2, 8, 2)
        column.addWidget(self.form)
        column.addStretch()
        scroll.setWidget(holder)
        buttons = QHBoxLayout()
        for text, name, tip, act in (
            (tr("Open…"), "fa6s.folder-open", _OPEN_TIP, self._ask_to_load),
            (tr("Save…"), "fa6s.floppy-disk", _SAVE_TIP, self._ask_to_save),
            (tr("Defaults"), "fa6s.rotate-left", _RESET_TIP, self._reset),
        ):
            button = QPushButton(icon(name), text)
            button.setToolTip(tr(tip))
            button.clicked.connect(act)
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(scroll, 1)
        layout.addLayout(buttons)

    def _ask_to_load(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, tr("Open a recipe"), "", f"{tr('Recipes')} ({_FILTER})"
        )
        if path:
            self.load(Path(path))

    def _ask_to_save(self) -> None:
        kinds = {".json": tr("Recipes")}
        title = tr("Save the recipe")
        path = ask_file(self, self._session, title, "recipe.json", kinds)
        if path is not None:
            self.save(path)

    def _reset(self) -> None:
        self._session.set_recipe(AnalyzeParameters())


_OPEN_TIP = tr_later(
    "Take all parameters from a recipe, or from provenance.json of results."
)
_SAVE_TIP = tr_later("Keep all parameters in a file.")
_RESET_TIP = tr_later("All parameters back to their defaults.")


def model_choices() -> list[tuple[str, str]]:
    """Give the installed networks for a list of choices.

    Returns
    -------
    list of (str, str)
        Name and label.
    """
    from feretlab.models.catalog import available_models

    return [(name, name) for name in available_models()]


def descriptor_choices() -> list[tuple[str, str]]:
    """Give the descriptors that a distribution can be of.

    Returns
    -------
    list of (str, str)
        Name without unit, and title.
    """
    found = {column.descriptor: tr(column.title) for column in COLUMNS}
    return list(found.items())
