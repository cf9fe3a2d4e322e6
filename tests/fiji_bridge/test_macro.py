"""Macros: what they return, and how they fail."""

import pytest

from feretlab.core.cli.main import main
from feretlab.fiji_bridge.macro import MacroError, run_macro

pytestmark = pytest.mark.java


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
    with pytest.raises(MacroError, match=rf"Running 'm\.ijm': .*{told}"):
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


def test_a_missing_macro_is_told_before_java_starts(tmp_path, capsys):
    assert main(["macro", str(tmp_path / "absent.ijm")]) == 1
    assert "Reading macro" in capsys.readouterr().err
