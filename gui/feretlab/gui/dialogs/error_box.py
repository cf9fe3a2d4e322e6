"""One dialog for everything that fails: what, why, and the details to copy."""

import platform
import sys
import traceback
from importlib.metadata import version

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from feretlab.core.errors import FeretLabError
from feretlab.gui.texts import tr


class ErrorBox(QDialog):
    """Tells what failed.

    Parameters
    ----------
    what : str
        What was being done.
    error : BaseException
        Why it failed.
    parent : QWidget or None
        Window it belongs to.
    """

    def __init__(
        self, what: str, error: BaseException, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(what)
        self.setMinimumWidth(520)
        self.details = details_of(what, error)
        layout = QVBoxLayout(self)
        layout.addWidget(self._heading(what))
        layout.addWidget(_wrapped(explained(error)))
        self._shown = QPlainTextEdit(self.details)
        self._shown.setReadOnly(True)
        self._shown.setMinimumHeight(220)
        self._shown.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._shown.hide()
        layout.addWidget(self._shown)
        layout.addWidget(self._buttons())

    def copy(self) -> None:
        """Put the details on the clipboard."""
        QGuiApplication.clipboard().setText(self.details)
        self._copy.setText(tr("Copied"))

    def _heading(self, what: str) -> QLabel:
        label = QLabel(tr("Could not finish: {what}").format(what=what))
        font = label.font()
        font.setPointSizeF(font.pointSizeF() * 1.15)
        font.setBold(True)
        label.setFont(font)
        label.setWordWrap(True)
        return label

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._copy = QPushButton(tr("&Copy details"))
        self._copy.clicked.connect(self.copy)
        box.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        show = QPushButton(tr("&Show details"))
        show.setCheckable(True)
        show.toggled.connect(self._shown.setVisible)
        box.addButton(show, QDialogButtonBox.ButtonRole.ActionRole)
        box.rejected.connect(self.reject)
        close = box.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        return box


def explained(error: BaseException) -> str:
    """Say why something failed and what to try, for people.

    Parameters
    ----------
    error : BaseException
        What was raised.

    Returns
    -------
    str
        Its own line where FeretLab raised it; else that it is a fault of ours.
    """
    if isinstance(error, FeretLabError):
        return str(error)
    if isinstance(error, MemoryError):
        return tr(
            "The memory is full. Close other programs, or work on fewer or smaller "
            "images at a time."
        )
    reason = " ".join(str(error).split()) or type(error).__name__
    return tr(
        "{kind}: {reason}\n\nThis is a fault of FeretLab. Nothing that was saved is "
        "lost. Try once more; if it comes back, copy the details and report them."
    ).format(kind=type(error).__name__, reason=reason)


def details_of(what: str, error: BaseException) -> str:
    """Write everything that somebody needs who looks for the cause.

    Parameters
    ----------
    what : str
        What was being done.
    error : BaseException
        What was raised.

    Returns
    -------
    str
        Several lines.
    """
    trace = "".join(traceback.format_exception(error))
    where = f"FeretLab {version('feretlab')}, Python {sys.version.split()[0]}"
    return f"{what}\n{where}, {platform.platform()}\n\n{trace}"


def _wrapped(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    flags = Qt.TextInteractionFlag
    label.setTextInteractionFlags(
        flags.TextSelectableByMouse | flags.TextSelectableByKeyboard
    )
    return label
