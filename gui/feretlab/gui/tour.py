"""A walk through the application that keeps a picture of every page and dialog.

It opens a real window, analyses the given micrographs, corrects, compares and exports,
and shows each page in both colours and two sizes, as a person would see them; dialogs
in both colours.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QTabWidget

from feretlab.core.errors import FeretLabError
from feretlab.gui.actions.files import open_paths
from feretlab.gui.app import follow_theme, make_application
from feretlab.gui.canvas.view import Spot
from feretlab.gui.pages import PAGES
from feretlab.gui.session.entries import State
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.manual import ManualLength
from feretlab.gui.settings import Preferences
from feretlab.gui.theme import Choice
from feretlab.gui.window.main_window import MainWindow

SIZES = {"1280x800": (1280, 800), "3840x2160": (3840, 2160)}
THEMES: tuple[Choice, ...] = ("light", "dark")
_SETTLING_MS = 150
_PATIENCE_S = 600
_MOST_MEASURED = 15
_TRIANGLE = ((4, 4), (4, 24), (24, 14))  # row and column of its corners


def take_pictures(
    files: Sequence[Path],
    output: Path,
    themes: Sequence[Choice] = THEMES,
    sizes: Mapping[str, tuple[int, int]] = SIZES,
) -> dict[str, float]:
    """Walk through all pages and write ``PAGE-THEME-SIZE.png`` of each.

    Of the dialogs it writes ``dialog-NAME-THEME.png``, and of the particles what
    *Export all* and *Report* write, into ``results`` and ``comparison``. On the page
    Compare lengths of some particles stand for those that a person measures.

    Parameters
    ----------
    files : sequence of Path
        Micrographs to analyse on the way; none leaves the pages empty.
    output : Path
        Folder of the pictures and of ``times.json``; made where it is missing.
    themes : sequence of str
        Colours to show.
    sizes : mapping of str to tuple of int
        Width and height of the window in pixels, by the name in the files.

    Returns
    -------
    dict of str to float
        Seconds to the window and to all particles, and megabytes at the end.
    """
    output.mkdir(parents=True, exist_ok=True)
    begun = time.perf_counter()
    application = make_application()
    with tempfile.TemporaryDirectory() as scratch, _window(Path(scratch)) as window:
        window.show()
        application.processEvents()
        measured = {"window_s": time.perf_counter() - begun}
        begun = time.perf_counter()
        if files:
            open_paths(window, list(files))
            _wait(lambda: bool(window.session.entries) and not window.jobs.running)
            window.show_page("analyse")
            window.trigger("image.analyse_all")
            _wait(lambda: _is_analysed(window))
            _wait(lambda: not window.jobs.running)
            measured["particles_s"] = time.perf_counter() - begun
            _correct_some(window)
        for theme, (size, pixels) in product(themes, sizes.items()):
            window.preferences.update(theme=theme)
            window.resize(*pixels)
            _picture_pages(window, output, f"{theme}-{size}")
        for theme in themes:
            window.preferences.update(theme=theme)
            _picture_dialogs(window, output, theme)
        if files:
            _write_results(window, output)
        measured["memory_mb"] = _peak_memory_mb()
    text = json.dumps(measured, indent=2) + "\n"
    (output / "times.json").write_text(text, encoding="utf-8")
    return measured


@contextmanager
def _window(scratch: Path) -> Iterator[MainWindow]:
    """Lend a window that remembers nothing of the user's and leaves nothing."""
    preferences = Preferences(scratch / "gui.json")
    follow_theme(make_application(), preferences)
    window = MainWindow(preferences, scratch)
    try:
        yield window
    finally:
        window.jobs.cancel_all()
        window.jobs.wait()
        window.projects.close()
        window.deleteLater()


def _picture_pages(window: MainWindow, output: Path, name: str) -> None:
    for page in PAGES:
        if page.id == "compare":
            _measure_some(window)
        widget = window.show_page(page.id)
        _settle(window)
        tabs = widget.findChild(QTabWidget)
        for index in range(tabs.count() if tabs is not None else 1):
            part = ""
            if tabs is not None:
                tabs.setCurrentIndex(index)
                part = f"-{tabs.tabText(index).lower()}" if index else ""
            _settle(window)
            window.grab().save(str(output / f"{page.id}{part}-{name}.png"))
        if tabs is not None:
            tabs.setCurrentIndex(0)
        if page.id == "compare":
            window.session.manual.put(())


