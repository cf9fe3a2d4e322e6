"""The command ``feretlab``."""

import argparse
import contextlib
import logging
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from importlib import import_module
from types import FrameType
from typing import NamedTuple, NoReturn

from feretlab.core.cli.console import Console
from feretlab.core.errors import CancelledError, FeretLabError
from feretlab.core.operations import OPERATIONS

INTERRUPTED = 130
BESIDE_CORE = "feretlab.commands"
"""Entry points of commands that core must not import: modules of one's name."""


class Command(NamedTuple):
    """A word of the command line and the module that carries it out."""

    name: str
    help: str
    module: str


COMMANDS = (
    *(Command(op.id, op.help, f"feretlab.core.cli.{op.id}") for op in OPERATIONS),
    Command(
        "info", "What a file holds, without analysing it.", "feretlab.core.cli.info"
    ),
    Command(
        "rerun", "Repeat a run from its provenance.json.", "feretlab.core.cli.rerun"
    ),
    Command("models", "Networks that are installed.", "feretlab.core.cli.models"),
    Command(
        "benchmark",
        "Speed against what one would use instead, in one run.",
        "feretlab.core.cli.benchmark",
    ),
    Command(
        "demo",
        "Analyse the example micrographs that come along.",
        "feretlab.core.cli.demo",
    ),
)


def main(words: Sequence[str] | None = None) -> int:
    """Carry out one command.

    Parameters
    ----------
    words : sequence of str or None
        The command line without the program's name; None takes the process's.

    Returns
    -------
    int
        Exit status: 0 done, 1 something failed, 2 wrong usage, 130 interrupted.
    """
    words = list(sys.argv[1:] if words is None else words)
    interrupts: list[int] = []
    console = Console()
    with _noting_interrupts(interrupts):
        try:
            arguments = _parser(words).parse_args(words)
            console = Console(
                quiet=arguments.quiet,
                as_json=arguments.json_log,
                interrupts=interrupts,
            )
            module = import_module(_module_of(arguments.command))
            status: int = module.run(arguments, console)
        except (KeyboardInterrupt, CancelledError):
            return _stopped(console)
        except BrokenPipeError:
            sys.stderr.close()
            return 1
        except Exception as error:
            if interrupts:
                return _stopped(console)
            _explain(error, console)
            if "--debug" in words and not isinstance(error, FeretLabError):
                raise
            return 1
    return status or int(console.failures > 0)


@contextlib.contextmanager
def _noting_interrupts(seen: list[int]) -> Iterator[None]:
    """Remember each Ctrl-C: a library may swallow it, or raise something else."""

    def interrupt(number: int, _: FrameType | None) -> None:
        seen.append(number)
        raise KeyboardInterrupt

    before = signal.getsignal(signal.SIGINT)
    is_main = threading.current_thread() is threading.main_thread()
    if before is signal.SIG_IGN or not is_main:
        yield
        return
    told = sys.unraisablehook

    def tell(what: "sys.UnraisableHookArgs") -> None:
        # In a finaliser Python swallows it, and would print where that was.
        if not isinstance(what.exc_value, KeyboardInterrupt):
            told(what)

    signal.signal(signal.SIGINT, interrupt)
    sys.unraisablehook = tell
    try:
        yield
    finally:
        sys.unraisablehook = told
        signal.signal(signal.SIGINT, before)


def _stopped(console: Console) -> int:
    console.fail("Stopped. What is finished is kept; the same command resumes.")
    return INTERRUPTED


def _explain(error: Exception, console: Console) -> None:
    """Tell an error in one line; one that nobody foresaw is a fault of ours."""
    if isinstance(error, FeretLabError):
        console.fail(str(error))
        return
    logging.getLogger("feretlab").debug("unexpected", exc_info=error)
    reason = " ".join(str(error).split())
    console.fail(f"{type(error).__name__}: {reason}. This is a fault of FeretLab.")


def _module_of(name: str) -> str:
    return next(each.module for each in _commands(name) if each.name == name)


def _commands(called: str) -> tuple[Command, ...]:
    """Give core's commands; where none of them was called, those beside core too."""
    if any(command.name == called for command in COMMANDS):
        return COMMANDS
    # One distribution's entry points are read in a tenth of the time of all.
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        entries = distribution("feretlab").entry_points.select(group=BESIDE_CORE)
    except PackageNotFoundError:
        return COMMANDS
    others = [(entry.name, import_module(entry.module)) for entry in entries]
    return COMMANDS + tuple(
        Command(name, (module.__doc__ or "").splitlines()[0], module.__name__)
        for name, module in others
    )


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """Build the parser, with the options of the one command that was called."""
    parser = _Parser(
        prog="feretlab",
        description="Measure nanoparticles in electron micrographs.",
        epilog="feretlab COMMAND --help tells a command's options.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="tell the version")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    called = next((word for word in words if not word.startswith("-")), "")
    for command in _commands(called):
        sub = commands.add_parser(
            command.name, help=command.help, description=command.help
        )
        if command.name == called:
            import_module(command.module).configure(sub)
            _add_common(sub, has_json=_has_option(sub, "--json"))
    return parser


def _add_common(parser: argparse.ArgumentParser, *, has_json: bool) -> None:
    group = parser.add_argument_group("output on the terminal")
    group.add_argument("--quiet", action="store_true", help="only errors")
    group.add_argument("--debug", action="store_true", help="full trace of a fault")
    names = ["--json-log"] if has_json else ["--json-log", "--json"]
    group.add_argument(
        *names, dest="json_log", action="store_true", help="messages as JSON lines"
    )


def _has_option(parser: argparse.ArgumentParser, name: str) -> bool:
    return any(name in action.option_strings for action in parser._actions)


class _Parser(argparse.ArgumentParser):
    """Tells wrong usage in one line; argparse puts every option before it."""

    def error(self, message: str) -> NoReturn:
        """Leave with status 2."""
        self.exit(2, f"error: {message}; {self.prog} --help tells the usage.\n")


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        sys.stdout.write(f"feretlab {version('feretlab')}\n")
        parser.exit()


if __name__ == "__main__":
    sys.exit(main())
