"""Commands for a Fiji that is started on its own: macros in its plugins folder.

They lie in a jar that holds no Java code. Macros beside each other as files would be
run by Fiji as scripts, in threads of their own that know neither the image nor the
errors of the macro around them; what a jar offers runs where it is called.
"""

import sys
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from feretlab.core.errors import FileError
from feretlab.core.io.atomic import atomic_path
from feretlab.core.operations import Operation
from feretlab.core.parameters import Parameters
from feretlab.fiji_bridge.actions import ACTIONS
from feretlab.fiji_bridge.commands import offered
from feretlab.fiji_bridge.dialog import FIELD_COLUMNS, PATH_COLUMNS, beside, help_text
from feretlab.fiji_bridge.options import blank, choices_of, to_texts
from feretlab.fiji_bridge.parameters import FILE, FOLDER

MARK = "// Installed by feretlab fiji --install, removed by feretlab fiji --uninstall."
JAR = "FeretLab_.jar"  # ImageJ looks into a jar whose name has an underscore
_MENU = "Plugins>FeretLab"
_FOLDER_BEFORE = "FeretLab"  # where the macros lay as files
_ASCII = 127


def install(fiji: Path) -> Path:
    """Put the commands into an ImageJ's menu Plugins > FeretLab.

    Parameters
    ----------
    fiji : Path
        Folder of Fiji or ImageJ.

    Returns
    -------
    Path
        The jar that was written.

    Raises
    ------
    FileError
        Where the folder is no ImageJ, a file of the same name is somebody else's,
        or nothing can be written.
    """
    jar = _plugins(fiji) / JAR
    if jar.exists() and not _ours(jar):
        message = (
            f"Installing {str(jar)!r}: found a file that FeretLab did not put "
            "there, expected none. Rename it first."
        )
        raise FileError(message)
    uninstall(fiji)  # what an older version had and this one has not
    with (
        atomic_path(jar) as beside,
        zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        archive.comment = MARK.encode()
        for name, text in _contents().items():
            archive.writestr(name, text.encode("ascii"))
    return jar


def uninstall(fiji: Path) -> list[Path]:
    """Take exactly those files away that `install` wrote.

    Parameters
    ----------
    fiji : Path
        Folder of Fiji or ImageJ.

    Returns
    -------
    list of Path
        What was removed.

    Raises
    ------
    FileError
        Where the folder is no ImageJ, or a file cannot be removed.
    """
    plugins = _plugins(fiji)
    folder = plugins / _FOLDER_BEFORE
    files = [plugins / JAR, *sorted(folder.glob("FeretLab_*.ijm"))]
    ours = [path for path in files if _ours(path)]
    try:
        for path in ours:
            path.unlink()
        if ours and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    except OSError as error:
        message = f"Removing from {str(plugins)!r}: {error.strerror or error}."
        raise FileError(message) from error
    return ours


def macro_of(name: str, operation: Operation) -> str:
    """Give the macro that asks this installation to carry out a command.

    Parameters
    ----------
    name : str
        Of the command, such as ``"FeretLab Segment..."``.
    operation : Operation
        What it does.

    Returns
    -------
    str
        ASCII.
    """
    action = ACTIONS[operation.id]
    body = files("feretlab.fiji_bridge").joinpath("command.ijm")
    lines = [
        MARK,
        f"// {name} {operation.help}",
        f"var command = {literal(name)};",
        f"var operation = {literal(operation.id)};",
        f"var takesImage = {str(action.takes_image).lower()};",
        f"var python = {literal(sys.executable)};",
        body.read_text(encoding="ascii"),
        *_dialog(name.removesuffix("..."), action.record),
    ]
    return "\n".join(lines) + "\n"


def literal(text: str) -> str:
    """Give a text as a macro's expression, in ASCII.

    Parameters
    ----------
    text : str
        Any text, such as a path of Windows.

    Returns
    -------
    str
        In quotes, signs beyond ASCII by their number.
    """
    parts: list[str] = []
    for sign in text:
        if ord(sign) > _ASCII:
            parts.append(f'" + fromCharCode({ord(sign)}) + "')
        else:
            parts.append({"\\": "\\\\", '"': '\\"', "\n": "\\n"}.get(sign, sign))
    return f'"{"".join(parts)}"'


def _dialog(title: str, record: type[Parameters]) -> Iterator[str]:
    """Give the function that asks the user; every field becomes an option."""
    fields = record.model_fields
    texts = to_texts(blank(record))
    yield "function ask() {"
    yield f"    Dialog.create({literal(title)});"
    for (name, text), is_beside in zip(texts.items(), beside(record), strict=True):
        if is_beside:
            yield "    Dialog.addToSameRow();"
        yield f"    {_field(name, text, fields[name])}"
    yield f"    Dialog.addHelp({literal(help_text(record))});"
    yield "    Dialog.show();"
    yield '    chosen = "";'
    for name, field in fields.items():
        kind = "Choice" if choices_of(field.annotation) else "String"
        yield f'    chosen += "{name}=[" + Dialog.get{kind}() + "] ";'
    yield "    return chosen;"
    yield "}"


def _field(name: str, text: str, field: FieldInfo) -> str:
    choices = choices_of(field.annotation)
    shown = literal(text)
    if choices:
        # Not a checkbox: the Recorder would say nothing of one that is off.
        words = ", ".join(literal(choice) for choice in choices)
        return f'Dialog.addChoice("{name}", newArray({words}), {shown});'
    kind = _kind(field.metadata)
    width = FIELD_COLUMNS if kind == "String" else PATH_COLUMNS
    return f'Dialog.add{kind}("{name}", {shown}, {width});'


def _kind(metadata: list[Any]) -> str:
    if FILE in metadata:
        return "File"
    return "Directory" if FOLDER in metadata else "String"


def _contents() -> dict[str, str]:
    """Give the jar's files: the commands' names and their macros."""
    macros = {
        f"feretlab/{operation.id}.ijm": macro_of(name, operation)
        for name, operation in offered().items()
    }
    lines = [
        f'{_MENU}, "{name}", ij.plugin.Macro_Runner("JAR:{path}")\n'
        for name, path in zip(offered(), macros, strict=True)
    ]
    return {"plugins.config": "".join(lines), **macros}


def _ours(path: Path) -> bool:
    """Whether FeretLab wrote a file; its mark is the comment of a jar."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    mark = MARK.encode()
    return content.endswith(mark) if path.suffix == ".jar" else content.startswith(mark)


def _plugins(fiji: Path) -> Path:
    """Find the plugins folder of an ImageJ."""
    plugins, jars = fiji / "plugins", fiji / "jars"
    if plugins.is_dir() and ((fiji / "ij.jar").is_file() or any(jars.glob("ij-*.jar"))):
        return plugins
    message = (
        f"Looking for ImageJ in {str(fiji)!r}: found no folder plugins with ij.jar or "
        "jars/ij-*.jar beside it, expected the folder Fiji.app, Fiji or ImageJ."
    )
    raise FileError(message)
