"""The dialogs that a walk through the application keeps pictures of."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QDialog

from feretlab.core.errors import FileError
from feretlab.gui.actions.help import keys
from feretlab.gui.canvas.view import Spot
from feretlab.gui.controllers.bringing import Brought
from feretlab.gui.controllers.project_lock import Holder
from feretlab.gui.window.main_window import MainWindow
from feretlab.gui.worker import Job


def dialogs(window: MainWindow) -> Iterator[tuple[str, QDialog]]:
    """Make one dialog after the other, each as a user meets it.

    Parameters
    ----------
    window : MainWindow
        Their parent; those about an image are left out where it shows none.

    Yields
    ------
    tuple of (str, QDialog)
        Name of the picture, and a dialog to be shown and closed.
    """
    yield from _general(window)
    if window.session.current is not None:
        yield from _of_an_image(window)


def _general(window: MainWindow) -> Iterator[tuple[str, QDialog]]:
    from feretlab.gui.dialogs.about import AboutDialog
    from feretlab.gui.dialogs.error_box import ErrorBox
    from feretlab.gui.dialogs.leaving import LeaveDialog
    from feretlab.gui.dialogs.occupied import OccupiedBox
    from feretlab.gui.dialogs.preferences import PreferencesDialog
    from feretlab.gui.dialogs.recovering import RecoverBox
    from feretlab.gui.dialogs.shortcuts import ShortcutsDialog

    folder = Path("TiO2 2026")
    error = FileError(f"Opening {'field.tif'!r}: the file is missing. Locate it.")
    job = Job("Analyse field.tif")
    yield "leaving", LeaveDialog(window.jobs, lambda: [job], window)
    yield "occupied", OccupiedBox(Holder(folder=folder, pid=4711, host="sem"), window)
    yield "recover", RecoverBox(12, window)
    yield "error", ErrorBox("Open images", error, window)
    yield "preferences", PreferencesDialog(window.preferences, window)
    yield "shortcuts", ShortcutsDialog(keys(), window)
    yield "about", AboutDialog(window)


def _of_an_image(window: MainWindow) -> Iterator[tuple[str, QDialog]]:
    from feretlab.fiji_bridge.exchange import Answer
    from feretlab.gui.canvas.calibration import CalibrationDialog
    from feretlab.gui.dialogs.bring_back import BringBackDialog

    entry = window.session.current
    assert entry is not None
    answer = Answer(rows=12, rois=40, unit="nm")
    brought = Brought(entry=entry, folder=Path(), answer=answer)
    yield "bring-back", BringBackDialog(brought, is_analysed=True, parent=window)
    context, ends = window.context, (Spot(0.0, 0.0), Spot(0.0, 100.0))
    asked = CalibrationDialog(
        context.session, context.micrographs, context.jobs, ends, window
    )
    asked.length.setValue(500)
    yield "calibrate", asked
