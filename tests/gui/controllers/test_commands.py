"""Commands in processes of their own."""

import sys

import pytest

from feretlab.gui.controllers import commands
from feretlab.gui.controllers.commands import CommandProcess, OpenedFiji


@pytest.fixture
def process(qapp):
    process = CommandProcess()
    process.lines = []
    process.said.connect(process.lines.append)
    yield process
    process.close()


def test_what_a_command_says_arrives_line_by_line(process, qtbot):
    with qtbot.waitSignal(process.ended, timeout=120_000) as ended:
        process.start(["models"])

    assert ended.args == [0]
    assert any(line.startswith("default  ") for line in process.lines)


def test_a_command_that_fails_says_why(process, qtbot, tmp_path):
    with qtbot.waitSignal(process.ended, timeout=120_000) as ended:
        process.start(["macro", str(tmp_path / "gone.ijm")])

    assert ended.args == [1]
    assert "gone.ijm" in "\n".join(process.lines)


def test_a_stopped_command_ends_at_once(process, qtbot, tmp_path):
    process.start(["synthesize", "--output", str(tmp_path), "--count", "1000"])
    with qtbot.waitSignal(process.ended, timeout=60_000) as ended:
        process.stop()

    assert ended.args == [-1]


def test_a_process_that_crashes_is_told_and_nothing_else_happens(
    qapp, qtbot, monkeypatch, tmp_path
):
    (tmp_path / "crashing.py").write_text("import os; os.abort()")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(commands, "_MODULE", "crashing")
    crashing = CommandProcess()
    with qtbot.waitSignal(crashing.ended, timeout=60_000) as ended:
        crashing.start([])

    assert ended.args == [-1]


def test_a_program_that_is_not_there_is_told(process, qtbot, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with qtbot.waitSignal(process.ended, timeout=60_000) as ended:
        process.start(["models"])

    assert ended.args == [-1]
    assert process.lines


def test_an_imagej_is_asked_through_its_folder(qapp, qtbot, tmp_path, monkeypatch):
    (tmp_path / "answering.py").write_text(
        "import pathlib, sys, time\n"
        "folder = pathlib.Path(sys.argv[sys.argv.index('--exchange') + 1])\n"
        "while not (folder / 'ask').exists(): time.sleep(0.05)\n"
        "(folder / 'ask').unlink()\n"
        "(folder / 'answer.json').write_text('{}')\n"
        "time.sleep(60)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(commands, "_MODULE", "answering")
    (tmp_path / "exchange").mkdir()
    opened = OpenedFiji([], tmp_path / "exchange")
    with qtbot.waitSignal(opened.answered, timeout=60_000) as answered:
        opened.ask()
        assert opened.is_asked

    assert answered.args == [tmp_path / "exchange"]
    assert opened.is_open
    assert not opened.is_asked
    opened._process.kill()
    opened._process.wait()
    opened.let_go()


def test_an_imagej_that_does_not_answer_is_told(qapp, qtbot, tmp_path, monkeypatch):
    (tmp_path / "silent_one.py").write_text("import time; time.sleep(60)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(commands, "_MODULE", "silent_one")
    monkeypatch.setattr(commands, "_PATIENCE_S", 0)
    opened = OpenedFiji([], tmp_path)
    with qtbot.waitSignal(opened.silent, timeout=60_000):
        opened.ask()

    opened._process.kill()
    opened._process.wait()
    opened.let_go()


def test_a_window_that_cannot_open_says_why(qapp, qtbot, tmp_path):
    opened = OpenedFiji([tmp_path / "gone.tif"])
    with qtbot.waitSignal(opened.failed, timeout=120_000) as failed:
        pass

    assert "gone.tif" in str(failed.args[0])
    assert "Check" in str(failed.args[0])
