"""Compare: what was found automatically beside manual measurements."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from feretlab.core.comparison.colours import FALSE_FIND, MISS, PAIR
from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.errors import FeretLabError
from feretlab.gui.canvas.place_mark import Mark
from feretlab.gui.context import Context
from feretlab.gui.controllers.analysis_task import OpenNetworks
from feretlab.gui.controllers.comparison import (
    Box,
    Case,
    Compared,
    Comparisons,
)
from feretlab.gui.controllers.comparison_particles import particle_of
from feretlab.gui.controllers.comparison_report import FigureTask, ReportTask
from feretlab.gui.controllers.export import export_task, part_text
from feretlab.gui.controllers.latest import Latest
from feretlab.gui.controllers.manual_lengths import lengths_on
from feretlab.gui.controllers.missing_files import mark_missing
from feretlab.gui.dialogs.places import ask_folder
from feretlab.gui.forms.form import ParameterForm
from feretlab.gui.forms.recipe import descriptor_choices
from feretlab.gui.icons import icon
from feretlab.gui.labels import NoteLabel
from feretlab.gui.pages.compare_sources import SourceChooser
from feretlab.gui.plots.compare_views import CompareViews
from feretlab.gui.tables.case_panel import CasePanel, add_keys
from feretlab.gui.tables.statistics_table import StatisticsTable
from feretlab.gui.texts import as_in_window, tr

_SOON_MS = 200
_LEAST_PX = 20.0
_LEFT_OUT = ("pixel_size_nm", "connectivity", "rois_by", "pictures", "workbook")
# ImageJ has a process of its own; its virtual machine must not start in this one.
_DEFAULTS = CompareParameters(rois_by="feretlab")


class ComparePage(QWidget):
    """The page on which manual and automatic measurements are compared.

    Parameters
    ----------
    context : Context
        What every page is given.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        session, jobs = context.session, context.jobs
        self._comparisons = Comparisons(session, jobs)
        self._figures = Latest(jobs, tr("Draw the plots"))
        self.destroyed.connect(self._figures.drop)
        self._networks = OpenNetworks()
        self._place: Box | None = None
        self.compared: Compared | None = None
        self.sources, self.scope = SourceChooser(session), QComboBox()
        self.blind = QCheckBox(tr("Blind"))
        self.report_button = QPushButton(icon("fa6s.file-export"), tr("Report…"))
        self.measure_button = QPushButton(icon("fa6s.ruler"), tr("Measure"))
        self.verdict = NoteLabel()
        self.views = CompareViews(session, context.micrographs, jobs)
        self.cases = CasePanel()
        self.statistics = StatisticsTable()
        self.picture = QLabel()
        self.form = ParameterForm(
            CompareParameters,
            suggestions={"descriptor": descriptor_choices()},
            left_out=_LEFT_OUT,
        )
        self.form.set_record(_DEFAULTS)
        self.tabs = QTabWidget()
        self._timer = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._timer.timeout.connect(self.compare)
        self._arrange()
        self._connect()
        self._show_nothing(self._why_empty())

    @property
    def parameters(self) -> CompareParameters:
        """What is compared, and how."""
        record = self.form.record
        return record if isinstance(record, CompareParameters) else _DEFAULTS

    def compare(self) -> None:
        """Compare what is chosen now."""
        if self.blind.isChecked():
            return
        why = self._why_empty()
        if why:
            self._comparisons.drop()
            self._show_nothing(why)
        else:
            self._comparisons.compare(
                self._keys(), self.sources.source, self.parameters
            )

    def write_report(self, output: Path) -> None:
        """Write both sides and the comparison of them.

        Parameters
        ----------
        output : Path
            Folder of the report.
        """
        context, what = self._context, tr("Writing the comparison")
        keys = self._keys()
        try:
            automatic = export_task(
                context.session,
                output / "automatic",
                context.micrographs,
                self._networks,
                keys=keys,
            )
        except FeretLabError as error:
            context.show_error(what, error)
            return

        def failed(error: Exception) -> None:
            mark_missing(context.session, error)
            context.show_error(what, error)

        task = ReportTask(
            automatic=automatic,
            source=self.sources.source,
            lengths=lengths_on(context.session, keys),
            parameters=self.parameters,
            output=output,
        )
        job = context.jobs.start(
            what,
            task,
            done=lambda folder: context.session.log(
                tr("The comparison is in {folder}.").format(folder=folder)
            ),
            failed=failed,
        )
        job.cancelled.connect(lambda: context.session.log(part_text(output)))

    def showEvent(self, event: QShowEvent) -> None:
        """Compare when the page is looked at."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the image as others have it."""
        super().hideEvent(event)
        self._context.canvas.mark_place(None)

    def _arrange(self) -> None:
        self.measure_button.setToolTip(
            tr("Take the caliper: drag across a particle in the image.")
        )
        self.scope.addItem(tr("This image"), "image")
        self.scope.addItem(tr("All images"), "all")
        self.blind.setToolTip(
            tr("Hide the automatic result while you measure, so that it cannot lead.")
        )
        self.report_button.setToolTip(tr("Write tables, plots and a report."))
        self.picture.setAlignment(
            Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter
        )
        plots, settings = QScrollArea(), QScrollArea()
        plots.setWidget(self.picture)
        settings.setWidget(self.form)
        settings.setFrameShape(QScrollArea.Shape.NoFrame)
        for area in (plots, settings):
            area.setWidgetResizable(True)
        self.tabs.setDocumentMode(True)
        self.tabs.setUsesScrollButtons(False)
        for widget, title in (
            (self.views, tr("Images")),
            (self.cases, tr("Cases")),
            (self.statistics, tr("Statistics")),
            (plots, tr("Plots")),
            (settings, tr("Settings")),
        ):
            self.tabs.addTab(widget, title)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.sources, 1)
        first.addWidget(self.measure_button)
        second.addWidget(self.scope)
        second.addWidget(self.blind)
        second.addStretch(1)
        second.addWidget(self.report_button)
        column = QVBoxLayout(self)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.verdict)
        column.addWidget(self.tabs, 1)

    def _connect(self) -> None:
        session = self._context.session
        self.scope.activated.connect(self._timer.start)
        self.sources.changed.connect(self._soon)
        self.sources.opened.connect(self.compare)
        self.form.committed.connect(self._timer.start)
        self.blind.toggled.connect(self._switch_blind)
        self.report_button.clicked.connect(self._ask_to_report)
        self.measure_button.clicked.connect(
            lambda: self._context.canvas.set_tool("caliper")
        )
        self.cases.chosen.connect(self._look_at)
        self.tabs.currentChanged.connect(self._draw_plots)
        self._context.canvas.shown.connect(self._go_to_place)
        add_keys(self, self.cases)
        self.views.enlarged.connect(lambda window: add_keys(window, self.cases))
        self._comparisons.compared.connect(self._show)
        self._comparisons.failed.connect(self._show_failure)
        session.finding_changed.connect(self._soon)
        session.current_changed.connect(self._soon)

    def _keys(self) -> list[str]:
        session = self._context.session
        if self.scope.currentData() == "all":
            return [entry.key for entry in session.entries]
        return [] if session.current is None else [session.current.key]

    def _soon(self, _: object = None) -> None:
        if self.isVisible():
            self._timer.start()

    def _show(self, compared: Compared) -> None:
        self.compared = compared
        notes = map(as_in_window, compared.comparison.warnings)
        self.verdict.setText("\n".join([compared.verdict, *notes]))
        self.views.show_compared(compared)
        self.cases.show_cases(compared)
        self.statistics.show_table(compared.statistics)
        self.report_button.setEnabled(True)
        self._draw_plots()

    def _show_failure(self, error: Exception) -> None:
        self._show_nothing(as_in_window(str(error)))

    def _show_nothing(self, why: str) -> None:
        self.compared = None
        self._figures.drop()
        self.verdict.setText(why)
        self.views.show_compared(None)
        self.cases.show_cases(None)
        self.statistics.show_table({})
        self.picture.clear()
        self.report_button.setEnabled(False)

    def _why_empty(self) -> str:
        session = self._context.session
        if session.current is None:
            return tr("Open micrographs first: drop files or a folder into the window.")
        findings = self._comparisons.findings(self._keys())
        if not findings:
            return tr("Analyse the image first: there is nothing to compare with yet.")
        if not any(one.count for one in findings):
            if any(len(one.particles) for one in findings):
                return tr("All these particles are excluded: see the page Correct.")
            return tr("No particles were found. Try a lower threshold in the recipe.")
        if self.sources.is_empty:
            return tr(
                "Open measurements made in ImageJ (a Results table or a ROI set), or "
                "press Measure and drag across particles with the caliper."
            )
        return ""

    def _draw_plots(self, _: int = 0) -> None:
        if self.compared is not None and self.tabs.currentIndex() == 3:
            task = FigureTask(compared=self.compared)
            self._figures.request(task, self._show_picture, self._show_failure)

    def _show_picture(self, png: bytes) -> None:
        picture = QPixmap()
        picture.loadFromData(png)
        width = max(self.tabs.width() - 30, 200)
        ratio = self.devicePixelRatioF()
        # Drawn larger than it is, it would be blurred.
        pixmap = picture.scaledToWidth(
            min(round(width * ratio), picture.width()),
            Qt.TransformationMode.SmoothTransformation,
        )
        pixmap.setDevicePixelRatio(ratio)
        self.picture.setPixmap(pixmap)

    def _look_at(self, case: Case) -> None:
        session = self._context.session
        entry = next((one for one in session.entries if one.name == case.image), None)
        compared = self.compared
        if entry is None or compared is None:
            return
        self._place = case.box
        self._context.canvas.mark_place(_mark(case, entry.key))
        was_shown = session.current == entry
        session.show(entry.key)
        self.views.show_box(entry.key, case.box)
        if was_shown:
            self._go_to_place()
        finding = session.finding(entry.key)
        found = None if finding is None else particle_of(case, compared, finding)
        session.select(() if found is None else (found,))

    def _switch_blind(self, is_blind: bool) -> None:
        canvas = self._context.canvas
        canvas.overlay.is_blind = is_blind
        canvas.mark_place(None)
        self._context.session.select(())
        self.views.views.hide_automatic(is_blind)
        for index in range(1, self.tabs.count()):
            self.tabs.setTabEnabled(index, not is_blind)
        if is_blind:
            self._comparisons.drop()
            self._show_nothing(
                tr("Blind: measure with the caliper, then uncheck it to compare.")
            )
            canvas.set_tool("caliper")
        else:
            self.compare()

    def _go_to_place(self, _: object = None) -> None:
        """Show the case in the large image too, with some room around it."""
        if self._place is not None:
            top, left, bottom, right = self._place
            room = max(bottom - top, right - left, _LEAST_PX)
            canvas = self._context.canvas
            canvas.set_view(
                canvas.view.on(top - room, left - room, bottom + room, right + room)
            )
            self._place = None

    def _ask_to_report(self) -> None:
        session = self._context.session
        folder = ask_folder(self, session, tr("Choose a folder for the comparison"))
        if folder is not None:
            self.write_report(folder)


def _mark(case: Case, key: str) -> Mark:
    color = {"pair": PAIR, "miss": MISS}.get(case.status, FALSE_FIND)
    return Mark(key=key, box=case.box, text=tr(case.status), color=color)
