"""The command line as people call it."""

import contextlib
import signal
import sys

import pytest

from feretlab.core.cli import main as module
from feretlab.core.cli.main import COMMANDS, main

each = pytest.mark.parametrize("name", [command.name for command in COMMANDS])


@each
def test_every_command_explains_itself(name, capsys):
    with pytest.raises(SystemExit, match="0"):
        main([name, "--help"])
    assert f"usage: feretlab {name}" in capsys.readouterr().out


def test_the_list_of_commands_is_told(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    told = capsys.readouterr().out
    assert all(command.name in told for command in COMMANDS)


def test_an_unknown_command_is_wrong_usage(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["paint"])
    assert "invalid choice: 'paint'" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--resamples=abc", "--paint"])
def test_wrong_usage_is_one_line(capsys, option):
    with pytest.raises(SystemExit, match="2"):
        main(["analyze", "a.tif", "--output", "out", option])
    error = capsys.readouterr().err
    assert option.split("=")[0] in error
    assert error.count("\n") == 1


def test_a_missing_file_is_one_line_and_status_one(capsys, tmp_path):
    assert main(["info", str(tmp_path / "absent.tif")]) == 1
    error = capsys.readouterr().err
    assert "absent.tif" in error
    assert error.count("\n") == 1


def test_a_fault_is_one_line_unless_debugging(capsys, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("feretlab.core.cli.models.run", fail)
    assert main(["models"]) == 1
    assert "ZeroDivisionError: boom" in capsys.readouterr().err
    with pytest.raises(ZeroDivisionError, match="boom"):
        main(["models", "--debug"])


def test_an_interrupt_ends_with_130(capsys, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("feretlab.core.cli.models.run", interrupt)
    assert main(["models"]) == module.INTERRUPTED
    assert "resumes" in capsys.readouterr().err


def test_an_interrupt_that_a_library_hides_still_stops(capsys, monkeypatch):
    def hide(*_):
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt as interrupt:
            raise RuntimeError("broken") from interrupt

    monkeypatch.setattr("feretlab.core.cli.models.run", hide)
    assert main(["models"]) == module.INTERRUPTED
    assert "fault" not in capsys.readouterr().err


def test_an_interrupt_that_is_swallowed_stops_at_the_next_report(monkeypatch):
    def swallow(_, console):
        with console.progress("work") as progress:
            with contextlib.suppress(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
            progress.report(1, 2)
        return 0

    monkeypatch.setattr("feretlab.core.cli.models.run", swallow)
    assert main(["models"]) == module.INTERRUPTED


def test_an_interrupt_in_a_finaliser_leaves_no_trace(capsys, monkeypatch):
    """Python prints what it cannot raise, as in the middle of an import."""

    class Last:
        def __del__(self):
            signal.raise_signal(signal.SIGINT)

    def run(_, console):
        with console.progress("work") as progress:
            Last()
            progress.report(1, 2)
        return 0

    monkeypatch.setattr(sys, "unraisablehook", sys.__unraisablehook__)
    monkeypatch.setattr("feretlab.core.cli.models.run", run)

    assert main(["models"]) == 130
    assert "Traceback" not in capsys.readouterr().err
    assert sys.unraisablehook is sys.__unraisablehook__


def test_an_interrupt_while_options_are_built_is_no_trace(monkeypatch, capsys):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("feretlab.core.cli.models.configure", interrupt)
    assert main(["models"]) == module.INTERRUPTED
    assert "Stopped" in capsys.readouterr().err
