"""Macros: what they return, and how they fail."""

import subprocess
import sys
from pathlib import Path

import pytest

from feretlab.core.cli.main import main
from feretlab.core.io.tables import read_csv
from feretlab.fiji_bridge.actions import ACTIONS
from feretlab.fiji_bridge.macro import MacroError, run_macro

pytestmark = pytest.mark.java

STEPS = Path(__file__).parents[2] / "docs" / "steps.ijm"


def test_the_argument_comes_in_and_the_result_out(fresh_imagej):
    assert run_macro('return "<" + getArgument() + ">";', "a b") == "<a b>"


def test_a_macro_without_result_gives_nothing(fresh_imagej):
    assert run_macro("x = 1;") == ""


@pytest.mark.parametrize(
    ("macro", "told"),
    [
        ("foo(", "Undefined identifier"),
        ('run("No Such Command");', "Unrecognized command"),
        ('exit("so");', "Macro canceled"),
    ],
)
def test_a_macro_that_fails_says_why(fresh_imagej, macro, told):
    with pytest.raises(MacroError, match=rf"Running 'm\.ijm': {told}"):
        run_macro(macro, name="m.ijm")


def test_the_command_prints_what_the_macro_returns(fresh_imagej, tmp_path, capsys):
    path = tmp_path / "m.ijm"
    path.write_text('return "got " + getArgument();', encoding="utf-8")
    assert main(["macro", str(path), "µm"]) == 0
    assert capsys.readouterr().out == "got µm\n"


def test_a_failing_macro_is_one_line_and_status_one(fresh_imagej, tmp_path, capsys):
    path = tmp_path / "m.ijm"
    path.write_text('run("FeretLab Segment...");', encoding="utf-8")
    assert main(["macro", str(path)]) == 1
    told = capsys.readouterr().err
    assert told == (
        "error: FeretLab Segment: Looking for the front image: found none open. "
        "Open an image first.\n"
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("treshold=1", "Reading option 'treshold': no such one, expected model"),
        ("model=none_such", "Looking for model 'none_such': found no such one"),
    ],
)
def test_a_bad_command_is_one_line_and_status_one(
    fresh_imagej, tmp_path, capsys, options, told
):
    path = tmp_path / "m.ijm"
    image = 'newImage("a", "8-bit ramp", 9, 9, 1);'
    path.write_text(f'{image} run("FeretLab Segment...", "{options}");', "utf-8")
    assert main(["macro", str(path)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"error: FeretLab Segment: {told}")


def test_a_fault_inside_is_one_line_and_status_one(
    fresh_imagej, tmp_path, capsys, monkeypatch
):
    def fail(*_):
        raise ZeroDivisionError("boom")

    broken = type(ACTIONS["measure"])(record=ACTIONS["measure"].record, run=fail)
    monkeypatch.setitem(ACTIONS, "measure", broken)
    path = tmp_path / "m.ijm"
    path.write_text('newImage("a", "8-bit", 9, 9, 1); run("FeretLab Measure...");')
    assert main(["macro", str(path)]) == 1
    told = capsys.readouterr().err.splitlines()[-1]
    assert told.startswith("error: FeretLab Measure: ZeroDivisionError: boom.")


def test_what_asks_for_a_window_is_told_with_its_line(fresh_imagej):
    told = r"line 3 shows a dialog or another window, and there is none here\. feretlab"
    with pytest.raises(MacroError, match=told):
        run_macro('x = 1;\ny = 2;\nwaitForUser("draw");\n')


@pytest.mark.slow
def test_the_macro_of_twenty_lines_runs_headless(fresh_imagej, discs, tmp_path, capsys):
    assert len(STEPS.read_text(encoding="utf-8").splitlines()) == 20
    assert main(["macro", str(STEPS), f"{discs},{tmp_path / 'out'}"]) == 0
    assert capsys.readouterr().out == "4 particles, 4 ROIs\n"
    table = read_csv(tmp_path / "out" / "discs_results.csv")
    assert table["Feret"].max() == pytest.approx(62, abs=4)
    assert len(table["MinFeret"]) == 4
    assert (tmp_path / "out" / "discs_rois.zip").is_file()


def test_a_missing_image_for_the_window_is_told_before_java_starts(tmp_path, capsys):
    assert main(["fiji", str(tmp_path / "absent.tif")]) == 1
    assert "absent.tif': no such file." in capsys.readouterr().err


def test_a_missing_macro_is_told_before_java_starts(tmp_path, capsys):
    assert main(["macro", str(tmp_path / "absent.ijm")]) == 1
    assert "Reading macro" in capsys.readouterr().err


@pytest.mark.slow
def test_the_command_ends_after_filters_that_keep_threads(fresh_imagej, tmp_path):
    path = tmp_path / "m.ijm"
    path.write_text(
        'newImage("a", "8-bit random", 400, 400, 1);'
        'run("Gaussian Blur...", "sigma=2"); return "done";',
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "feretlab.core.cli.main", "macro", str(path)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (0, "done\n")
