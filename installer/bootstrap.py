"""Take a fresh machine to a working FeretLab with the standard library alone.

``python3 installer/bootstrap.py demo`` makes ``.venv``, installs the pinned
dependencies and analyses the example micrographs; ``test`` installs what the
tests need and runs them all; ``lint`` runs the static checks; ``install`` stops
after installing. Anything behind the command goes to the command it starts.
"""

import argparse
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple, NoReturn

ROOT = Path(__file__).resolve().parents[1]
CONSTRAINTS = ROOT / "installer" / "constraints.txt"
SUPPORTED = ((3, 13), (3, 12), (3, 11))


class Step(NamedTuple):
    """What a bootstrap command installs and then starts."""

    extras: tuple[str, ...]
    groups: tuple[str, ...]
    programs: tuple[tuple[str, ...], ...]


TEST_EXTRAS = ("gui", "fiji", "train", "ocr")
STEPS = {
    "install": Step((), (), ()),
    "demo": Step((), (), (("feretlab", "demo"),)),
    "test": Step(TEST_EXTRAS, ("test",), (("python", "-m", "pytest"),)),
    "lint": Step(
        TEST_EXTRAS,
        ("test", "lint"),
        (
            ("ruff", "check", "."),
            ("ruff", "format", "--check", "."),
            ("mypy",),
            ("lint-imports",),
            ("validate-pyproject", "pyproject.toml"),
        ),
    ),
}

# Shared libraries that wheels take from the system: file, extra that needs it,
# package on Debian/Ubuntu, package on Fedora/RHEL.
LIBRARIES = (
    ("libEGL.so.1", "gui", "libegl1", "libglvnd-egl"),
    ("libGL.so.1", "gui", "libgl1", "libglvnd-glx"),
    ("libxkbcommon.so.0", "gui", "libxkbcommon0", "libxkbcommon"),
    ("libdbus-1.so.3", "gui", "libdbus-1-3", "dbus-libs"),
    ("libfontconfig.so.1", "gui", "fontconfig", "fontconfig"),
    ("libfreetype.so.6", "fiji", "libfreetype6", "freetype"),
    ("libfontconfig.so.1", "fiji", "fontconfig", "fontconfig"),
)


def main() -> int:
    """Run one bootstrap command; give the exit status of what it started."""
    arguments, rest = _parse()
    _need_supported_python()
    step = STEPS[arguments.command]
    extras = tuple(dict.fromkeys((*step.extras, *arguments.extra)))
    _need_system_libraries(extras)
    environment = Path(arguments.venv).resolve()
    _make_environment(environment)
    _install(environment, extras, step.groups)
    for program in step.programs:
        last = program is step.programs[-1]
        status = _start(environment, [*program, *(rest if last else [])])
        if status:
            return status
    return 0


def _parse() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=STEPS)
    parser.add_argument("--venv", default=ROOT / ".venv", help="where to install")
    parser.add_argument(
        "--extra",
        action="append",
        default=[],
        choices=("gui", "fiji", "train", "cluster", "ocr", "all"),
        help="optional part to install as well; may be repeated",
    )
    return parser.parse_known_args()


def _need_supported_python() -> None:
    if sys.version_info[:2] in SUPPORTED:
        return
    for major, minor in SUPPORTED:
        other = shutil.which(f"python{major}.{minor}")
        if other and subprocess.run([other, "-c", ""], check=False).returncode == 0:
            command = [other, *sys.argv]
            raise SystemExit(subprocess.run(command, check=False).returncode)
    found = ".".join(map(str, sys.version_info[:3]))
    _stop(
        f"FeretLab needs Python 3.11, 3.12 or 3.13; this is {found} and no other was "
        "found on the PATH. Install one from your system's packages or python.org."
    )


