"""What ImageJ needs, what of it is here, and what to do about the rest."""

import os
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from feretlab.core.analysis.networks import open_network
from feretlab.core.errors import FeretLabError, MissingExtraError
from feretlab.fiji_bridge import jvm

_PACKAGES = ("feretlab", "scyjava", "jpype1")
_REINSTALL = "pip install --force-reinstall --no-deps feretlab"
_INSTALL = "pip install 'feretlab[fiji]'"


class Finding(NamedTuple):
    """One line of the check.

    Parameters
    ----------
    what : str
        What was looked for.
    found : str
        What is there.
    advice : str or None
        What to do; None where nothing is missing.
    """

    what: str
    found: str
    advice: str | None = None


def findings(fiji: Path | None) -> Iterator[Finding]:
    """Look for everything that ImageJ needs; starts ImageJ to see that it does.

    Parameters
    ----------
    fiji : Path or None
        The user's Fiji; None for the embedded ImageJ.

    Yields
    ------
    Finding
    """
    yield Finding("Python", f"{sys.version.split()[0]} ({sys.executable})")
    for name in _PACKAGES:
        yield _package(name)
    yield _java()
    yield from _imagej(fiji)
    yield from _models()


def _package(name: str) -> Finding:
    try:
        return Finding(name, version(name))
    except PackageNotFoundError:
        return Finding(name, "not installed", _INSTALL)


def _java() -> Finding:
    try:
        jvm.find_java()
    except FeretLabError as error:
        return Finding("Java", str(error), _INSTALL)
    return Finding("Java", os.environ.get("JAVA_HOME") or "on the path")


def _imagej(fiji: Path | None) -> Iterator[Finding]:
    what = f"Fiji {str(fiji)!r}" if fiji else "embedded ImageJ"
    try:
        jvm.start(fiji=fiji)
    except MissingExtraError as error:
        yield Finding(what, str(error), _INSTALL)
        return
    except FeretLabError as error:
        advice = (
            "Name the folder Fiji.app, or forget it: feretlab fiji --forget"
            if fiji
            else "Once, with a network: feretlab fiji --prefetch"
        )
        yield Finding(what, str(error), advice)
        return
    system = jvm.java_class("java.lang.System")
    place = system.getProperty("java.home")
    yield Finding("Java version", f"{system.getProperty('java.version')} ({place})")
    yield Finding(what, str(jvm.java_class("ij.IJ").getVersion()))
    jars = [part for part in _class_path() if part.endswith(".jar")]
    yield Finding("jars", f"{len(jars)}; ImageJ is {_source()}")


def _class_path() -> list[str]:
    """Give the class path; of one beyond ASCII Java's own property knows nothing."""
    import jpype

    return str(jpype.getClassPath()).split(os.pathsep)


def _source() -> str:
    """Tell which jar ImageJ is; where it was patched, its classes do not know it."""
    place = str(jvm.java_class("ij.IJ").class_.getResource("IJ.class"))
    return unquote(place.removeprefix("jar:file:").partition("!")[0])


def _models() -> Iterator[Finding]:
    """Open every network: one that is damaged is as good as missing."""
    from feretlab.models.catalog import available_models, shipped_models

    shipped = shipped_models()
    if not shipped:
        yield Finding("model 'default'", "not there", _REINSTALL)
    sound = []
    for name in available_models():
        try:
            open_network(name)
        except FeretLabError as error:
            remove = f"Remove it: feretlab models --remove {name}"
            yield Finding(
                "models", str(error), _REINSTALL if name in shipped else remove
            )
        else:
            sound.append(name)
    if sound:
        yield Finding("models", ", ".join(sound))
