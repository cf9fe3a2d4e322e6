"""The application: from its start to its last window."""

import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from feretlab.gui.actions.files import open_paths
from feretlab.gui.display import check_display
from feretlab.gui.icons import icon
from feretlab.gui.settings import Preferences, settings_path, state_folder
from feretlab.gui.texts import tr
from feretlab.gui.theme import Choice, apply_theme, system_is_dark
from feretlab.gui.translations import FOLDER, speak_locale
from feretlab.gui.window.main_window import MainWindow

_WAKE_MS = 300


def run_application(files: Sequence[Path]) -> int:
    """Open the window and stay until it is closed.

    Parameters
    ----------
    files : sequence of Path
        Images, folders or a project to open.

    Returns
    -------
    int
        Exit status.
    """
    application = make_application()
    speak_locale(application, settings_path().with_name(FOLDER))
    preferences = Preferences(settings_path())
    follow_theme(application, preferences)
    window = MainWindow(preferences, state_folder())
    show_uncaught_errors(window)
    close_on_interrupt(window)
    window.show()
    if files:
        QTimer.singleShot(0, lambda: open_paths(window, list(files)))
    else:
        QTimer.singleShot(0, lambda: window.offer_recovery())
    return application.exec()


def make_application() -> QApplication:
    """Give Qt's application, named as settings and windows need it."""
    check_display()
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else None
    application = application or QApplication(sys.argv[:1])
    application.setApplicationName("FeretLab")
    application.setApplicationDisplayName("FeretLab")
    application.setDesktopFileName("feretlab")
    application.setWindowIcon(icon("fa6s.circle-nodes"))
    return application


def follow_theme(application: QApplication, preferences: Preferences) -> None:
    """Colour all windows as chosen, now and whenever that or the system changes.

    Parameters
    ----------
    application : QApplication
        What the windows belong to.
    preferences : Preferences
        Holds the choice.
    """
    shown: list[tuple[Choice, bool]] = []

    def apply(_: object = None) -> None:
        wanted = (preferences.value.theme, system_is_dark())
        if wanted not in shown:
            shown[:] = [wanted]
            apply_theme(application, preferences.value.theme)

    apply()
    preferences.changed.connect(apply)
    application.styleHints().colorSchemeChanged.connect(apply)


def show_uncaught_errors(window: MainWindow) -> None:
    """Show what nobody caught in a dialog, and go on.

    Parameters
    ----------
    window : MainWindow
        Parent of the dialog.
    """

    def show(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, Exception):
            window.show_error(tr("what was asked for"), error)

    sys.excepthook = show


def close_on_interrupt(window: MainWindow) -> None:
    """Close the window at Ctrl-C in the terminal, as its own button would.

    Parameters
    ----------
    window : MainWindow
        What to close.
    """
    # Python's handlers run between its own steps, of which Qt's loop takes none.
    waker = QTimer(window)
    waker.timeout.connect(lambda: None)
    waker.start(_WAKE_MS)
    signal.signal(signal.SIGINT, lambda *_: window.close())
