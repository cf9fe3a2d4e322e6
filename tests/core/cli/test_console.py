"""Bars on terminals, plain lines in pipes."""

import io

import pytest

from feretlab.core.cli.console import Console


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def on_terminal(monkeypatch, console):
    """Do some work with a terminal of no known size; give what it shows."""
    terminal = Terminal()
    # Not in a fixture: pytest gives each phase streams of its own.
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("COLUMNS", "0")
    work(console)
    return terminal.getvalue()


def work(console):
    with console.progress("work") as progress:
        progress.report(1, 2, "first")
        console.say("one line")
        progress.report(2, 2)


def test_a_terminal_shows_a_bar_and_whole_lines(monkeypatch):
    shown = on_terminal(monkeypatch, Console())
    assert "work  50%|" in shown
    assert "one line" in shown.replace("\r", "\n").split("\n")


@pytest.mark.parametrize("options", [{"quiet": True}, {"as_json": True}])
def test_quiet_and_json_draw_no_bar(monkeypatch, options):
    assert "%|" not in on_terminal(monkeypatch, Console(**options))


def test_a_pipe_gets_lines_only(capsys):
    work(Console())
    assert capsys.readouterr().err == "one line\n"
