"""The distribution of what is looked at: plot, choices, statistics."""

from pathlib import Path
from typing import Any, get_args

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from feretlab.core.errors import FeretLabError
from feretlab.core.statistics.curves import family_title
from feretlab.gui.controllers.distribution import Described, Distributions
from feretlab.gui.controllers.shown import Shown
from feretlab.gui.dialogs.places import ask_file
from feretlab.gui.forms.recipe import descriptor_choices
from feretlab.gui.icons import icon
from feretlab.gui.plots.distribution_plot import DistributionPlot, FitChoice
from feretlab.gui.plots.figure_export import write_figure
from feretlab.gui.plots.statistics_text import (
    as_html,
    as_text,
    image_rows,
    left_out_text,
    statistics_rows,
)
from feretlab.gui.scrolling import PageScroll
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr
from feretlab.gui.theme import tokens

_SOON_MS = 120
_TEXT_LINES = 4
_FITS = get_args(FitChoice)


class DistributionPanel(QWidget):
    """Draws and describes the particles that count.

    Parameters
    ----------
    session : Session
        Holds recipe and selection.
    shown : Shown
        Says which particles.
    distributions : Distributions
        Describes them.
    parent : QWidget or None
        Owner.

    Attributes
    ----------
    failed : Signal(str, object)
        What was being done, and the exception.
    """

    failed = Signal(str, object)

    def __init__(
        self,
        session: Session,
        shown: Shown,
        distributions: Distributions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._shown = shown
        self._distributions = distributions
        self._described: Described | None = None
        self.plot = DistributionPlot()
        self.descriptor = _combo(descriptor_choices())
        self.weighting = _combo(
            [("number", tr("by number")), ("volume", tr("by volume"))]
        )
        self.fit = _combo([(fit, _fit_label(fit)) for fit in _FITS])
        self.selected_only = QCheckBox(tr("Selected only"))
        self.each_image = QCheckBox(tr("Each image"))
        self.text = QLabel()
        self.save_button = QPushButton(icon("fa6s.image"), tr("Save figure…"))
        self.copy_button = QPushButton(icon("fa6s.copy"), tr("Copy statistics"))
        self._timer = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._timer.timeout.connect(self.refresh)
        self._is_stale = False
        self._arrange()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Describe what is looked at now."""
        self._is_stale = False
        recipe = self._session.recipe
        self.descriptor.blockSignals(True)
        self.descriptor.setCurrentIndex(self.descriptor.findData(recipe.descriptor))
        self.descriptor.blockSignals(False)
        self.each_image.setEnabled(self._shown.scope == "all")
        each = self._shown.scope == "all" and self.each_image.isChecked()
        if not self._distributions.describe(self.selected_only.isChecked(), each):
            self._described = None
            self.plot.show_nothing()
            self.plot.hide()
            self.text.setText(self._why_empty())
            self._enable(False)

    def save_figure(self, path: Path) -> None:
        """Write the plot as PNG, SVG or PDF.

        Parameters
        ----------
        path : Path
            Its ending says which.
        """
        try:
            write_figure(self.plot, path)
        except FeretLabError as error:
            self.failed.emit(tr("Saving the figure"), error)

    def copy(self) -> None:
        """Put the statistics on the clipboard."""
        QGuiApplication.clipboard().setText("\n".join(as_text(t) for t in self._rows()))

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed meanwhile."""
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Follow light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "text"):
            self._write()

    def _connect(self) -> None:
        self._shown.changed.connect(self._soon)
        self._shown.filtered.connect(self._soon)
        self._session.selection_changed.connect(self._show_selection)
        self._session.recipe_changed.connect(self._soon)
        self._distributions.described.connect(self._show)
        self._distributions.failed.connect(self._show_failure)
        self.descriptor.activated.connect(self._choose_descriptor)
        for box in (self.weighting, self.fit):
            box.activated.connect(self._draw)
        for check in (self.selected_only, self.each_image):
            check.toggled.connect(self.refresh)
        self.save_button.clicked.connect(self._ask_to_save)
        self.copy_button.clicked.connect(self.copy)

    def _arrange(self) -> None:
        self.selected_only.setToolTip(
            tr("Leave out particles that are not selected in the image.")
        )
        self.each_image.setToolTip(
            tr("Draw and list every image by itself; for the scope of all images.")
        )
        self.fit.setToolTip(tr("Distribution fitted to the sizes by number."))
        self.save_button.setToolTip(tr("Save the plot as PNG, SVG or PDF."))
        choices = QGridLayout()
        choices.addWidget(self.descriptor, 0, 0)
        choices.addWidget(self.weighting, 0, 1)
        choices.addWidget(self.fit, 0, 2)
        choices.addWidget(self.selected_only, 1, 0)
        choices.addWidget(self.each_image, 1, 1, 1, 2)
        self.text.setTextFormat(Qt.TextFormat.RichText)
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(self.text)
        scroll.setMinimumHeight(_TEXT_LINES * self.fontMetrics().height())
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.plot)
        splitter.addWidget(scroll)
        splitter.setSizes([320, 200])
        splitter.setChildrenCollapsible(False)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.copy_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addLayout(choices)
        column.addWidget(PageScroll(splitter), 1)
        column.addLayout(buttons)

    def _soon(self, _: object = None) -> None:
        """Gather changes, and those of a hidden panel until it is looked at."""
        if self.isVisible():
            self._timer.start()
        else:
            self._is_stale = True

    def _show_selection(self, _: object) -> None:
        if self.selected_only.isChecked():
            self._soon()

    def _choose_descriptor(self, _: int) -> None:
        name = self.descriptor.currentData()
        recipe = self._session.recipe
        self._session.set_recipe(recipe.model_copy(update={"descriptor": name}))

    def _show(self, described: Described) -> None:
        self._described = described
        self.plot.show()
        self._enable(True)
        self._draw()

    def _show_failure(self, error: Exception) -> None:
        self.failed.emit(tr("Describing the distribution"), error)

    def _draw(self, _: object = None) -> None:
        if self._described is not None:
            found = self._described
            self.plot.show_sizes(
                found.whole,
                found.images,
                self.weighting.currentData(),
                self.fit.currentData(),
            )
        self._write()

    def _write(self) -> None:
        tables = self._rows()
        html = [
            as_html(rows, tokens().dim, has_heading=number > 0)
            for number, rows in enumerate(tables)
        ]
        if self._described is not None:
            note = left_out_text(self._described.whole)
            if note:
                html.append(f"<p style='color:{tokens().dim}'>{note}</p>")
        if html:
            self.text.setText("".join(html))

    def _rows(self) -> list[tuple[Any, ...]]:
        if self._described is None:
            return []
        weighting = self.weighting.currentData()
        whole = statistics_rows(self._described.whole.distribution, weighting)
        tables: list[tuple[Any, ...]] = [whole]
        if self._described.images:
            tables.append(image_rows(self._described.images, weighting))
        return tables

    def _enable(self, is_able: bool) -> None:
        self.save_button.setEnabled(is_able)
        self.copy_button.setEnabled(is_able)

    def _why_empty(self) -> str:
        findings = [part.finding for part in self._shown.parts()]
        if not findings:
            return tr("No particles yet. Run the analysis first.")
        if self.selected_only.isChecked() and not self._session.selection:
            return tr("Nothing is selected. Click particles, or rows of the table.")
        if self._session.filters and any(one.count for one in findings):
            return tr("No particle passes the filters. Widen them.")
        if any(len(one.particles) for one in findings):
            return tr("All these particles are excluded: see the page Correct.")
        return tr("No particles were found. Try a lower threshold in the recipe.")

    def _ask_to_save(self) -> None:
        kinds = {".png": "PNG", ".svg": "SVG", ".pdf": "PDF"}
        title = tr("Save the figure")
        path = ask_file(self, self._session, title, "distribution.png", kinds)
        if path is not None:
            self.save_figure(path)


def _combo(choices: list[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    box.setSizeAdjustPolicy(
        QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
    )
    box.setMinimumContentsLength(8)
    for value, label in choices:
        box.addItem(label, value)
    return box


def _fit_label(fit: FitChoice) -> str:
    if fit == "best":
        return tr("best fit")
    return tr("no fit") if fit == "none" else tr(family_title(fit))
