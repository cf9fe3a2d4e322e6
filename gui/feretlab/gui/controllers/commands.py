"""FeretLab's own commands in processes of their own.

ImageJ runs there: whatever becomes of Java, the application goes on.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from feretlab.core.errors import FeretLabError
from feretlab.fiji_bridge.exchange import ANSWER, ASK
from feretlab.gui.texts import tr

_MODULE = "feretlab.core.cli.main"
_LOOK_MS = 500
_TAIL = 2000
_END_MS = 2000
_PATIENCE_S = 30


class CommandError(FeretLabError, RuntimeError):
    """A command that ended with an error."""


class CommandProcess(QObject):
    """One command under way, its words told line by line.

    Attributes
    ----------
    was_stopped : bool
        Whether `stop` was called since the last start.
    said : Signal(str)
        A line that the command wrote.
    ended : Signal(int)
        Its exit status; -1 where it crashed, was stopped or never began.
    """

    said = Signal(str)
    ended = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._rest = b""
        self.was_stopped = False
        self._process = QProcess()
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONUNBUFFERED", "1")
        environment.insert("PYTHONIOENCODING", "utf-8")
        self._process.setProcessEnvironment(environment)
        channels = QProcess.ProcessChannelMode.MergedChannels
        self._process.setProcessChannelMode(channels)
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finish)
        self._process.errorOccurred.connect(self._fail)

    @property
    def is_running(self) -> bool:
        """Whether a command is under way."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def start(self, words: Sequence[str]) -> None:
        """Begin a command; one at a time.

        Parameters
        ----------
        words : sequence of str
            As behind ``feretlab`` on the command line.
        """
        self._rest = b""
        self.was_stopped = False
        self._process.start(sys.executable, ["-m", _MODULE, *words])

    def stop(self) -> None:
        """End the command at once."""
        self.was_stopped = True
        self._process.kill()

    def close(self) -> None:
        """End the command and wait until it is gone, as before the window closes."""
        if self.is_running:
            self._process.kill()
            self._process.waitForFinished(_END_MS)

    def _read(self) -> None:
        *lines, self._rest = (
            self._rest + bytes(self._process.readAllStandardOutput().data())
        ).split(b"\n")
        for line in lines:
            self.said.emit(line.decode("utf-8", "replace").rstrip())

    def _finish(self, status: int, how: QProcess.ExitStatus) -> None:
        self._read()
        if self._rest:
            self.said.emit(self._rest.decode("utf-8", "replace").rstrip())
        crashed = how == QProcess.ExitStatus.CrashExit
        self.ended.emit(-1 if crashed else status)

    def _fail(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.said.emit(self._process.errorString())
            self.ended.emit(-1)


class OpenedFiji(QObject):
    """ImageJ's window, which stays when the application is closed.

    Parameters
    ----------
    files : sequence of Path
        What is opened in it.
    exchange : Path or None
        Folder in which it hands over its table and ROIs.

    Attributes
    ----------
    answered : Signal(object)
        It answered; carries the folder.
    silent : Signal()
        It was asked, and has not answered for half a minute.
    closed : Signal()
        The user closed it.
    failed : Signal(object)
        It could not be started, or crashed; carries the exception.
    """

    answered = Signal(object)
    silent = Signal()
    closed = Signal()
    failed = Signal(object)

    def __init__(self, files: Sequence[Path], exchange: Path | None = None) -> None:
        super().__init__()
        self._exchange = exchange
        self._asked: float | None = None
        words = [] if exchange is None else ["--exchange", str(exchange)]
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as this
        self._process = subprocess.Popen(
            [sys.executable, "-m", _MODULE, "fiji", *map(str, files), *words],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(_LOOK_MS)

    @property
    def is_open(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    @property
    def is_asked(self) -> bool:
        """Whether an answer is awaited."""
        return self._asked is not None

    def ask(self) -> None:
        """Ask for the Results table and the ROIs; `answered` follows, or `silent`.

        Raises
        ------
        CommandError
            Where the folder of the exchange cannot be written.
        """
        if self._exchange is None:
            return
        try:
            (self._exchange / ANSWER).unlink(missing_ok=True)
            (self._exchange / ASK).touch()
        except OSError as error:
            what = f"Asking ImageJ in {str(self._exchange)!r}"
            raise CommandError(f"{what}: {error.strerror or error}.") from error
        self._asked = time.monotonic()

    def let_go(self) -> None:
        """Look after it no longer; it goes on by itself."""
        self._timer.stop()
        self._log.close()
        # Else Python warns that the process was not waited for.
        self._process.returncode = self._process.returncode or 0

    def _look(self) -> None:
        self._listen()
        status = self._process.poll()
        if status is None:
            return
        self._timer.stop()
        self._asked = None
        self._log.seek(0)
        words = self._log.read().decode("utf-8", "replace").strip()
        self._log.close()
        if status == 0:
            self.closed.emit()
        else:
            self.failed.emit(CommandError(_why(status, words)))

    def _listen(self) -> None:
        if self._asked is None or self._exchange is None:
            return
        if (self._exchange / ANSWER).is_file():
            self._asked = None
            self.answered.emit(self._exchange)
        elif time.monotonic() - self._asked > _PATIENCE_S:
            self._asked = None
            self.silent.emit()


def _why(status: int, words: str) -> str:
    shown = words[-_TAIL:] or tr("It said nothing.")
    return tr(
        "ImageJ ended with status {status}. {words}\n\nCheck says what it needs and "
        "what of it is missing."
    ).format(status=status, words=shown)
