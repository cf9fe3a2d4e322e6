"""What `feretlab fiji --check` finds, and what it advises."""

import subprocess
import sys
from pathlib import Path

import pytest

from feretlab.core.cli.main import main
from feretlab.fiji_bridge import jvm
from feretlab.fiji_bridge.check import findings


@pytest.mark.java
def test_a_machine_with_everything_misses_nothing(running_imagej, monkeypatch):
    found = {finding.what: finding for finding in findings(None)}
    assert [name for name, each in found.items() if each.advice] == []
    assert found["embedded ImageJ"].found == "1.54p"
    assert "ij-1.54p.jar" in found["jars"].found
    assert "default" in found["models"].found
    assert int(found["Java version"].found.split(".")[0]) >= 17


@pytest.mark.java
@pytest.mark.slow
def test_the_jars_of_a_fiji_are_told(fiji_folder):
    command = [sys.executable, "-X", "utf8", "-m", "feretlab.core.cli.main", "fiji"]
    done = subprocess.run(
        [*command, "--check", "--fiji", str(fiji_folder)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = next(line for line in done.stdout.splitlines() if "jars" in line)
    assert told.endswith(f"ImageJ is {(fiji_folder / 'jars/ij-1.54p.jar').as_posix()}")


def test_a_wrong_fiji_is_one_line_with_advice(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(jvm, "_sessions", [])
    monkeypatch.setattr("scyjava.jvm_started", lambda: False)
    assert main(["fiji", "--check", "--fiji", str(tmp_path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    missing = next(i for i, line in enumerate(lines) if line.startswith("missing"))
    assert "expected the folder Fiji.app" in lines[missing]
    assert lines[missing + 1].strip() == (
        "Name the folder Fiji.app, or forget it: feretlab fiji --forget"
    )


def test_imagej_that_cannot_be_fetched_is_told_with_advice(monkeypatch):
    def fail(**_):
        raise jvm.JavaError("Starting ImageJ: no network.")

    monkeypatch.setattr(jvm, "start", fail)
    found = {finding.what: finding for finding in findings(None)}
    assert found["embedded ImageJ"].found == "Starting ImageJ: no network."
    assert found["embedded ImageJ"].advice.endswith("feretlab fiji --prefetch")
    assert "models" in found


def test_a_package_that_is_missing_is_told(monkeypatch):
    from importlib.metadata import PackageNotFoundError

    def absent(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr("feretlab.fiji_bridge.check.version", absent)
    first = [
        finding for finding in findings(Path("/none")) if finding.what == "scyjava"
    ]
    assert first[0].advice == "pip install 'feretlab[fiji]'"
