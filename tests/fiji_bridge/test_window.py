"""ImageJ's window, as a user goes through it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from feretlab.fiji_bridge import window
from feretlab.fiji_bridge.commands import offered
from feretlab.fiji_bridge.jvm import Session

pytestmark = [pytest.mark.java, pytest.mark.slow, pytest.mark.timeout(900)]

SESSION = Path(__file__).with_name("window_session.py")


@pytest.fixture(scope="module")
def seen(discs, running_imagej):
    """What a session in a window of its own saw; one for all tests here."""
    done = subprocess.run(
        [*_screen(), sys.executable, str(SESSION), str(discs)],
        capture_output=True,
        text=True,
        check=False,
        timeout=840,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def _screen():
    """Give the command before others that gives them a screen."""
    if shutil.which("xvfb-run") is None:
        pytest.skip("no xvfb-run on this machine: nowhere to open a window")
    return ["xvfb-run", "-a", "-s", "-screen 0 1400x900x24"]


def test_every_command_is_in_the_menu(seen):
    assert seen["menu"] == list(offered())


def test_find_commands_knows_every_command(seen):
    assert set(offered()) <= set(seen["findable"])


def test_a_java_that_has_ended_is_a_closed_window(monkeypatch):
    def ended():
        raise jpype.JVMNotRunning

    jpype = pytest.importorskip("jpype")
    ij = SimpleNamespace(getInstance=ended)
    monkeypatch.setattr(window, "java", SimpleNamespace(IJ=ij))
    window.wait_until_closed(commands=None)


def test_a_fiji_that_is_closed_is_asked_nothing_more(monkeypatch):
    pytest.importorskip("jpype")
    ij = SimpleNamespace(getInstance=lambda: None)
    session = Session(headless=False, fiji=Path("Fiji.app"))
    monkeypatch.setattr(window, "java", SimpleNamespace(IJ=ij))
    monkeypatch.setattr(window, "jvm", SimpleNamespace(running=lambda: session))
    asked = []
    commands = SimpleNamespace(close=lambda: asked.append("close"))
    window.wait_until_closed(commands)
    assert asked == []


def test_a_fiji_that_is_closed_ends_the_command_without_a_word(fiji_folder):
    command = [sys.executable, "-m", "feretlab.core.cli.main", "fiji"]
    done = subprocess.run(
        [*_screen(), *command, "--fiji", str(fiji_folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_recorder_writes_what_replays(seen):
    assert seen["recorded"] == (
        'run("FeretLab Segment...", "threshold=0.25 scale=1.0");'
    )
    assert seen["replayed the same"]
    assert seen["pixels inside"] > 0


def test_escape_leaves_a_dialog_without_a_trace(seen):
    assert seen["rows after escape"] == 0
    assert seen["recorded after escape"] == ""


def test_a_bad_value_is_told_in_imagejs_error_dialog(seen):
    assert seen["told"].startswith("Reading option 'threshold': found '7'.")


def test_the_macro_of_twenty_lines_runs_in_the_window(seen):
    said, files = seen["macro"].split("; ")
    assert said.startswith("4 particles, ")
    assert files == "discs_results.csv, discs_rois.zip"


def test_installed_commands_do_the_same_in_an_imagej_of_its_own(seen):
    installed = seen["installed"]
    assert set(installed["menu"]) == set(offered())
    assert installed["recorded"] == (
        'run("FeretLab Measure...", '
        '"pixel_size_nm=3 connectivity=8 kind=auto add_rois=no");'
    )
    assert len(installed["areas"]) == 4
    assert installed["replayed the same"]


def test_an_installed_command_that_fails_ends_the_macro_around_it(seen):
    installed = seen["installed"]
    assert installed["told"] == (
        "FeretLab Measure: Reading option 'bad': no such one, expected pixel_size_nm, "
        "connectivity, kind, add_rois.; java.lang.RuntimeException: Macro canceled"
    )
    assert "went on" not in installed["log"]
    assert not installed["traces shown"]