def _picture_dialogs(window: MainWindow, output: Path, theme: str) -> None:
    from feretlab.gui.tour_dialogs import dialogs

    for name, dialog in dialogs(window):
        dialog.show()
        _settle(window)
        dialog.grab().save(str(output / f"dialog-{name}-{theme}.png"))
        dialog.close()
        dialog.deleteLater()


def _correct_some(window: MainWindow) -> None:
    """Delete a particle, exclude one and outline one, as far as there are any."""
    from feretlab.gui.pages.correct import CorrectPage

    page = window.show_page("correct")
    assert isinstance(page, CorrectPage)
    for deed in ("delete", "exclude"):
        _settle(window)
        finding = _shown_finding(window)
        if finding is not None and len(finding.particles) > 1:
            window.session.select([0])
            page.do(deed)
    _settle(window)
    if _shown_finding(window) is not None:
        page.do("outline")
        window.context.canvas.drawn.emit("polygon", [Spot(*at) for at in _TRIANGLE])
        _settle(window)
        window.context.canvas.set_tool("select")
    window.session.select(())


def _write_results(window: MainWindow, output: Path) -> None:
    """Export everything, and the comparison with some lengths."""
    from feretlab.gui.pages.analyse import AnalysePage
    from feretlab.gui.pages.compare import ComparePage

    analyse = window.show_page("analyse")
    assert isinstance(analyse, AnalysePage)
    analyse.export(output / "results")
    _settle(window)
    compare = window.show_page("compare")
    assert isinstance(compare, ComparePage)
    _measure_some(window)
    _settle(window)
    if compare.compared is not None:
        compare.write_report(output / "comparison")
        _settle(window)
    if not (output / "results" / "particles.csv").is_file():
        said = window.log.text.toPlainText().splitlines()[-1:]
        message = f"Exporting to {str(output)!r}: {' '.join(said) or 'nothing came'}"
        raise FeretLabError(message)


def _shown_finding(window: MainWindow) -> Finding | None:
    entry = window.session.current
    return None if entry is None else window.session.finding(entry.key)


def _measure_some(window: MainWindow) -> None:
    """Lay calipers across particles of the image that is shown, where it has any."""
    session = window.session
    entry, finding = session.current, _shown_finding(window)
    if entry is None or finding is None:
        return
    size = finding.facts.pixel_size_nm
    step = max(1, len(finding.particles) // _MOST_MEASURED)
    boxes = finding.particles.boxes[step // 2 :: step].tolist()
    session.manual.put(
        tuple(
            ManualLength(
                key=entry.key,
                image=entry.name,
                start=((top + bottom) / 2, left),
                end=((top + bottom) / 2, right),
                pixel_size_nm=size,
            )
            for top, left, bottom, right in boxes
        )
    )


def _is_analysed(window: MainWindow) -> bool:
    done = (State.DONE, State.FAILED)
    return all(entry.state in done for entry in window.session.entries)


def _settle(window: MainWindow) -> None:
    """Let layouts, timers and jobs come to rest."""
    for _ in range(2):
        _pause(_SETTLING_MS)
        _wait(lambda: not window.jobs.running)
    _pause(_SETTLING_MS)


def _wait(is_so: Callable[[], bool]) -> None:
    clock = QElapsedTimer()
    clock.start()
    while not is_so():
        _pause(50)
        if clock.elapsed() > _PATIENCE_S * 1000:
            message = (
                f"Walking through the application: work has not ended in {_PATIENCE_S} "
                "s; try fewer or smaller micrographs."
            )
            raise FeretLabError(message)


def _pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _peak_memory_mb() -> float:
    """Give the most memory taken so far; NaN where the system does not tell."""
    if sys.platform == "win32":
        return float("nan")
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)
