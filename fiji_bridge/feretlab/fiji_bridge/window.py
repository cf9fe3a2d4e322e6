"""ImageJ's window with the menu Plugins > FeretLab."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from feretlab.core.errors import FileError
from feretlab.fiji_bridge import java, jvm
from feretlab.fiji_bridge.commands import Commands, offered
from feretlab.fiji_bridge.exchange import answer
from feretlab.fiji_bridge.handing import Ticked, hand_over

_MENU = "FeretLab"
_SECONDS_BETWEEN_LOOKS = 0.5
_SECONDS_TO_APPEAR = 60
_SECONDS_TO_END = 5


def open_window(
    fiji: Path | None, files: Sequence[Path], exchange: Path | None = None
) -> None:
    """Open ImageJ with images and wait until its window is closed.

    Parameters
    ----------
    fiji : Path or None
        The user's Fiji; None for the embedded ImageJ.
    files : sequence of Path
        Images to open.
    exchange : Path or None
        Folder in which another process asks for table and ROIs; see
        `feretlab.fiji_bridge.exchange`.

    Raises
    ------
    feretlab.core.errors.FileError
        Where a file does not exist.
    """
    for path in files:
        if not path.is_file():
            raise FileError(f"Opening {str(path)!r}: no such file.")
    jvm.start(headless=False, fiji=fiji)
    if sys.platform == "darwin":
        # There the first thread must belong to the windows.
        import jpype

        jpype.setupGuiEnvironment(lambda: _show(files, exchange))
    else:
        _show(files, exchange)


def add_menu() -> None:
    """Put the commands into Plugins > FeretLab, where they are not."""
    plugins = java.Menus.getImageJMenu("Plugins")
    labels = [str(plugins.getItem(i).getLabel()) for i in range(plugins.getItemCount())]
    if _MENU in labels:
        return
    menu = java.Menu(_MENU)
    for name in offered():
        item = java.MenuItem(name)
        item.addActionListener(java.IJ.getInstance())
        menu.add(item)
        # Where Find Commands looks; they are carried out before ImageJ looks here.
        java.Menus.getCommands().put(name, _MENU)
    plugins.insert(menu, 0)


def _show(files: Sequence[Path], exchange: Path | None) -> None:
    jvm.show_imagej()
    # Fiji's window appears in a thread of its own.
    deadline = time.monotonic() + _SECONDS_TO_APPEAR
    while java.IJ.getInstance() is None and time.monotonic() < deadline:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    commands = Commands()
    if exchange is None:
        for path in files:
            java.IJ.open(str(path.resolve()))
        wait_until_closed(commands)
    else:
        with Ticked() as ticked:
            hand_over(files)
            wait_until_closed(commands, lambda: _serve(exchange, ticked))
    if _is_fiji():
        _end_with_fiji()


def wait_until_closed(
    commands: Commands, look: Callable[[], None] | None = None
) -> None:
    """Keep the menu while the window is open, then stop listening.

    Parameters
    ----------
    commands : Commands
        Those of this window.
    look : callable or None
        Called twice a second meanwhile.
    """
    import jpype

    # A Fiji that is closed ends Java, and soon after the process.
    with contextlib.suppress(jpype.JVMNotRunning):
        while java.IJ.getInstance() is not None:
            # Help > Refresh Menus removes what is not ImageJ's own.
            add_menu()
            if look is not None:
                look()
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        if not _is_fiji():
            commands.close()


def _serve(exchange: Path, ticked: Ticked) -> None:
    answer(exchange)
    ticked.keep()


def _is_fiji() -> bool:
    session = jvm.running()
    return session is not None and session.fiji is not None


def _end_with_fiji() -> None:
    """Let Fiji end the process: Python ending at the same time would break off both."""
    sys.stdout.flush()
    time.sleep(_SECONDS_TO_END)
    os._exit(0)
