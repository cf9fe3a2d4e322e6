"""Arguments that several commands share, and one file after the other."""

import argparse
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from feretlab.core.cli.console import Console
from feretlab.core.errors import CancelledError, FeretLabError, FileError
from feretlab.core.progress import Progress, Stretch

if TYPE_CHECKING:
    from feretlab.core.io.label_image import LabelImage
    from feretlab.core.particles import Particles


def add_inputs(parser: argparse.ArgumentParser, what: str = "micrographs") -> None:
    """Add the argument ``INPUT...``.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    what : str
        What the files hold.
    """
    parser.add_argument(
        "inputs", nargs="+", metavar="INPUT", help=f"{what}: files, folders or patterns"
    )


def add_output_folder(parser: argparse.ArgumentParser) -> None:
    """Add the option ``--output DIR``.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    parser.add_argument(
        "--output",
        required=True,
        type=Path,
        metavar="DIR",
        help="folder for the results; made where it is missing",
    )


def find_inputs(
    words: Sequence[str], console: Console, wanted: Sequence[str] = ()
) -> list[Path]:
    """Give the files that the words stand for; a word for none is reported.

    Parameters
    ----------
    words : sequence of str
        Files, folders or patterns.
    console : Console
        Where reports go.
    wanted : sequence of str
        As of `feretlab.core.io.paths.expand_inputs`.

    Returns
    -------
    list of Path
        At least one.
    """
    from feretlab.core.io.paths import expand_inputs

    def refuse(word: str, error: FeretLabError) -> None:
        console.fail(str(error), input=word)

    return expand_inputs(words, wanted, refuse)


def refuse_input(output: Path, paths: Iterable[Path]) -> None:
    """Refuse to write a file of results over what it is made from.

    Parameters
    ----------
    output : Path
        File to write; there or not.
    paths : iterable of Path
        Files to read.

    Raises
    ------
    FileError
        Where one of them is the output, also by another path.
    """
    # Unlike a path's own method, this one takes names that are too long.
    there = [path for path in paths if os.path.exists(path)]
    if os.path.exists(output) and any(path.samefile(output) for path in there):
        raise FileError(
            f"Writing {str(output)!r}: found one of the inputs, expected a file of its "
            "own; choose another."
        )


def each_file(
    words: Sequence[str],
    work: Callable[[Path, Progress], Iterable[str]],
    console: Console,
    label: str,
    wanted: Sequence[str] = (),
) -> None:
    """Do one thing to every file; a bad one is reported and skipped.

    Parameters
    ----------
    words : sequence of str
        Files, folders or patterns.
    work : callable
        Takes a file and progress; gives lines that say what was done.
    console : Console
        Where reports go.
    label : str
        What is being done, for the progress bar.
    wanted : sequence of str
        As of `feretlab.core.io.paths.expand_inputs`.
    """
    paths = find_inputs(words, console, wanted)
    with console.progress(label) as progress:
        for index, path in enumerate(paths):
            share = 1.0 / len(paths)
            try:
                for line in work(path, Stretch(progress, index * share, share)):
                    console.say(line, input=str(path))
            except CancelledError:
                raise
            except FeretLabError as error:
                console.fail(str(error), input=str(path))


class Picture(NamedTuple):
    """One of the label images or masks in a file.

    Parameters
    ----------
    shown : str
        Its name in messages.
    stem : str
        Its name in results.
    image : LabelImage
        What it holds.
    """

    shown: str
    stem: str
    image: "LabelImage"


def read_pictures(path: Path, endings: Sequence[str]) -> list[Picture]:
    """Read a file of labels or masks; a stack of them gives several.

    Parameters
    ----------
    path : Path
        TIFF, PNG and the like.
    endings : sequence of str
        Cut off the name for results.

    Returns
    -------
    list of Picture
    """
    from feretlab.core.io.labels import read_labels

    stem = path.stem
    for ending in endings:
        stem = stem.removesuffix(ending)
    images = read_labels(path).pictures()
    if len(images) == 1:
        return [Picture(path.name, stem, images[0])]
    return [
        Picture(f"{path.name}, page {page}", f"{stem}_p{page:04d}", image)
        for page, image in enumerate(images, start=1)
    ]


def warn_of_greys(
    particles: "Particles", shown: str, path: Path, console: Console
) -> None:
    """Warn where equal values look like grey values of a micrograph, not labels.

    Parameters
    ----------
    particles : Particles
        One for each value.
    shown : str
        Name of the picture.
    path : Path
        Its file.
    console : Console
        Where the warning goes.
    """
    from feretlab.core.io.label_image import SCATTERED, are_scattered

    if are_scattered(particles):
        console.warn(f"{shown}: {SCATTERED}", input=str(path))
