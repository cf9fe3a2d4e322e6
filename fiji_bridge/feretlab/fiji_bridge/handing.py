"""Images and outlines of another program, handed to ImageJ's window."""

import colorsys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from feretlab.fiji_bridge import java

_TABLE = "glasbeyLut"
_GROUPS = 256
_GOLDEN = 0.618034  # turns of the hue, so that neighbours differ most


def hand_over(files: Sequence[Path]) -> None:
    """Open files ready for measuring: outlines shown, what is compared ticked.

    Parameters
    ----------
    files : sequence of Path
        Images, and ROI sets after theirs.
    """
    color_groups()
    for option in (java.Measurements.CENTROID, java.Measurements.FERET):
        java.Analyzer.setMeasurement(option, True)
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
