"""Promises of the layout that a tool cannot see by itself."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOTS = ("core", "models", "fiji_bridge", "gui")


@pytest.mark.parametrize("root", ROOTS)
def test_the_namespace_package_has_no_init_file(root):
    assert (ROOT / root / "feretlab" / root).is_dir()
    assert not (ROOT / root / "feretlab" / "__init__.py").exists()


def test_only_the_wheel_moves_the_import_roots_together():
    # A source distribution whose files have moved would build an empty wheel.
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    build = project["tool"]["hatch"]["build"]
    roots = [f"{root}/feretlab" for root in ROOTS]
    assert sorted(build["targets"]["wheel"]["packages"]) == sorted(roots)
    assert "packages" not in build


def imported_by(statement, path):
    """Modules that a fresh interpreter holds after a statement."""
    code = f"import sys; {statement}; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={"PYTHONPATH": str(path)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_core_is_imported_from_its_own_root_alone():
    assert "feretlab.core" in imported_by("import feretlab.core", ROOT / "core")


def test_asking_for_help_loads_nothing_heavy():
    heavy = {"numpy", "pydantic", "pandas", "scipy", "onnxruntime", "keras"}
    statement = "import feretlab.core.cli.main as m; m._parser([])"
    assert not heavy & imported_by(statement, ROOT / "core")


def test_no_registry_host_stands_in_the_constraints():
    assert "://" not in (ROOT / "installer" / "constraints.txt").read_text()
