"""Fiji: what is there, images and outlines over and back, macros."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from feretlab.core.errors import FeretLabError
from feretlab.fiji_bridge.jvm import check_fiji
from feretlab.fiji_bridge.settings import fiji_folder, remember_fiji
from feretlab.gui.context import Context
from feretlab.gui.controllers.commands import CommandProcess, OpenedFiji
from feretlab.gui.icons import icon
from feretlab.gui.session.corrections import Correction
from feretlab.gui.session.session import correct
from feretlab.gui.texts import tr


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
        self._opened: list[OpenedFiji] = []
        self._exchange = Path(tempfile.gettempdir())
        self.command = CommandProcess()
        self.command.said.connect(self._print)
        self.command.ended.connect(self._end)
        self.place = QLabel()
        self.place.setWordWrap(True)
        self.note = QLabel()
        self.note.setWordWrap(True)
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

        def work(_: object) -> list[Path]:
            from feretlab.gui.controllers.roi_exchange import exchange_files

            return exchange_files(entry, particles, micrographs)

        def done(files: list[Path]) -> None:
            self._exchange = files[-1]
            opened = OpenedFiji(files)
            opened.failed.connect(
                lambda error: self._context.show_error(tr("Open ImageJ"), error)
            )
            self._opened.append(opened)
            self._session.log(tr("ImageJ opens {name}.").format(name=entry.name))

        self._context.jobs.start(
            tr("Hand {name} to ImageJ").format(name=entry.name),
            work,
            done=done,
            failed=lambda error: self._context.show_error(tr("Open ImageJ"), error),
        )

    def bring_back(self, path: Path) -> None:
        """Take a ROI set as the particles of the image shown, undoably."""
        entry = self._session.current
        finding = None if entry is None else self._session.finding(entry.key)
        if entry is None or finding is None:
            return
        particles = finding.particles

        def work(_: object) -> tuple[Correction, int, int]:
            from feretlab.gui.controllers.roi_exchange import roi_correction

            return roi_correction(path, particles)

        def done(found: tuple[Correction, int, int]) -> None:
            correction, dropped, drawn = found
            title = tr("bring back ROIs: {dropped} out, {drawn} in").format(
                dropped=dropped, drawn=drawn
            )
            change = correct(self._session, entry.key, title, correction)
            self._session.history.do(change)
            self._session.log(f"{entry.name}: {title}")

        self._context.jobs.start(
            tr("Read {name}").format(name=path.name),
            work,
            done=done,
            failed=lambda error: self._context.show_error(tr("Bring ROIs back"), error),
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        """End what was started here; ImageJ's windows stay."""
        self.command.close()
        for opened in self._opened:
            opened.let_go()
        super().closeEvent(event)

    # Inside

    def _make_buttons(self) -> None:
        self.check_button = _button("fa6s.stethoscope", tr("Check"), self.check)
        self.check_button.setToolTip(
            tr("Look for Java and ImageJ, and start them once; takes some seconds.")
        )
        self.choose_button = _button("fa6s.folder-open", tr("Choose…"), self._ask_fiji)
        self.choose_button.setToolTip(tr("Use your own Fiji from now on."))
        self.forget_button = _button(
            "fa6s.rotate-left", tr("Embedded"), lambda: self.use_fiji(None)
        )
        self.forget_button.setToolTip(tr("Use the ImageJ that comes with FeretLab."))
        self.open_button = _button(
            "fa6s.arrow-up-right-from-square", tr("Open in ImageJ"), self.open_image
        )
        self.open_button.setToolTip(
            tr("Open the image with its outlines in the ROI Manager.")
        )
        self.back_button = _button(
            "fa6s.file-import", tr("Bring ROIs back…"), self._ask_rois
        )
        self.back_button.setToolTip(
            tr("Take a ROI set, as the ROI Manager saves it, as this image's result.")
        )
        self.macro_button = _button("fa6s.ellipsis", "", self._ask_macro)
        self.macro_button.setToolTip(tr("Choose a macro."))
        self.run_button = _button("fa6s.play", tr("Run"), self.run_macro)
        self.run_button.setToolTip(tr("Run the macro without a window."))
        self.stop_button = _button("fa6s.stop", tr("Stop"), self.command.stop)
        self.stop_button.setToolTip(tr("End the process at once."))

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.addWidget(
            _group(
                tr("ImageJ"),
                self.place,
                _row(self.check_button, self.choose_button, self.forget_button),
            )
        )
        layout.addWidget(
            _group(
                tr("This image"), self.note, _row(self.open_button, self.back_button)
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

    def _run(self, words: list[str], note: str) -> None:
        self.output.clear()
        self._print(note)
        self.command.start(words)
        self._enable()

    def _print(self, line: str) -> None:
        self.output.appendPlainText(line)

    def _end(self, status: int) -> None:
        self._print(
            tr("Done.")
            if status == 0
            else tr("Ended with status {status}.").format(status=status)
        )
        self._enable()

    def _enable(self, *_: object) -> None:
        entry = self._session.current
        finding = None if entry is None else self._session.finding(entry.key)
        is_running = self.command.is_running
        self.check_button.setEnabled(not is_running)
        self.run_button.setEnabled(not is_running and bool(self.macro.text()))
        self.stop_button.setEnabled(is_running)
        self.open_button.setEnabled(entry is not None)
        self.back_button.setEnabled(finding is not None)
        if entry is None:
            note = tr("Open an image first.")
        elif finding is None:
            note = tr("{name} can be opened; analyse it to hand its outlines over too.")
        else:
            note = tr(
                "{name}: edit the outlines in the ROI Manager, save them there "
                "(More » Save), and bring them back."
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
            tr("ImageJ 1.54p, embedded. Choose a folder to use your own Fiji.")
            if folder is None
            else tr("Your Fiji: {folder}").format(folder=folder)
        )

    def _ask_fiji(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Choose the folder Fiji.app"))
        if name:
            self.use_fiji(Path(name))

    def _ask_rois(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Bring ROIs back"), str(self._exchange), tr("ROIs (*.zip *.roi)")
        )
        if name:
            self.bring_back(Path(name))

    def _ask_macro(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a macro"), "", tr("Macros (*.ijm *.txt)")
        )
        if name:
            self.macro.setText(name)


def _button(name: str, text: str, act: Callable[[], None]) -> QPushButton:
    button = QPushButton(icon(name), text)
    button.clicked.connect(lambda: act())
    return button


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
