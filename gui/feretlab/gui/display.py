"""Whether windows can be shown here; where not, Qt would abort without a word."""

import ctypes
import os
import sys

from feretlab.core.errors import FeretLabError

# What Qt's plug-in for X11 loads besides the basic libraries; the names are fixed.
_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libEGL.so.1": "libegl1",
}


class DisplayError(FeretLabError, RuntimeError):
    """No window can be shown."""


def check_display() -> None:
    """Refuse to start where Qt would abort: on Linux, without display or libraries.

    Raises
    ------
    DisplayError
        Says what is missing and how to get it.
    """
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if os.environ.get("WAYLAND_DISPLAY"):
        return
    if not os.environ.get("DISPLAY"):
        message = (
            "Opening the window: found no display (neither DISPLAY nor "
            "WAYLAND_DISPLAY is set). Start it on a desktop, or with ssh -X."
        )
        raise DisplayError(message)
    missing = [package for file, package in _LIBRARIES.items() if not _loads(file)]
    if missing:
        message = (
            f"Opening the window: {len(missing)} libraries that Qt needs are missing. "
            f"On Debian and Ubuntu: sudo apt install {' '.join(missing)}."
        )
        raise DisplayError(message)


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True
