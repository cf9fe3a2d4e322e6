"""The end of Java, which would wait for as long as any thread of a plugin lives.

Fiji ends its process with whatever still runs in it, and plugins count on that.
"""

import contextlib
import logging
import time

from feretlab.fiji_bridge.jvm import java_class

_SECONDS_TO_END = 10
_SECONDS_BETWEEN_LOOKS = 0.1
_FIRST_THREAD = "main"  # Java counts the one that started it until the end


def end_threads() -> None:
    """End what Java would wait for, so that it, and this process, can end.

    Threads that ImageJ's filters share are told to end, windows are closed. Where
    others are still there after some seconds, which a warning tells, Java is left as
    it is; the process ends then with the status that it has.
    """
    import jpype

    # None where an older ImageJ has no such class.
    with contextlib.suppress(TypeError, AttributeError):
        java_class("ij.util.ThreadUtil").threadPoolExecutor.shutdown()
    _close_windows()
    deadline = time.monotonic() + _SECONDS_TO_END
    while (names := _awaited()) and time.monotonic() < deadline:
        time.sleep(_SECONDS_BETWEEN_LOOKS)
    if not names:
        return
    logging.getLogger("feretlab").warning(
        "Ending ImageJ: %s still running after %d s, expected none: a plugin left "
        "what it had started. It is not waited for; all results are written.",
        ", ".join(map(repr, names[:3])) + (" ..." if names[3:] else ""),
        _SECONDS_TO_END,
    )
    # As Java does at its own end: hooks run, of JPype's too, which Java threads that
    # hold something of Python's would bring down otherwise.
    last = java_class("java.lang.Class").forName("java.lang.Shutdown")
    shutdown = last.getDeclaredMethod("shutdown")
    shutdown.setAccessible(True)
    shutdown.invoke(None)
    jpype.config.destroy_jvm = False


def _close_windows() -> None:
    """Close windows, whose thread ends after the last of them."""
    import scyjava

    if scyjava.is_awt_initialized():
        for window in java_class("java.awt.Window").getWindows():
            window.dispose()


def _awaited() -> list[str]:
    """Name the threads that Java would wait for."""
    thread = java_class("java.lang.Thread")
    this = thread.currentThread()
    living = [
        str(each.getName())
        for each in thread.getAllStackTraces().keySet()
        if each.isAlive() and not each.isDaemon() and not each.equals(this)
    ]
    return sorted(name for name in living if name != _FIRST_THREAD)