def _need_system_libraries(extras: tuple[str, ...]) -> None:
    if sys.platform != "linux":
        return
    wanted = [row for row in LIBRARIES if row[1] in extras or "all" in extras]
    missing = [row for row in wanted if not _loads(row[0])]
    if not missing:
        return
    debian = sorted({row[2] for row in missing})
    may_install = os.geteuid() == 0 and shutil.which("apt-get")
    if may_install and _apt_installs(debian):
        return
    fedora = sorted({row[3] for row in missing})
    _stop(
        f"System libraries are missing: {', '.join(sorted({r[0] for r in missing}))}. "
        f"Install them and run this again. Debian/Ubuntu: sudo apt-get install "
        f"{' '.join(debian)}. Fedora/RHEL: sudo dnf install {' '.join(fedora)}."
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _apt_installs(packages: list[str]) -> bool:
    _say(f"Installing system libraries: {' '.join(packages)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", *packages]):
        if subprocess.run(["apt-get", *command], env=quiet, check=False).returncode:
            return False
    return True


def _make_environment(environment: Path) -> None:
    """Make the environment; give pip to one that an interrupted run left without."""
    python = _program(environment, "python")
    if not python.exists():
        _say(f"Making the environment {environment}")
        command = [sys.executable, "-m", "venv", str(environment)]
        advice = (
            "Python could not make a virtual environment. On Debian/Ubuntu install "
            "it with: sudo apt-get install python3-venv. Then run this again."
        )
    elif _stamp(environment).exists() or _has_pip(python):
        return
    else:
        _say(f"Adding pip to the environment {environment}")
        command = [str(python), "-m", "ensurepip", "--upgrade"]
        advice = (
            f"The environment {environment} has no pip and could not be given one. "
            "Delete it, or name another with --venv, and run this again."
        )
    if subprocess.run(command, check=False).returncode:
        _stop(advice)


def _has_pip(python: Path) -> bool:
    command = [str(python), "-m", "pip", "--version"]
    return not subprocess.run(command, check=False, capture_output=True).returncode


def _install(
    environment: Path, extras: tuple[str, ...], groups: tuple[str, ...]
) -> None:
    """Install what is asked for, unless the same was installed before."""
    stamp = _stamp(environment)
    wanted = {f"extra {name}" for name in extras} | {f"group {name}" for name in groups}
    state = _state()
    lines = (stamp.read_text().splitlines() if stamp.exists() else []) or [""]
    if lines[0] == state and wanted <= set(lines[1:]):
        return
    _say("Installing FeretLab and its pinned dependencies (minutes the first time)")
    target = f"{ROOT}[{','.join(extras)}]" if extras else str(ROOT)
    chosen = [
        part for name in groups for part in ("--group", f"{ROOT}/pyproject.toml:{name}")
    ]
    python = str(_program(environment, "python"))
    pip = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    if lines[0] != state:
        # Stopped halfway, it is neither what it was nor what it shall be.
        stamp.unlink(missing_ok=True)
    _run_pip([*pip, "--upgrade", "pip>=25.1"])
    _run_pip([*pip, "--constraint", str(CONSTRAINTS), "--editable", target, *chosen])
    kept = wanted | (set(lines[1:]) if lines[0] == state else set())
    partial = stamp.with_suffix(".part")
    partial.write_text("\n".join([state, *sorted(kept)]) + "\n")
    partial.replace(stamp)


def _run_pip(command: list[str]) -> None:
    if subprocess.run(command, check=False).returncode:
        _stop(
            "pip could not install the dependencies; its message stands above. "
            "Check the network connection or proxy and run this again."
        )


def _stamp(environment: Path) -> Path:
    """Give the file that tells what was installed, written when all of it was."""
    return environment / "feretlab-installed.txt"


def _state() -> str:
    """Digest of what decides about the installed packages."""
    digest = hashlib.sha256()
    for file in (ROOT / "pyproject.toml", CONSTRAINTS):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _start(environment: Path, command: list[str]) -> int:
    program = str(_program(environment, command[0]))
    _say(f"Running {' '.join(command)}")
    try:
        return subprocess.run([program, *command[1:]], cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 130


def _program(environment: Path, name: str) -> Path:
    if sys.platform == "win32":
        return environment / "Scripts" / f"{name}.exe"
    return environment / "bin" / name


def _say(text: str) -> None:
    sys.stderr.write(f"bootstrap: {text}\n")
    sys.stderr.flush()


def _stop(text: str) -> NoReturn:
    raise SystemExit(f"bootstrap: {text}")


if __name__ == "__main__":
    sys.exit(main())
