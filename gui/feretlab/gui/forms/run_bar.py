"""Run, Cancel, and how far a run has come."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from feretlab.gui.controllers.analysis import Advance, AnalysisRunner
from feretlab.gui.controllers.recipes import differs
from feretlab.gui.icons import icon
from feretlab.gui.labels import NoteLabel
from feretlab.gui.session.entries import State
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr, tr_count

_FINE = 1000


class RunBar(QWidget):
    """Starts and stops analyses and shows their progress.

    Parameters
    ----------
    session : Session
        Holds the micrographs.
    runner : AnalysisRunner
        Does the work.
    parent : QWidget or None
        Owner.
    """

    def __init__(
        self, session: Session, runner: AnalysisRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._selected: Callable[[], Iterable[str]] | None = None
        self.run_button = QPushButton(icon("fa6s.play"), tr("Run this image"))
        self.all_button = QToolButton()
        self.selected_action = QAction(tr("Run the selected images"), self)
        self.cancel_button = QPushButton(icon("fa6s.stop"), tr("Cancel"))
        self.bar = QProgressBar()
        self.bar.setRange(0, _FINE)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(8)
        self.status = NoteLabel()
        self.status.setProperty("dim", True)
        # Where they came and went, all below would jump under the mouse.
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.status.setMinimumHeight(self.status.fontMetrics().lineSpacing())
        self._arrange()
        session.entries_changed.connect(self.refresh)
        session.current_changed.connect(self.refresh)
        session.recipe_changed.connect(self.refresh)
        # Once for many changes, as where a run of hundreds of images is undone.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        session.finding_changed.connect(self._refresh_soon)
        session.entry_changed.connect(self._refresh_soon)
        for signal in (runner.advanced, runner.started, runner.ended):
            signal.connect(self.refresh)
        self.refresh()

    def set_selected(self, selected: Callable[[], Iterable[str]]) -> None:
        """Tell how to find the entries that are selected in the list.

        Parameters
        ----------
        selected : callable
            Gives their keys.
        """
        self._selected = selected
        self.selected_action.setVisible(True)

    def run_current(self) -> None:
        """Analyse the image that is shown."""
        entry = self._session.current
        if entry is not None:
            self._runner.run([entry.key])

    def run_all(self) -> None:
        """Analyse all images."""
        self._runner.run([entry.key for entry in self._session.entries])

    def run_selected(self) -> None:
        """Analyse the images that are selected in the list."""
        if self._selected is not None:
            self._runner.run(self._selected())

    def refresh(self, *_: object) -> None:
        """Show what can be done and how far the run has come."""
        running = self._runner.is_running
        has_images = bool(self._session.entries)
        self.run_button.setVisible(not running)
        self.all_button.setVisible(not running)
        self.cancel_button.setVisible(running)
        self.bar.setVisible(running)
        self.run_button.setEnabled(self._session.current is not None)
        self.all_button.setEnabled(has_images)
        advance = self._runner.advance
        self.bar.setValue(round(advance.share * _FINE))
        text = _under_way(advance) if running else self._at_rest()
        self.status.setText(text)

    def _refresh_soon(self, _: object = None) -> None:
        self._soon.start()

    def _at_rest(self) -> str:
        entries = self._session.entries
        if not entries:
            return tr("Drop micrographs into the window, then run the analysis.")
        findings = [self._session.finding(entry.key) for entry in entries]
        failed = [entry.state in (State.FAILED, State.MISSING) for entry in entries]
        old = sum(
            1
            for one in findings
            # What is drawn by hand does not depend on a recipe.
            if one and one.model_sha256 and differs(one.recipe, self._session.recipe)
        )
        missing = sum(
            one is None and not is_failed
            for one, is_failed in zip(findings, failed, strict=True)
        )
        lines = []
        if any(failed):
            text = tr("{count} failed: see the list.")
            lines.append(text.format(count=sum(failed)))
        if old:
            lines.append(
                tr_count(
                    "This image was analysed with another recipe.",
                    "Analysed with another recipe: {old} of {count} images.",
                    len(findings),
                    old=old,
                )
            )
        elif missing:
            lines.append(
                tr_count(
                    "This image is not analysed yet.",
                    "Not analysed yet: {missing} of {count} images.",
                    len(findings),
                    missing=missing,
                )
            )
        if not lines:
            return tr_count(
                "This image has its results.",
                "All {count} images have their results.",
                len(findings),
            )
        return " ".join(lines)

    def _arrange(self) -> None:
        self.run_button.setDefault(True)
        self.run_button.setToolTip(tr("Analyse the image that is shown."))
        self.all_button.setText(tr("Run all"))
        self.all_button.setToolTip(tr("Analyse all images of the list."))
        self.all_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        menu = QMenu(self.all_button)
        menu.addAction(tr("Run all images"), self.run_all)
        menu.addAction(self.selected_action)
        self.selected_action.setVisible(False)
        self.selected_action.triggered.connect(self.run_selected)
        self.all_button.setMenu(menu)
        self.run_button.clicked.connect(self.run_current)
        self.all_button.clicked.connect(self.run_all)
        self.cancel_button.clicked.connect(self._runner.cancel)
        self.cancel_button.setToolTip(tr("Stop; what is finished stays."))
        row = QHBoxLayout()
        row.addWidget(self.run_button, 1)
        row.addWidget(self.cancel_button, 1)
        row.addWidget(self.all_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.bar)
        column.addWidget(self.status)


def _under_way(advance: Advance) -> str:
    image = min(advance.done + advance.failed + 1, advance.total)
    parts = [tr("Image {number} of {total}").format(number=image, total=advance.total)]
    if advance.name:
        parts[0] += f": {advance.name}"
    if advance.note:
        parts.append(advance.note)
    if advance.seconds_left is not None:
        parts.append(tr("{time} left").format(time=duration(advance.seconds_left)))
    return " · ".join(parts)


def duration(seconds: float) -> str:
    """Give a time for people.

    Parameters
    ----------
    seconds : float
        How long.

    Returns
    -------
    str
        Such as ``"40 s"``, ``"3 min"`` or ``"1 h 20 min"``.
    """
    if seconds < 60:
        return tr("{count} s").format(count=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 60:
        return tr("{count} min").format(count=minutes)
    return tr("{hours} h {minutes} min").format(
        hours=minutes // 60, minutes=minutes % 60
    )
