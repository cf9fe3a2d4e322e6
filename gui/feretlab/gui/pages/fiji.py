"""Fiji: what is there, images and outlines over and back, macros."""

from pathlib import Path

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from feretlab.core.comparison.files import ROIS
from feretlab.core.errors import FeretLabError
from feretlab.fiji_bridge.jvm import IMAGEJ, check_fiji
from feretlab.fiji_bridge.settings import fiji_folder, remember_fiji
from feretlab.gui.buttons import icon_button
from feretlab.gui.context import Context
from feretlab.gui.controllers.bringing import Bringing, Brought
from feretlab.gui.controllers.commands import CommandProcess, OpenedFiji
from feretlab.gui.controllers.roi_exchange import exchange_files
from feretlab.gui.dialogs.bring_back import BringBackDialog
from feretlab.gui.icons import icon
from feretlab.gui.labels import NoteLabel
from feretlab.gui.popups import open_dialog
from feretlab.gui.scrolling import PageScroll
from feretlab.gui.texts import tr
from feretlab.gui.worker import Job


class FijiPage(QWidget):
    """The page that leads to ImageJ and Fiji and back.

    ImageJ runs in processes of its own.

    Parameters
    ----------
    context : Context
        What every page is given.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._session = context.session
        self.bringing = Bringing(context.session, context.jobs)
        self.bringing.told.connect(self._tell)
        self.bringing.brought.connect(self._choose)
        self._last_folder = ""
        self._job: Job | None = None
        self.command = CommandProcess()
        self.command.said.connect(self._print)
        self.command.ended.connect(self._end)
        self.place = NoteLabel()
        self.note = NoteLabel()
        self.note.setProperty("dim", True)
        self.macro = QLineEdit()
        self.argument = QLineEdit()
        self.output = QPlainTextEdit()
        self.output.setReadOnly(True)
        self.output.setPlaceholderText(
            tr("What ImageJ says stands here. Press Check to see whether it is ready.")
        )
        self._make_buttons()
        self._arrange()
        for signal in (
            self._session.current_changed,
            self._session.finding_changed,
            self._session.entries_changed,
        ):
            signal.connect(self._enable)
        self._tell_place()
        self._enable()

    def check(self) -> None:
        """Tell what ImageJ needs and what of it is here."""
        self._run(["fiji", "--check"], tr("Looking for Java and ImageJ…"))

    def run_macro(self) -> None:
        """Run the macro of the box and show what it prints."""
        words = ["macro", self.macro.text()]
        if self.argument.text():
            words.append(self.argument.text())
        self._run(words, tr("Running {name}…").format(name=self.macro.text()))

    def use_fiji(self, folder: Path | None) -> None:
        """Remember the user's Fiji; None for the embedded ImageJ."""
        try:
            if folder is not None:
                check_fiji(folder)
            remember_fiji(folder)
        except FeretLabError as error:
            self._context.show_error(tr("Choose a Fiji"), error)
        self._tell_place()

    def open_image(self) -> None:
        """Open the image in ImageJ, its outlines in the ROI Manager."""
        entry = self._session.current
        if entry is None:
            return
        finding = self._session.finding(entry.key)
        particles = None if finding is None else finding.particles
        micrographs = self._context.micrographs

        def work(_: object) -> tuple[Path, list[Path]]:
            return exchange_files(entry, particles, micrographs)

        def done(written: tuple[Path, list[Path]]) -> None:
            folder, files = written
            opened = OpenedFiji(files, folder)
            opened.failed.connect(
                lambda error: self._context.show_error(tr("Open ImageJ"), error)
            )
            self.bringing.watch(entry.key, opened)
            self._tell(tr("ImageJ opens {name}…").format(name=entry.name))

        self._context.jobs.start(
            tr("Hand {name} to ImageJ").format(name=entry.name),
            work,
            done=done,
            failed=lambda error: self._context.show_error(tr("Open ImageJ"), error),
        )

    def bring_back(self, path: Path) -> None:
        """Take a ROI set as the particles of the image shown, undoably."""
        if self._session.current is not None:
            self.bringing.take_particles(path, self._session.current)

    def compare_with(self, path: Path) -> None:
        """Take a Results table or a ROI set as manual measurements, undoably."""
        entry = self._session.current
        if entry is not None and path.suffix.lower() in ROIS:
            self.bringing.take_manual_rois(path, entry)
        elif entry is not None:
            self.bringing.take_table(path, entry)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End what was started here; ImageJ's windows stay."""
        self.command.close()
        self.bringing.let_go()
        super().closeEvent(event)

    # Inside

    def _make_buttons(self) -> None:
        self.check_button = icon_button(
            "fa6s.stethoscope",
            tr("Check"),
            self.check,
            tr("Look for Java and ImageJ, and start them once; takes some seconds."),
        )
        self.choose_button = icon_button(
            "fa6s.folder-open",
            tr("Choose…"),
            self._ask_fiji,
            tr("Use your own Fiji from now on."),
        )
        self.forget_button = icon_button(
            "fa6s.rotate-left",
            tr("Embedded"),
            lambda: self.use_fiji(None),
            tr("Use the ImageJ that comes with FeretLab."),
        )
        self._make_image_buttons()
        self._make_macro_buttons()

    def _make_image_buttons(self) -> None:
        self.open_button = icon_button(
            "fa6s.arrow-up-right-from-square",
            tr("Open in ImageJ"),
            self.open_image,
            tr("Open the image with its outlines in the ROI Manager."),
        )
        self.back_button = icon_button(
            "fa6s.file-import",
            tr("Bring back…"),
            self.bringing.ask,
            tr("Take the Results table and the ROIs from the ImageJ that was opened."),
        )
        self.files_button = QPushButton(icon("fa6s.folder-open"), tr("From files"))
        self.files_button.setToolTip(tr("Take files that ImageJ saved."))
        menu = QMenu(self.files_button)
        self._rois_action = menu.addAction(
            tr("ROIs as this image's particles…"), self._ask_rois
        )
        menu.addAction(tr("Results or ROIs to compare with…"), self._ask_measurements)
        self.files_button.setMenu(menu)

    def _make_macro_buttons(self) -> None:
        self.macro_button = icon_button(
            "fa6s.ellipsis", "", self._ask_macro, tr("Choose a macro.")
        )
        self.run_button = icon_button(
            "fa6s.play",
            tr("Run"),
            self.run_macro,
            tr("Run the macro without a window."),
        )
        self.stop_button = icon_button(
            "fa6s.stop", tr("Stop"), self.command.stop, tr("End the process at once.")
        )

    def _arrange(self) -> None:
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.addWidget(
            _group(
                tr("ImageJ"),
                self.place,
                _row(self.check_button, self.choose_button, self.forget_button),
            )
        )
        layout.addWidget(
            _group(
                tr("This image"),
                self.note,
                _row(self.open_button, self.back_button, self.files_button),
            )
        )
        self.macro.setPlaceholderText(tr("A macro's file (.ijm)"))
        self.macro.textChanged.connect(self._enable)
        self.argument.setPlaceholderText(
            tr("What getArgument() gives inside; may stay empty")
        )
        layout.addWidget(
            _group(
                tr("Macro"),
                _row(self.macro, self.macro_button),
                self.argument,
                _row(self.run_button, self.stop_button),
            )
        )
        layout.addWidget(self.output, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(PageScroll(inside))

    def _run(self, words: list[str], note: str) -> None:
        self.output.clear()
        self._print(note)
        self._job = self._context.jobs.adopt(note.rstrip("…"), self.command.stop)
        self.command.start(words)
        self._enable()

    def _print(self, line: str) -> None:
        self.output.appendPlainText(line)

    def _tell(self, line: str) -> None:
        self._print(line)
        self._session.log(line)

    def _choose(self, brought: Brought) -> None:
        """Ask what of it shall become what."""
        finding = self._session.finding(brought.entry.key)
        dialog = BringBackDialog(brought, finding is not None, self)
        dialog.accepted.connect(
            lambda: self.bringing.take(
                brought, results=dialog.takes_results, rois=dialog.use_of_rois
            )
        )
        open_dialog(dialog)

    def _end(self, status: int) -> None:
        if self._job is not None:
            self._job.finish()
            self._job = None
        self._print(_ending(status, was_stopped=self.command.was_stopped))
        self._enable()

    def _enable(self, *_: object) -> None:
        entry = self._session.current
        finding = None if entry is None else self._session.finding(entry.key)
        is_running = self.command.is_running
        self.check_button.setEnabled(not is_running)
        self.run_button.setEnabled(not is_running and bool(self.macro.text()))
        self.stop_button.setEnabled(is_running)
        self.open_button.setEnabled(entry is not None)
        self.back_button.setEnabled(entry is not None)
        self.files_button.setEnabled(entry is not None)
        self._rois_action.setEnabled(finding is not None)
        if entry is None:
            note = tr("Open an image first.")
        elif finding is None:
            note = tr(
                "{name}: open it, measure there (Ctrl+M), and bring the Results and "
                "ROIs back. Analyse it first to hand its outlines over too."
            )
        else:
            note = tr(
                "{name}: open it with its outlines, measure (Ctrl+M) or edit them in "
                "the ROI Manager, and bring Results and ROIs back."
            )
        self.note.setText(note.format(name="" if entry is None else entry.name))

    def _tell_place(self) -> None:
        try:
            folder = fiji_folder()
        except FeretLabError as error:
            self.place.setText(str(error))
            return
        self.forget_button.setEnabled(folder is not None)
        self.place.setText(
            tr(
                "ImageJ {version}, embedded. Choose a folder to use your own Fiji."
            ).format(version=IMAGEJ.rpartition(":")[2])
            if folder is None
            else tr("Your Fiji: {folder}").format(folder=folder)
        )

    def _ask_fiji(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Choose the folder Fiji.app"))
        if name:
            self.use_fiji(Path(name))

    def _ask_rois(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Bring ROIs back"), self._last_folder, tr("ROIs (*.zip *.roi)")
        )
        if name:
            self._last_folder = str(Path(name).parent)
            self.bring_back(Path(name))

    def _ask_measurements(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self,
            tr("Take measurements"),
            self._last_folder,
            tr("Measurements (*.csv *.tsv *.txt *.xls *.zip *.roi)"),
        )
        if name:
            self._last_folder = str(Path(name).parent)
            self.compare_with(Path(name))

    def _ask_macro(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a macro"), "", tr("Macros (*.ijm *.txt)")
        )
        if name:
            self.macro.setText(name)


def _ending(status: int, *, was_stopped: bool) -> str:
    if was_stopped:
        return tr("Stopped.")
    if status == 0:
        return tr("Done.")
    return tr("Ended with status {status}.").format(status=status)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    return row


def _group(title: str, *parts: QWidget | QHBoxLayout) -> QGroupBox:
    group = QGroupBox(title)
    layout = QVBoxLayout(group)
    for part in parts:
        if isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return group
