"""The largest differences between FeretLab's and ImageJ's measurements."""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from feretlab.core.cli.console import Console
from feretlab.core.cli.options import add_options, collect
from feretlab.core.measurement.parameters import MeasureParameters
from feretlab.fiji_bridge.cli.macro import add_fiji

_Cases = Iterator[tuple[str, Callable[[], Any]]]


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    parser.add_argument(
        "inputs",
        nargs="*",
        metavar="FILE",
        help="label images, masks or ROI sets, folders or patterns of them; without "
        "any, generated shapes and the example micrographs",
    )
    parser.add_argument(
        "--output", type=Path, metavar="FILE.csv", help="write the table as well"
    )
    parser.add_argument(
        "--json", action="store_true", help="print the result as JSON instead"
    )
    add_options(parser, MeasureParameters)
    add_fiji(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the largest difference of each descriptor and where it was found.

    Parameters
    ----------
    arguments : argparse.Namespace
        Parsed arguments.
    console : Console
        Where messages go.

    Returns
    -------
    int
        1 where a difference is larger than 1e-6 or a file cannot be used, else 0.
    """
    from feretlab.core.errors import CancelledError, FeretLabError
    from feretlab.fiji_bridge import java, jvm
    from feretlab.fiji_bridge.settings import fiji_folder
    from feretlab.fiji_bridge.verification import TOLERANCE, Case, differences

    parameters = collect(arguments, MeasureParameters)
    todo = list(_cases(arguments.inputs, parameters))
    jvm.start(fiji=fiji_folder(arguments.fiji))
    done: list[Case] = []
    with console.progress("verify") as progress:
        for index, (name, measure_twice) in enumerate(todo):
            progress.report(index, len(todo), name)
            try:
                done.append(measure_twice())
            except CancelledError:
                raise
            except FeretLabError as error:
                console.fail(str(error), input=name)
    if not done:
        return 1
    found = differences(done)
    agrees = all(one.absolute <= TOLERANCE for one in found)
    version = str(java.IJ.getVersion())
    if arguments.output:
        _write(found, arguments.output)
    if arguments.json:
        told = {"imagej": version, "tolerance": TOLERANCE, "agrees": agrees}
        names = {"inputs": [case.name for case in done]}
        rows = {"differences": [_plain(asdict(one)) for one in found]}
        console.result(json.dumps(told | names | rows, indent=1))
    else:
        _print(found, version, agrees, TOLERANCE, console)
    return int(not agrees)


def _cases(words: Sequence[str], parameters: MeasureParameters) -> _Cases:
    from feretlab.fiji_bridge.verification import built_in_cases, case_of

    if not words:
        yield from built_in_cases()
    for path in _paths(words):
        yield str(path), partial(case_of, path, parameters)


def _paths(words: Sequence[str]) -> list[Path]:
    """Give ROI sets as they are named, and pictures as other commands find them."""
    from feretlab.core.errors import FileError
    from feretlab.core.io.paths import expand_inputs
    from feretlab.fiji_bridge.verification import ROIS

    found: list[Path] = []
    for word in words:
        path = Path(word).expanduser()
        if path.suffix.lower() in ROIS:
            found.append(path)
            continue
        sets = []
        if path.is_dir():
            sets = sorted(
                each for each in path.iterdir() if each.suffix.lower() in ROIS
            )
        try:
            found += expand_inputs([word], ("_labels", "_mask"))
        except FileError:
            if not sets:
                raise
        found += sets
    return list(dict.fromkeys(found))


def _print(
    found: Sequence[Any],
    version: str,
    agrees: bool,
    tolerance: float,
    console: Console,
) -> None:
    console.result(f"FeretLab beside ImageJ {version}")
    console.result(
        f"{'descriptor':24}{'compared':>9}{'difference':>12}{'relative':>10}  where"
    )
    for one in found:
        if not one.compared:
            text = f"{one.descriptor:24}{'-':>9}  ImageJ has none"
        else:
            where = f"{one.case}, particle {one.particle}" if one.particle else ""
            text = (
                f"{one.descriptor:24}{one.compared:9}{one.absolute:12.1e}"
                f"{one.relative:10.1e}  {where}"
            )
        console.result(text.rstrip())
    said = "No difference is" if agrees else "Some differences are"
    console.result(f"{said} larger than {tolerance:g}.")


def _write(found: Sequence[Any], path: Path) -> None:
    from feretlab.core.io.tables import write_csv

    rows = [asdict(one) for one in found]
    write_csv({name: np.array([row[name] for row in rows]) for name in rows[0]}, path)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Give None for numbers that JSON does not know."""
    return {
        name: None if isinstance(value, float) and not np.isfinite(value) else value
        for name, value in row.items()
    }
