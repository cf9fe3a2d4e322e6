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
from feretlab.fiji_bridge import java, jvm
from feretlab.fiji_bridge.handing import hand_over
jvm.start(headless=False)
jvm.show_imagej()
hand_over([Path(name) for name in sys.argv[1:]])
time.sleep(1)
image = java.WindowManager.getCurrentImage()
overlay = image.getCanvas().getShowAllList()
java.RoiManager.getInstance().runCommand("Measure")
columns = str(java.Analyzer.getResultsTable().getColumnHeadings()).split()
print(json.dumps({
    "log": str(java.IJ.getLog()),
    "shown": 0 if overlay is None else overlay.size(),
    "columns": columns,
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
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24"]
    done = subprocess.run(
        [*screen, sys.executable, "-c", _LOOK, str(discs), str(rois)],
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


def test_groups_have_colors_without_a_word_in_the_log(seen):
    assert seen["log"] in ("None", "")
