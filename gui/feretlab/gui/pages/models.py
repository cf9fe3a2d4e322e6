"""Models: the networks that are installed, their cards, and a try."""

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPixmap, QTextDocument, QTextTable
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QSplitter,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from feretlab.core.io.atomic import atomic_path
from feretlab.core.progress import Progress
from feretlab.gui.buttons import icon_button
from feretlab.gui.context import Context
from feretlab.gui.controllers.model_trial import Trial, card_text, try_model
from feretlab.gui.dialogs.places import ask_file
from feretlab.gui.icons import icon
from feretlab.gui.labels import NoteLabel
from feretlab.gui.plots.fitted_picture import FittedPicture
from feretlab.gui.texts import tr, tr_count
from feretlab.models.catalog import available_models, model_path, shipped_models

_NAME = Qt.ItemDataRole.UserRole
_LIST_HEIGHT = 180
_ICON_PX = 16
_SHIPPED = "default"


class ModelsPage(QWidget):
    """The page on which networks are looked at, chosen, added and removed.

    Parameters
    ----------
    context : Context
        What every page is given.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._session = context.session
        self.models = QListWidget()
        self.models.setAccessibleName(tr("Installed networks"))
        self.models.currentItemChanged.connect(self._choose)
        self.card = QTextBrowser()
        self.card.setOpenExternalLinks(True)
        self._last = tr(
            "Open an image, choose a network and press Try: what it finds is drawn "
            "here. The list and its results stay as they are."
        )
        self.said = NoteLabel(self._last)
        self.picture = FittedPicture()
        self.tabs = QTabWidget()
        self._make_buttons()
        self._arrange()
        self._session.recipe_changed.connect(self._list)
        self._session.current_changed.connect(self._enable)
        self._list()

    @property
    def chosen(self) -> str:
        """Name of the network whose card is shown; empty for none."""
        item = self.models.currentItem()
        return "" if item is None else str(item.data(_NAME))

    def add(self, path: Path) -> None:
        """Install a network from its file, after a look whether it is sound."""

        def work(_: object) -> str:
            from feretlab.core.analysis.networks import add_network

            return add_network(path)

        self._context.jobs.start(
            tr("Add {name}").format(name=path.name),
            work,
            done=self._list_with,
            failed=lambda error: self._fail(tr("Add a network"), error),
        )

    def remove(self) -> None:
        """Delete the chosen network, one of the user's own."""

        def work(_: object) -> None:
            from feretlab.core.analysis.networks import remove_network

            remove_network(name)

        name = self.chosen
        self._context.jobs.start(
            tr("Remove {name}").format(name=name),
            work,
            done=lambda _: self._do_without(name),
            failed=lambda error: self._fail(tr("Remove a network"), error),
        )

    def use(self) -> None:
        """Take the chosen network into the recipe."""
        recipe = self._session.recipe.model_copy(update={"model": self.chosen})
        self._session.set_recipe(recipe)

    def make_default(self) -> None:
        """Let new projects begin with the chosen network."""
        self._context.preferences.update(model=self.chosen)
        self._list()

    def export(self, target: Path) -> None:
        """Write a copy of the chosen network, and of its card."""
        source = model_path(self.chosen)

        def work(_: object) -> None:
            with atomic_path(target) as beside:
                shutil.copyfile(source, beside)
            card = source.with_suffix(".md")
            if card.is_file():
                with atomic_path(target.with_suffix(".md")) as beside:
                    shutil.copyfile(card, beside)

        self._context.jobs.start(
            tr("Export {name}").format(name=self.chosen),
            work,
            done=lambda _: self._session.log(
                tr("{path} was written.").format(path=target)
            ),
            failed=lambda error: self._fail(tr("Export a network"), error),
        )

    def try_out(self) -> None:
        """Show what the chosen network finds in the open image."""
        entry, name = self._session.current, self.chosen
        if entry is None:
            return
        recipe, micrographs = self._session.recipe, self._context.micrographs

        def work(progress: Progress) -> Trial:
            return try_model(name, micrographs.read(entry), recipe, progress)

        self.said.setText(
            tr("{model} looks at {image}…").format(model=name, image=entry.name)
        )
        self.tabs.setCurrentIndex(1)
        job = self._context.jobs.start(
            tr("Try {model} on {image}").format(model=name, image=entry.name),
            work,
            done=self._show_trial,
            failed=lambda error: self._fail(tr("Try a network"), error),
        )
        job.ended.connect(self._say_last)

    # Inside

    def _make_buttons(self) -> None:
        self.use_button = icon_button(
            "fa6s.check",
            tr("Use in the recipe"),
            self.use,
            tr("Analyse with this network from now on."),
        )
        self.default_button = icon_button(
            "fa6s.star",
            tr("Set default"),
            self.make_default,
            tr("Begin new projects with this network."),
        )
        self.try_button = icon_button(
            "fa6s.flask",
            tr("Try"),
            self.try_out,
            tr("See what it finds in the open image, without changing any result."),
        )
        self.add_button = icon_button(
            "fa6s.plus",
            tr("Add…"),
            self._ask_add,
            tr("Install an .onnx file, such as one made by feretlab train."),
        )
        self.export_button = icon_button(
            "fa6s.file-export",
            tr("Export…"),
            self._ask_export,
            tr("Save a copy of the network and its card."),
        )
        self.remove_button = icon_button(
            "fa6s.trash",
            tr("Remove…"),
            self._ask_remove,
            tr("Delete a network that you added; shipped ones stay."),
        )

    def _arrange(self) -> None:
        buttons = QGridLayout()
        for number, button in enumerate(
            (self.use_button, self.default_button, self.try_button, self.add_button,
             self.export_button, self.remove_button)
        ):  # fmt: skip
            buttons.addWidget(button, number // 3, number % 3)
        above = QWidget()
        top = QVBoxLayout(above)
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self.models, 1)
        top.addLayout(buttons)
        trial = QWidget()
        trial_layout = QVBoxLayout(trial)
        trial_layout.addWidget(self.said)
        trial_layout.addWidget(self.picture, 1)
        self.tabs.addTab(self.card, tr("Card"))
        self.tabs.addTab(trial, tr("Try"))
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(above)
        splitter.addWidget(self.tabs)
        splitter.setSizes([_LIST_HEIGHT, 3 * _LIST_HEIGHT])
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        QVBoxLayout(self).addWidget(splitter)

    def _list(self, _: object = None) -> None:
        self._list_with(self.chosen or self._session.recipe.model)

    def _list_with(self, name: str) -> None:
        """Show what is installed now, that of the recipe marked, one chosen."""
        self.models.blockSignals(True)
        self.models.clear()
        for each in available_models():
            item = self._item(each)
            self.models.addItem(item)
            if each == name:
                self.models.setCurrentItem(item)
        if self.models.currentItem() is None:
            self.models.setCurrentRow(0)
        self.models.blockSignals(False)
        self._choose()

    def _item(self, name: str) -> QListWidgetItem:
        text = name if name in shipped_models() else tr("{name} (yours)")
        if name == self._context.preferences.value.model:
            text += tr(", for new projects")
        item = QListWidgetItem(text.format(name=name))
        item.setData(_NAME, name)
        is_used = name == self._session.recipe.model
        item.setIcon(icon("fa6s.check") if is_used else _blank())
        item.setToolTip(tr("The recipe uses this one.") if is_used else "")
        return item

    def _do_without(self, name: str) -> None:
        """Go back to the shipped network where a removed one was in use."""
        if self._context.preferences.value.model == name:
            self._context.preferences.update(model=_SHIPPED)
        recipe = self._session.recipe
        if recipe.model == name:
            self._session.set_recipe(recipe.model_copy(update={"model": _SHIPPED}))
            line = tr("{name} was removed; the recipe uses {other} again.")
            self._session.log(line.format(name=name, other=_SHIPPED))
        self._list_with(_SHIPPED)

    def _choose(self, *_: object) -> None:
        self._enable()
        name = self.chosen
        if not name:
            return

        def work(_: object) -> str:
            return card_text(name)

        def done(text: str) -> None:
            if name == self.chosen:
                self.card.setMarkdown(text)
                drop_blank_heads(self.card.document())

        self._context.jobs.start(
            tr("Read the card of {name}").format(name=name),
            work,
            done=done,
            failed=lambda error: self._fail(tr("Read a card"), error),
        )

    def _enable(self, *_: object) -> None:
        name = self.chosen
        self.use_button.setEnabled(name not in ("", self._session.recipe.model))
        default = self._context.preferences.value.model
        self.default_button.setEnabled(name not in ("", default))
        self.try_button.setEnabled(bool(name) and self._session.current is not None)
        self.export_button.setEnabled(bool(name))
        self.remove_button.setEnabled(bool(name) and name not in shipped_models())

    def _say_last(self) -> None:
        """Say what the last try found, also after one that came to no end."""
        self.said.setText(self._last)

    def _show_trial(self, trial: Trial) -> None:
        self._last = tr_count(
            "{model} found {count} particle in {image}, in {seconds} s.",
            "{model} found {count} particles in {image}, in {seconds} s.",
            trial.count,
            model=trial.model,
            image=trial.image,
            seconds=f"{trial.seconds:.1f}",
        )
        self.picture.set_image(trial.picture)

    def _fail(self, what: str, error: Exception) -> None:
        self._context.show_error(what, error)

    def _ask_add(self) -> None:
        kinds = tr("Networks (*.onnx)")
        name, _ = QFileDialog.getOpenFileName(self, tr("Add a network"), "", kinds)
        if name:
            self.add(Path(name))

    def _ask_export(self) -> None:
        kinds = {".onnx": tr("Networks")}
        title = tr("Export the network")
        path = ask_file(self, self._session, title, f"{self.chosen}.onnx", kinds)
        if path is not None:
            self.export(path)

    def _ask_remove(self) -> None:
        question = tr("Delete the network {name} and its card?")
        answer = QMessageBox.question(
            self, tr("Remove a network"), question.format(name=self.chosen)
        )
        if answer == QMessageBox.StandardButton.Yes:
            self.remove()


def _blank() -> QIcon:
    """Give an icon of nothing, so that all names begin at one edge."""
    nothing = QPixmap(_ICON_PX, _ICON_PX)
    nothing.fill(Qt.GlobalColor.transparent)
    return QIcon(nothing)


def drop_blank_heads(document: QTextDocument) -> None:
    """Take away heads of tables that say nothing, which Markdown asks for.

    Parameters
    ----------
    document : QTextDocument
        As it was made of Markdown.
    """
    for table in document.rootFrame().childFrames():
        if isinstance(table, QTextTable):
            cells = [table.cellAt(0, column) for column in range(table.columns())]
            if all(
                cell.firstCursorPosition() == cell.lastCursorPosition()
                for cell in cells
            ):
                table.removeRows(0, 1)
