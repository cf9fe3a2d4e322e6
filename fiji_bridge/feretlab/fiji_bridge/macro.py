"""Macros of ImageJ with FeretLab's commands."""

from pathlib import Path
from typing import Any

from feretlab.core.errors import FeretLabError, FileError
from feretlab.fiji_bridge import java
from feretlab.fiji_bridge.commands import Commands


class MacroError(FeretLabError, RuntimeError):
    """A macro that did not come to its end."""


def run_macro(text: str, argument: str = "", name: str = "macro") -> str:
    """Run a macro and give what it returns.

    Parameters
    ----------
    text : str
        The macro.
    argument : str
        What ``getArgument()`` gives inside.
    name : str
        Of the macro, for messages.

    Returns
    -------
    str
        What the macro returned; empty for nothing.

    Raises
    ------
    MacroError
        Where it has a mistake, was aborted, or a command of FeretLab failed; then
        with that command's message.
    """
    import jpype

    commands = Commands()
    interpreter = java.Interpreter()
    try:
        returned = interpreter.run(text, argument)
    except jpype.JException as error:
        reason = _reason(error, interpreter)
        raise _explained(commands, interpreter, name, reason) from None
    finally:
        commands.close()
    if commands.failure or interpreter.getErrorMessage() is not None:
        raise _explained(commands, interpreter, name, "aborted")
    return "" if returned is None else str(returned)


def read_macro(path: Path) -> str:
    """Read a macro.

    Parameters
    ----------
    path : Path
        An ``.ijm`` file, UTF-8.

    Returns
    -------
    str
        Its text.

    Raises
    ------
    FileError
        Where the file is missing or no text.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FileError(f"Reading macro {str(path)!r}: {reason}.") from error


def _reason(error: Any, interpreter: Any) -> str:
    """Give what Java said; it tells nothing of what wanted a window."""
    if isinstance(error, java.HeadlessException):
        return (
            f"line {interpreter.getLineNumber()} shows a dialog or another window, and "
            "there is none here. feretlab fiji runs macros in a window"
        )
    return str(error.getMessage() or error)


def _explained(
    commands: Commands, interpreter: Any, name: str, reason: str
) -> MacroError:
    """Take the command's own message, else ImageJ's, else what Java said."""
    if commands.failure is not None:
        return MacroError(str(commands.failure))
    told = interpreter.getErrorMessage()
    return MacroError(f"Running {name!r}: {told or reason}.")
