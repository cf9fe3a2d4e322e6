"""The command line as people call it."""

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
