"""What happened, line by line, with the time."""

import logging
from datetime import datetime

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr

_LINES = 5000


class LogPanel(QWidget):
    """Shows the session's lines and what libraries warn of.

    Parameters
    ----------
    session : Session
        Whose lines.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setMaximumBlockCount(_LINES)
        self.text.setPlaceholderText(
            tr("Nothing happened yet. Files that cannot be read are told here.")
        )
        copy = QPushButton(tr("Copy all"))
        copy.clicked.connect(self._copy)
        clear = QPushButton(tr("Clear"))
        clear.clicked.connect(self.text.clear)
        buttons = QVBoxLayout()
        buttons.addWidget(copy)
        buttons.addWidget(clear)
        buttons.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self.text, 1)
        layout.addLayout(buttons)
        self._bridge = _Bridge()
        self._bridge.came.connect(self.add, Qt.ConnectionType.QueuedConnection)
        self._handler = _Handler(self._bridge)
        logging.getLogger().addHandler(self._handler)
        session.logged.connect(self.add)

    def add(self, line: str) -> None:
        """Add a line at the end."""
        self.text.appendPlainText(f"{datetime.now():%H:%M:%S}  {line}")

    def close_log(self) -> None:
        """Listen to libraries no longer."""
        logging.getLogger().removeHandler(self._handler)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())


class _Bridge(QObject):
    """Carries lines of any thread into the window's."""

    came = Signal(str)


class _Handler(logging.Handler):
    def __init__(self, bridge: _Bridge) -> None:
        super().__init__(logging.WARNING)
        self._bridge = bridge

    def emit(self, record: logging.LogRecord) -> None:
        self._bridge.came.emit(f"{record.name}: {record.getMessage()}")
