"""Images and outlines of another program, handed to ImageJ's window."""

import colorsys
import contextlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from feretlab.fiji_bridge import java
from feretlab.fiji_bridge.commands import command_listener

_TABLE = "glasbeyLut"
_GROUPS = 256
_GOLDEN = 0.618034  # turns of the hue, so that neighbours differ most
_SECONDS_TO_QUIT = 2  # from the command until ImageJ says that it is quitting


class Ticked:
    """What is compared, ticked in Set Measurements while a block runs.

    ImageJ keeps for later what is ticked when it quits, so what the user had not
    ticked is taken back before.
    """

    def __init__(self) -> None:
        wanted = (int(java.Measurements.CENTROID), int(java.Measurements.FERET))
        before = int(java.Analyzer.getMeasurements())
        self._added = [option for option in wanted if not before & option]
        self._quit_at: float | None = None
        self._listener = command_listener(self._hear)

    def __enter__(self) -> Self:
        """Tick it."""
        java.Executer.addCommandListener(self._listener)
        self._tick(True)
        return self

    def __exit__(self, *_: object) -> None:
        """Take it back; one that quits did so, and a Fiji is asked nothing more."""
        import jpype

        if self._quit_at is not None:
            return
        with contextlib.suppress(jpype.JVMNotRunning):
            java.Executer.removeCommandListener(self._listener)
            self._tick(False)

    def keep(self) -> None:
        """Tick it again where the user thought better of quitting."""
        if self._quit_at is None or time.monotonic() - self._quit_at < _SECONDS_TO_QUIT:
            return
        window = java.IJ.getInstance()
        if window is not None and not window.quitting():
            self._quit_at = None
            self._tick(True)

    def _hear(self, name: str) -> bool:
        """Take it back when ImageJ is about to quit, however that was asked for."""
        if name == "Quit":
            self._quit_at = time.monotonic()
            self._tick(False)
        return False

    def _tick(self, on: bool) -> None:
        for option in self._added:
            java.Analyzer.setMeasurement(option, on)


def hand_over(files: Sequence[Path]) -> None:
    """Open files ready for measuring, all outlines shown.

    Parameters
    ----------
    files : sequence of Path
        Images, and ROI sets after theirs.
    """
    color_groups()
    for path in files:
        java.IJ.open(str(path.resolve()))
    manager = java.RoiManager.getRawInstance()
    if manager is not None:
        manager.runCommand("Show All")


def color_groups() -> None:
    """Give the groups of ROIs colors where ImageJ has no folder of tables for them.

    It looks for the table whenever such a ROI is drawn, and writes every time to its
    log that there is none.
    """
    fields = {str(one.getName()): one for one in java.Roi.class_.getDeclaredFields()}
    field = fields.get(_TABLE)
    if field is None:  # another ImageJ than 1.54
        return
    field.setAccessible(True)
    folder = Path(str(java.IJ.getDir("luts") or ""))
    if field.get(None) is not None or any(folder.glob("[Gg]lasbey.lut")):
        return
    hues = [group * _GOLDEN % 1 for group in range(_GROUPS)]
    colors = np.array([colorsys.hsv_to_rgb(hue, 0.85, 1) for hue in hues])
    bands = (255 * colors).round().astype(np.uint8)
    field.set(None, java.LUT(*(band.tobytes() for band in bands.T)))
