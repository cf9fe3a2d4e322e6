"""Open ImageJ with FeretLab's commands, or check what is there for it."""

import argparse
from pathlib import Path

from feretlab.core.cli.console import Console
from feretlab.fiji_bridge.cli.macro import add_fiji


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="images to open"
    )
    add_fiji(parser)
    parser.add_argument(
        "--exchange",
        type=Path,
        metavar="DIR",
        help="where the application asks for the Results table and the ROIs",
    )
    acts = parser.add_mutually_exclusive_group()
    acts.add_argument(
        "--check",
        action="store_true",
        help="tell what was found and what to do about what is missing",
    )
    acts.add_argument(
        "--prefetch",
        action="store_true",
        help="fetch the embedded ImageJ, so that it starts without a network",
    )
    acts.add_argument(
        "--install",
        type=Path,
        metavar="DIR",
        help="put the commands into this Fiji or ImageJ, for when it is started on "
        "its own",
    )
    acts.add_argument(
        "--uninstall", type=Path, metavar="DIR", help="take exactly those away again"
    )
    acts.add_argument(
        "--job",
        type=Path,
        metavar="DIR",
        help="what installed commands call: carry out what stands in a folder",
    )
    acts.add_argument(
        "--remember", type=Path, metavar="DIR", help="use this Fiji from now on"
    )
    acts.add_argument(
        "--forget", action="store_true", help="use the embedded ImageJ from now on"
    )


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Do what was asked, or open the window and wait until it is closed.

    Parameters
    ----------
    arguments : argparse.Namespace
        Parsed arguments.
    console : Console
        Where messages go.

    Returns
    -------
    int
        Exit status.
    """
    from feretlab.fiji_bridge import jvm
    from feretlab.fiji_bridge.settings import fiji_folder, remember_fiji

    if arguments.check:
        return _check(fiji_folder(arguments.fiji), console)
    if arguments.prefetch:
        jvm.start()
        console.say("ImageJ is here; from now on it starts without a network.")
        return 0
    if arguments.job:
        from feretlab.fiji_bridge.job import carry_out

        with console.progress("job") as progress:
            carry_out(arguments.job, progress)
        return 0
    if arguments.install or arguments.uninstall:
        return _install(arguments, console)
    if arguments.remember or arguments.forget:
        if arguments.remember:
            jvm.check_fiji(arguments.remember)
        remember_fiji(arguments.remember)
        which = str(arguments.remember or "the embedded ImageJ")
        console.say(f"From now on {which} is started.")
        return 0
    from feretlab.fiji_bridge.window import open_window

    open_window(fiji_folder(arguments.fiji), arguments.files, arguments.exchange)
    return 0


def _install(arguments: argparse.Namespace, console: Console) -> int:
    from feretlab.fiji_bridge.macro_files import install, uninstall

    if arguments.install:
        console.say(f"installed {install(arguments.install)}")
        console.say("The next start of ImageJ shows them.")
    else:
        removed = uninstall(arguments.uninstall)
        for path in removed:
            console.say(f"removed {path}")
        if not removed:
            console.say(f"Nothing of FeretLab's is in {arguments.uninstall}.")
    return 0


def _check(fiji: Path | None, console: Console) -> int:
    from feretlab.fiji_bridge.check import findings

    status = 0
    for finding in findings(fiji):
        mark = "found" if finding.advice is None else "missing"
        console.result(f"{mark:8} {finding.what}: {finding.found}")
        if finding.advice is not None:
            console.result(f"{'':8} {finding.advice}")
            status = 1
    return status
