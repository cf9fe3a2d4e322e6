"""FeretLab's operations as commands of ImageJ, for menus and macros.

ImageJ tells a listener of every command before it looks the name up. Ours carries
out its own and says that they are done.
"""

import logging
import math
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from feretlab.core.errors import CancelledError, FeretLabError
from feretlab.core.operations import OPERATIONS, Operation
from feretlab.core.parameters import Parameters
from feretlab.fiji_bridge import java
from feretlab.fiji_bridge.actions import ACTIONS
from feretlab.fiji_bridge.dialog import ask
from feretlab.fiji_bridge.front import locked_front_image
from feretlab.fiji_bridge.headless import Windowless
from feretlab.fiji_bridge.imagej_outputs import ImageJOutputs
from feretlab.fiji_bridge.options import (
    blank,
    changed,
    parse_options,
    quoted,
    to_record,
    to_texts,
)

PREFIX = "FeretLab "


def command_name(operation: Operation) -> str:
    """Name an operation as ImageJ's menus and macros do.

    Parameters
    ----------
    operation : Operation
        One of the registry.

    Returns
    -------
    str
        Such as ``"FeretLab Segment..."``.
    """
    return f"{PREFIX}{operation.title}..."


def offered() -> dict[str, Operation]:
    """Give the operations that ImageJ has, by the name of their command."""
    return {command_name(op): op for op in OPERATIONS if op.id in ACTIONS}


def command_listener(hear: Callable[[str], bool]) -> Any:
    """Give a Java object of ``ij.CommandListener``, for ``ij.Executer``.

    Parameters
    ----------
    hear : callable
        Told the name of every command; true where ImageJ shall not carry it out.

    Returns
    -------
    ij.CommandListener
    """
    import jpype

    @jpype.JImplements(java.CommandListener)
    class Listener:
        @jpype.JOverride
        def commandExecuting(self, name: Any) -> Any:
            return None if hear(str(name)) else name

    return Listener()


class Commands:
    """Listens to ImageJ and carries out FeretLab's commands.

    A failure is kept in `failure`, because Python's exceptions do not reach a
    macro's caller.
    """

    def __init__(self) -> None:
        self.failure: FeretLabError | None = None
        self._operations = offered()
        self._last: dict[str, Parameters] = {}
        self._windowless = Windowless()
        self._listener = command_listener(self.executing)
        java.Executer.addCommandListener(self._listener)

    def close(self) -> None:
        """Stop listening."""
        java.Executer.removeCommandListener(self._listener)

    def executing(self, name: str) -> bool:
        """Carry out a command that ImageJ is about to look up.

        Parameters
        ----------
        name : str
            Of any command.

        Returns
        -------
        bool
            Whether it was ours.
        """
        if java.GraphicsEnvironment.isHeadless() and self._windowless.carries_out(name):
            return True
        if name not in self._operations:
            return False
        if java.Macro.getOptions() is not None or java.IJ.isMacro():
            self._run(name, in_macro=True)
        else:
            # ImageJ holds a lock on its listeners meanwhile.
            _in_thread(name, lambda: self._run(name, in_macro=False))
        return True

    def _run(self, name: str, *, in_macro: bool) -> None:
        """Carry out; what fails from a menu ends no macro that runs meanwhile."""
        operation = self._operations[name]
        try:
            self._carry_out(name, operation, in_macro=in_macro)
        except CancelledError as error:
            self._stop(error, in_macro=in_macro)
            java.IJ.showStatus(f"{PREFIX}{operation.title}: stopped")
        except FeretLabError as error:
            self._fail(operation, error, in_macro=in_macro)
        except Exception as error:
            logging.getLogger("feretlab").exception("unexpected in %s", name)
            text = f"{type(error).__name__}: {error}. This is a fault of FeretLab."
            self._fail(operation, FeretLabError(text), in_macro=in_macro)
        finally:
            java.IJ.showProgress(1.0)

    def _carry_out(self, name: str, operation: Operation, *, in_macro: bool) -> None:
        action = ACTIONS[operation.id]
        with locked_front_image() if action.takes_image else nullcontext() as front:
            parameters = self._parameters(name, action.record)
            if parameters is None:
                raise CancelledError(
                    f"{PREFIX}{operation.title}: the dialog was cancelled."
                )
            if not in_macro:
                # Before the images, whose windows are recorded when they appear.
                _record(name, parameters)
            java.IJ.resetEscape()
            status = _StatusBar(operation.title)
            action.run(front, parameters, ImageJOutputs(), status)
        java.IJ.showStatus(f"{PREFIX}{operation.title}: done")

    def _parameters(self, name: str, record: type[Parameters]) -> Parameters | None:
        """From the macro's options, else from a dialog; headless the defaults."""
        options = java.Macro.getOptions()
        if options is not None:
            return to_record(_with_variables(parse_options(str(options))), record)
        if java.GraphicsEnvironment.isHeadless():
            return to_record({}, record)
        chosen = ask(name.removesuffix("..."), self._last.get(name) or blank(record))
        if chosen is not None:
            self._last[name] = chosen
        return chosen

    def _fail(
        self, operation: Operation, error: FeretLabError, *, in_macro: bool
    ) -> None:
        message = f"{PREFIX}{operation.title}: {error}"
        # An aborted macro would show no dialog any more.
        if not java.GraphicsEnvironment.isHeadless():
            java.IJ.error(f"{PREFIX}{operation.title}", str(error))
        self._stop(FeretLabError(message), in_macro=in_macro)

    def _stop(self, error: FeretLabError, *, in_macro: bool) -> None:
        """Keep the reason and end the macro, if it was called by one."""
        self.failure = error
        if in_macro:
            java.Interpreter.abort()


