"""The installer decides right before it touches anything."""

import importlib.util
import subprocess
import sys
import venv
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "installer" / "bootstrap.py"


@pytest.fixture
def bootstrap():
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_needs_the_standard_library_alone():
    code = f"import runpy, sys; sys.argv = ['b', '--help']; runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"  # noqa: E501
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "demo" in done.stdout


def test_missing_libraries_are_named_with_their_packages(bootstrap, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(bootstrap, "_loads", lambda library: library != "libEGL.so.1")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match="apt-get install libegl1") as stop:
        bootstrap._need_system_libraries(("gui",))
    assert "dnf install libglvnd-egl" in str(stop.value)


def test_what_no_extra_needs_is_not_asked_for(bootstrap, monkeypatch):
    monkeypatch.setattr(bootstrap, "_loads", lambda library: False)
    assert bootstrap._need_system_libraries(()) is None


def test_a_second_run_installs_nothing(bootstrap, tmp_path, monkeypatch):
    calls = []

    def record(command, **_):
        calls.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(bootstrap.subprocess, "run", record)
    bootstrap._install(tmp_path, ("fiji",), ("test",))
    first = len(calls)
    bootstrap._install(tmp_path, ("fiji",), ("test",))
    bootstrap._install(tmp_path, (), ())
    assert first == len(calls) == 2


def test_another_extra_is_installed_on_top(bootstrap, tmp_path, monkeypatch):
    calls = []

    def record(command, **_):
        calls.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(bootstrap.subprocess, "run", record)
    bootstrap._install(tmp_path, ("fiji",), ())
    bootstrap._install(tmp_path, ("train",), ())
    assert any("[train]" in word for word in calls[-1])
    stamp = (tmp_path / "feretlab-installed.txt").read_text()
    assert "extra fiji" in stamp
    assert "extra train" in stamp


def test_a_failed_install_leaves_no_stamp(bootstrap, tmp_path, monkeypatch):
    def fail(command, **_):
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(bootstrap.subprocess, "run", fail)
    with pytest.raises(SystemExit, match="Check the network connection"):
        bootstrap._install(tmp_path, (), ())
    assert not (tmp_path / "feretlab-installed.txt").exists()


def test_an_interrupted_install_leaves_no_stamp_of_the_last(
    bootstrap, tmp_path, monkeypatch
):
    def interrupt(command, **_):
        raise KeyboardInterrupt

    stamp = tmp_path / "feretlab-installed.txt"
    stamp.write_text("state of an older version\n")
    monkeypatch.setattr(bootstrap.subprocess, "run", interrupt)
    with pytest.raises(KeyboardInterrupt):
        bootstrap._install(tmp_path, (), ())
    assert not stamp.exists()


def test_an_empty_stamp_is_written_anew(bootstrap, tmp_path, monkeypatch):
    def succeed(command, **_):
        return subprocess.CompletedProcess(command, 0)

    stamp = tmp_path / "feretlab-installed.txt"
    stamp.touch()
    monkeypatch.setattr(bootstrap.subprocess, "run", succeed)
    bootstrap._install(tmp_path, ("fiji",), ())
    assert stamp.read_text() == f"{bootstrap._state()}\nextra fiji\n"
    assert list(tmp_path.iterdir()) == [stamp]


def test_an_environment_left_without_pip_is_given_one(bootstrap, tmp_path):
    environment = tmp_path / "env"
    venv.create(environment, with_pip=False)
    (environment / "mine.txt").touch()
    bootstrap._make_environment(environment)
    assert bootstrap._has_pip(bootstrap._program(environment, "python"))
    assert (environment / "mine.txt").exists()


def test_an_extra_that_cannot_be_had_leaves_what_is_installed(
    bootstrap, tmp_path, monkeypatch
):
    def fail(command, **_):
        return subprocess.CompletedProcess(command, 1)

    stamp = tmp_path / "feretlab-installed.txt"
    stamp.write_text(f"{bootstrap._state()}\nextra gui\n")
    monkeypatch.setattr(bootstrap.subprocess, "run", fail)
    with pytest.raises(SystemExit, match="Check the network connection"):
        bootstrap._install(tmp_path, ("gui", "train"), ())
    bootstrap._install(tmp_path, ("gui",), ())


def test_an_environment_whose_pip_works_is_kept(bootstrap, tmp_path, monkeypatch):
    environment = tmp_path / "env"
    venv.create(environment, with_pip=False)
    monkeypatch.setattr(bootstrap, "_has_pip", lambda python: True)
    (environment / "mine.txt").touch()
    bootstrap._make_environment(environment)
    assert (environment / "mine.txt").exists()


def test_a_folder_that_is_no_environment_is_never_emptied(
    bootstrap, tmp_path, monkeypatch
):
    def fail(command, **_):
        return subprocess.CompletedProcess(command, 1)

    (tmp_path / "mine.txt").touch()
    monkeypatch.setattr(bootstrap.subprocess, "run", fail)
    with pytest.raises(SystemExit, match="could not make a virtual environment"):
        bootstrap._make_environment(tmp_path)
    assert (tmp_path / "mine.txt").exists()
