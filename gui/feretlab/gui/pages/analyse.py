"""Analyse: recipe, run, results, filters, distribution."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.errors import FeretLabError
from feretlab.gui.context import Context
from feretlab.gui.controllers.analysis import AnalysisRunner
from feretlab.gui.controllers.export import (
    Exported,
    TableTask,
    export_task,
    part_text,
)
from feretlab.gui.controllers.look_windows import Shape, Window
from feretlab.gui.controllers.missing_files import mark_missing
from feretlab.gui.controllers.preview import Preview
from feretlab.gui.controllers.shown import Shown
from feretlab.gui.dialogs.places import ask_folder
from feretlab.gui.forms.recipe import RecipePanel
from feretlab.gui.forms.run_bar import RunBar
from feretlab.gui.icons import icon
from feretlab.gui.labels import NoteLabel
from feretlab.gui.tables.particle_panel import ParticlePanel
from feretlab.gui.texts import as_in_window, tr, tr_count

if TYPE_CHECKING:
    from feretlab.gui.plots.distribution_panel import DistributionPanel

_VIEW_RESTS_MS = 250


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
        session, looks = context.session, context.looks
        self.runner = AnalysisRunner(
            session, looks.micrographs, context.jobs, looks.networks, looks.maps
        )
        self.shown = Shown(session)
        self.preview = Preview(session, context.jobs, looks, self._seen)
        self.run_bar = RunBar(session, self.runner)
        self.recipe = RecipePanel(session)
        self.table = ParticlePanel(session, self.shown)
        self.distribution: DistributionPanel | None = None
        self.live = QCheckBox(tr("Live preview"))
        self.scope = QComboBox()
        self.tried = NoteLabel()
        self.count = QLabel()
        self.export_button = QPushButton(icon("fa6s.file-export"), tr("Export all…"))
        self.tabs = QTabWidget()
        # Once for many changes, as where a run of hundreds of images is undone.
        self._counts = QTimer(self, singleShot=True, interval=0)
        self._counts.timeout.connect(self._show_count)
        self._arrange()
        self._connect()
        self._show_count()

    def ask_to_export(self) -> None:
        """Ask for a folder and write everything there."""
        session, title = self._context.session, tr("Choose a folder for the results")
        folder = ask_folder(self, session, title)
        if folder is not None:
            self.export(folder)

    def export(self, output: Path) -> None:
        """Write everything that was found, as ``feretlab analyze`` does.

        Parameters
        ----------
        output : Path
            Folder of the results.
        """
        context, what = self._context, tr("Writing results")
        try:
            task = export_task(
                context.session, output, context.micrographs, self.runner.networks
            )
        except FeretLabError as error:
            context.show_error(what, error)
            return

        def failed(error: Exception) -> None:
            mark_missing(context.session, error)
            context.show_error(what, error)

        def done(exported: Exported) -> None:
            for line in exported.warnings:
                context.session.log(as_in_window(line))
            context.session.log(
                tr("Results are in {folder}.").format(folder=exported.folder)
            )

        if context.session.filters:
            context.session.log(tr("Results are written whole: filters only hide."))
        job = context.jobs.start(what, task, done=done, failed=failed)
        job.cancelled.connect(lambda: context.session.log(part_text(output)))

    def export_table(self, path: Path) -> None:
        """Write the rows of the table that are shown.

        Parameters
        ----------
        path : Path
            ``.csv`` or ``.xlsx``.
        """
        context, what = self._context, tr("Writing the table")
        task = TableTask(
            table=self.table.model.table(),
            whole=self.shown.table(),
            recipe=context.session.recipe,
            path=path,
        )
        context.jobs.start(
            what, task, failed=lambda error: context.show_error(what, error)
        )

    def hideEvent(self, event: QHideEvent) -> None:
        """End the preview when another page comes to the front."""
        if not event.spontaneous():
            self.preview.clear()
        super().hideEvent(event)

    def _arrange(self) -> None:
        self.live.setChecked(True)
        self.live.setToolTip(
            tr(
                "Show what other parameters would find in the part of the image that "
                "is seen. The network looks at it once; threshold and separation "
                "then answer at once."
            )
        )
        self.scope.addItem(tr("This image"), "image")
        self.scope.addItem(tr("All images"), "all")
        self.scope.setToolTip(tr("Which particles table, filters and plot are about."))
        for label in (self.tried, self.count):
            label.setProperty("dim", True)
        self.export_button.setToolTip(
            tr(
                "Write tables, outlines, figures and the record of all images, as "
                "feretlab analyze does. Filters only hide; all particles are written."
            )
        )
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.addTab(self.recipe, tr("Recipe"))
        self.tabs.addTab(self.table, tr("Table"))
        for title in (tr("Filters"), tr("Distribution")):
            holder = QWidget()
            QVBoxLayout(holder).setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(holder, title)
        self.tabs.setCornerWidget(self.live)
        row = QHBoxLayout()
        row.addWidget(self.scope)
        row.addWidget(self.count, 1)
        row.addWidget(self.export_button)
        column = QVBoxLayout(self)
        column.addWidget(self.run_bar)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.tried)
        column.addLayout(row)

    def _connect(self) -> None:
        context, session = self._context, self._context.session
        self.runner.broken.connect(self._show_broken)
        self.recipe.failed.connect(context.show_error)
        self.recipe.edited.connect(self._try_out)
        self.recipe.form.rested.connect(lambda: self.preview.rest(session.recipe))
        session.recipe_changed.connect(self._take_over)
        self.live.toggled.connect(self._switch_live)
        self._follow_view()
        self.table.export_asked.connect(self.export_table)
        self.table.chosen.connect(context.canvas.reveal)
        self.scope.activated.connect(
            lambda _: self.shown.set_scope(self.scope.currentData())
        )
        self.shown.changed.connect(self._count_soon)
        self.shown.filtered.connect(self._count_soon)
        session.finding_changed.connect(self._count_soon)
        session.entries_changed.connect(self._count_soon)
        self.export_button.clicked.connect(self.ask_to_export)
        self.tabs.currentChanged.connect(self._fill_tab)

    def _follow_view(self) -> None:
        """Tie the preview to what the canvas shows."""
        canvas, preview = self._context.canvas, self.preview
        self._rests = QTimer(self, singleShot=True, interval=_VIEW_RESTS_MS)
        self._rests.timeout.connect(preview.follow)
        canvas.view_changed.connect(lambda _: preview.move())
        for signal in (canvas.view_changed, canvas.shown):
            signal.connect(lambda _: self._rests.start())
        preview.shown.connect(canvas.show_preview)
        preview.told.connect(lambda line: self.tried.setText(line))
        preview.looked.connect(self._take_look)

    def _fill_tab(self, index: int) -> None:
        """Make filters and plot when they are looked at first; they cost a second."""
        tab = self.tabs.widget(index)
        layout = None if tab is None else tab.layout()
        if index < 2 or layout is None or layout.count():
            return
        layout.addWidget(self._make_filters() if index == 2 else self._make_plot())

    def _make_filters(self) -> QWidget:
        from feretlab.gui.plots.filter_panel import FilterPanel

        return FilterPanel(self._context.session, self.shown)

    def _make_plot(self) -> QWidget:
        from feretlab.gui.controllers.distribution import Distributions
        from feretlab.gui.plots.distribution_panel import DistributionPanel

        session = self._context.session
        distributions = Distributions(session, self.shown, self._context.jobs)
        self.distribution = DistributionPanel(session, self.shown, distributions)
        self.distribution.failed.connect(self._context.show_error)
        return self.distribution

    def _try_out(self, recipe: AnalyzeParameters) -> None:
        if self.live.isChecked():
            self.preview.show(recipe)

    def _take_over(self, recipe: AnalyzeParameters) -> None:
        """Measure the shown image anew where that needs no network."""
        if self.live.isChecked() and not self.runner.is_running:
            self.preview.measure(recipe, self.runner)

    def _take_look(self, tried: AnalyzeParameters) -> None:
        """Catch up with an edit that was finished before the network had looked."""
        if tried == self._context.session.recipe:
            self._take_over(tried)

    def _switch_live(self, is_live: bool) -> None:
        if is_live:
            self._take_over(self._context.session.recipe)
        else:
            self.preview.clear()

    def _seen(self, shape: Shape) -> Window:
        """Give the part of the field that the canvas shows."""
        top, left, bottom, right = self._context.canvas.view.rectangle(shape)
        return top, left, bottom, right

    def _count_soon(self, _: object = None) -> None:
        self._counts.start()

    def _show_count(self) -> None:
        shown, total = self.shown.count()
        unknown, _ = self.shown.unknown()
        text = tr_count("{count} particle", "{count} particles", total)
        if shown != total:
            text = tr_count(
                "{shown} of {count} particle",
                "{shown} of {count} particles",
                total,
                shown=shown,
            )
        if unknown:
            text += tr(", {count} not calibrated").format(count=unknown)
        self.count.setText(text if self.shown.parts() else "")
        # Whichever image is shown.
        session = self._context.session
        keys = (entry.key for entry in session.entries)
        self.export_button.setEnabled(any(map(session.finding, keys)))

    def _show_broken(self, error: Exception) -> None:
        self._context.show_error(tr("Analysing"), error)
