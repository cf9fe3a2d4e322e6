"""What another program hands to ImageJ's window."""

import json
import shutil
import subprocess
import sys

import numpy as np
import pytest

from feretlab.core.io.rois import write_rois
from feretlab.core.particles import Particles

pytestmark = [pytest.mark.java, pytest.mark.slow, pytest.mark.timeout(300)]

_LOOK = """
import json, sys, time
from pathlib import Path
from feretlab.fiji_bridge import handing, java, jvm
home, *files = map(Path, sys.argv[1:])
jvm.start(headless=False)
jvm.java_class("java.lang.System").setProperty("user.home", str(home))
jvm.show_imagej()
feret = int(java.Measurements.FERET)
def is_ticked(): return bool(java.Analyzer.getMeasurements() & feret)
handing._SECONDS_TO_QUIT = 0
def broken():
    with handing.Ticked():
        raise OSError("no such file")
try:
    broken()
except OSError:
    after_error = is_ticked()
with handing.Ticked() as ticked:
    handing.hand_over(files)
    time.sleep(1)
    image = java.WindowManager.getCurrentImage()
    overlay = image.getCanvas().getShowAllList()
    java.RoiManager.getInstance().runCommand("Measure")
    columns = str(java.Analyzer.getResultsTable().getColumnHeadings()).split()
    ticks = [is_ticked()]
    ticked._hear("Quit")
    ticks.append(is_ticked())
    ticked.keep()  # the user cancelled
    ticks.append(is_ticked())
    java.Interpreter().run('run("Clear Results"); close("*");', "")
    java.IJ.doCommand("Quit")
    deadline = time.monotonic() + 60
    while java.IJ.getInstance() is not None and time.monotonic() < deadline:
        time.sleep(0.2)
saved = (home / ".imagej" / "IJ_Prefs.txt").read_text()
print(json.dumps({
    "log": str(java.IJ.getLog()),
    "shown": 0 if overlay is None else overlay.size(),
    "columns": columns,
    "ticks": ticks,
    "after error": after_error,
    "saved": saved,
}), flush=True)
jvm.java_class("java.lang.System").exit(0)
"""


@pytest.fixture(scope="module")
def seen(discs, running_imagej, tmp_path_factory):
    """What stands in ImageJ with two ROIs of different classes."""
    if shutil.which("xvfb-run") is None:
        pytest.skip("no xvfb-run on this machine: nowhere to open a window")
    rois = tmp_path_factory.mktemp("handed") / "rois.zip"
    particles = Particles.from_masks(
        [np.ones((9, 9), bool)] * 2,
        [(3, 3), (30, 30)],
        (64, 64),
        class_index=np.array([0, 1]),
        class_names=("a", "b"),
    )
    write_rois(particles, rois)
    home = tmp_path_factory.mktemp("home")
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24"]
    done = subprocess.run(
        [*screen, sys.executable, "-c", _LOOK, *map(str, (home, discs, rois))],
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_all_outlines_are_seen(seen):
    assert seen["shown"] == 2


def test_measuring_gives_what_is_compared(seen):
    assert {"X", "Y", "MinFeret"} <= set(seen["columns"])


def test_ticks_come_back_where_quitting_was_cancelled(seen):
    assert seen["ticks"] == [True, False, True]


def test_an_error_leaves_no_ticks(seen):
    assert seen["after error"] is False


def test_imagej_keeps_the_users_own_ticks(seen):
    # Area, mean, least and greatest, as ImageJ has them at first: 1 + 2 + 16.
    assert "measurements=19" in seen["saved"].split()


def test_groups_have_colors_without_a_word_in_the_log(seen):
    assert seen["log"] in ("None", "")