class _StatusBar:
    """Progress in ImageJ's status bar; Escape stops the work."""

    def __init__(self, title: str) -> None:
        self._title = title

    def report(self, done: float, total: float, note: str = "") -> None:
        """Show how far it is."""
        if java.IJ.escapePressed():
            raise CancelledError(f"{PREFIX}{self._title}: stopped by Escape.")
        java.IJ.showProgress(done / total if total else 1.0)
        java.IJ.showStatus(f"{PREFIX}{self._title}: {note}")


def _with_variables(options: dict[str, str | None]) -> dict[str, str | None]:
    """Put in what the macro's variables hold, where a value is ``&name``."""
    interpreter = java.Interpreter.getInstance()
    if interpreter is None:
        return options
    return {key: _held(interpreter, text) for key, text in options.items()}


def _held(interpreter: Any, text: str | None) -> str | None:
    """Give what the variable holds that a value names, else the value itself."""
    if text is None or not text.startswith("&"):
        return text
    found = _variable(interpreter, text[1:])
    return text if found is None else found


def _variable(interpreter: Any, name: str) -> str | None:
    """Give a variable as a text, whole numbers without a point; None for no such."""
    text = interpreter.getStringVariable(name)
    number = float(interpreter.getVariable2(name)) if text is None else math.nan
    if math.isnan(number):
        return None if text is None else str(text)
    return repr(number).removesuffix(".0")


def _in_thread(name: str, work: Any) -> None:
    """Start a thread named as ImageJ's own, which Escape and macros look at."""
    import jpype

    task = jpype.JProxy("java.lang.Runnable", dict={"run": work})
    java.Thread(task, f"Run$_{name}").start()


def _record(name: str, parameters: Parameters) -> None:
    """Write the call into the Macro Recorder, in the form that replays."""
    if not java.Recorder.record:
        return
    # The Recorder takes threads of this name for macros and ignores them.
    thread = java.Thread.currentThread()
    before = thread.getName()
    thread.setName(name)
    try:
        java.Recorder.setCommand(name)
        for key, text in _named(parameters).items():
            java.Recorder.recordOption(key, quoted(text))
        java.Recorder.saveCommand()
    finally:
        thread.setName(before)


def _named(parameters: Parameters) -> dict[str, str]:
    """Name what was changed, or one option, without which a macro would ask."""
    texts = to_texts(parameters)
    return changed(parameters) or dict([next(i for i in texts.items() if i[1])])
