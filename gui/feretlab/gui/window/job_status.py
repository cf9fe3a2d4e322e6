"""Work under way, in the status bar: what, how far, and Cancel."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from feretlab.gui.icons import icon
from feretlab.gui.texts import tr
from feretlab.gui.worker import Job, Jobs

_STEPS = 1000
_LONGEST = 60


class JobStatus(QWidget):
    """Shows the job that began first and how many others there are.

    Work that only draws comes after all other, and cannot be cancelled.

    Parameters
    ----------
    jobs : Jobs
        All work.
    """

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._job: Job | None = None
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.bar = QProgressBar()
        self.bar.setFixedWidth(160)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(14)
        self.cancel_button = QToolButton()
        self.cancel_button.setIcon(icon("fa6s.xmark"))
        self.cancel_button.setAutoRaise(True)
        self.cancel_button.setToolTip(tr("Cancel this work."))
        self.cancel_button.setAccessibleName(tr("Cancel this work"))
        self.cancel_button.clicked.connect(self._cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 4, 0)
        layout.addWidget(self.label)
        layout.addWidget(self.bar)
        layout.addWidget(self.cancel_button)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        policy.setHorizontalPolicy(QSizePolicy.Policy.Maximum)
        self.setSizePolicy(policy)
        jobs.changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        running = self._jobs.running
        self.setVisible(bool(running))
        first = next(iter((*self._jobs.lasting, *running)), None)
        if first is not self._job:
            self._job = first
            if first is not None:
                self.bar.setRange(0, 0)
                self.cancel_button.setEnabled(not first.is_passing)
                first.progressed.connect(partial(self._advance, first))
        if first is not None:
            self._say(first.title, len(running) - 1)

    def _advance(self, job: Job, share: float, note: str) -> None:
        if job is not self._job:
            return
        self.bar.setRange(0, _STEPS)
        self.bar.setValue(round(share * _STEPS))
        title = f"{job.title}: {note}" if note else job.title
        self._say(title, len(self._jobs.running) - 1)

    def _say(self, title: str, others: int) -> None:
        more = tr(" (and {count} more)").format(count=others) if others > 0 else ""
        self.label.setText(_shortened(title) + more)
        self.label.setToolTip(title)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.label.setText(tr("stopping…"))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
