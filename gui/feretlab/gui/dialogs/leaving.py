"""What to do about work that is under way when the window is to be left."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from feretlab.gui.labels import NoteLabel
from feretlab.gui.texts import tr
from feretlab.gui.worker import Job, Jobs

_MOST_NAMED = 6


class LeaveDialog(QDialog):
    """Names the work and offers to wait for it, to cancel it, or to stay.

    It is accepted once no work is left, by itself or because it was cancelled.

    Parameters
    ----------
    jobs : Jobs
        All work.
    matter : callable
        Gives those jobs of which something would be lost.
    parent : QWidget or None
        The window.
    is_closing : bool
        Whether the window closes then; another project is opened otherwise.
    """

    def __init__(
        self,
        jobs: Jobs,
        matter: Callable[[], Sequence[Job]],
        parent: QWidget | None = None,
        *,
        is_closing: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Work is under way"))
        self._jobs = jobs
        self._matter = matter
        self._is_cancelled = False
        self._is_closing = is_closing
        self.text = NoteLabel()
        self.text.setMinimumWidth(420)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setMaximumHeight(8)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.bar.hide()
        self.wait_button = QPushButton(tr("&Wait for it"))
        self.cancel_button = QPushButton(
            tr("&Cancel it and close") if is_closing else tr("&Cancel it and go on")
        )
        self.stay_button = QPushButton(tr("&Stay"))
        self.wait_button.clicked.connect(self.wait)
        self.cancel_button.clicked.connect(self.cancel_work)
        self.stay_button.clicked.connect(self.reject)
        self.stay_button.setDefault(True)
        buttons, role = QDialogButtonBox(), QDialogButtonBox.ButtonRole
        buttons.addButton(self.wait_button, role.ActionRole)
        buttons.addButton(self.cancel_button, role.DestructiveRole)
        buttons.addButton(self.stay_button, role.RejectRole)
        layout = QVBoxLayout(self)
        for widget in (self.text, self.bar, buttons):
            layout.addWidget(widget)
        jobs.changed.connect(self._look)
        self._tell()

    def wait(self) -> None:
        """Stay open until the work is done, and be accepted then."""
        self.bar.show()
        self.wait_button.setEnabled(False)
        self._look()

    def cancel_work(self) -> None:
        """Ask all work to stop, and be accepted once it has."""
        self._is_cancelled = True
        self.cancel_button.setEnabled(False)
        self.wait()
        self._jobs.cancel_lasting()

    def _look(self) -> None:
        if self._matter():
            self._tell()
        else:
            self.accept()

    def _tell(self) -> None:
        titles = [job.title for job in self._matter()]
        named = [f"• {title}" for title in titles[:_MOST_NAMED]]
        if len(titles) > _MOST_NAMED:
            more = tr("and {count} more").format(count=len(titles) - _MOST_NAMED)
            named.append(f"• {more}")
        if self._is_cancelled:
            head = tr("This is being stopped:")
        elif not self.wait_button.isEnabled():
            head = (
                tr("The window closes by itself when this is done:")
                if self._is_closing
                else tr("It goes on by itself when this is done:")
            )
        else:
            head = tr("This is still under way:")
        foot = tr("What is finished is kept in any case.")
        self.text.setText("\n".join([head, "", *named, "", foot]))
