"""``feretlab separate``: masks to label images."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from feretlab.core.cli.console import Console
from feretlab.core.cli.inputs import (
    add_inputs,
    add_output_folder,
    each_file,
    read_pictures,
    warn_of_greys,
)
from feretlab.core.cli.options import add_options, collect
from feretlab.core.progress import Progress, Stretch

if TYPE_CHECKING:
    from feretlab.core.io.label_image import LabelImage
    from feretlab.core.micrograph import PixelSize
    from feretlab.core.particles import Particles
    from feretlab.core.separation.parameters import SeparateParameters

_ENDINGS = ("_mask",)


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    add_inputs(parser, "masks, every non-zero pixel a particle's")
    add_output_folder(parser)
    from feretlab.core.separation.parameters import SeparateFileParameters

    add_options(parser, SeparateFileParameters)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write ``<stem>_labels.tif`` of each mask.

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
    from feretlab.core.analysis.claims import (
        check_free,
        claim,
        note_written,
        open_folder,
    )
    from feretlab.core.analysis.finished import Finished
    from feretlab.core.io.labels import write_labels
    from feretlab.core.io.paths import check_names, unique_name
    from feretlab.core.micrograph import PixelSize, page_of
    from feretlab.core.provenance import file_record
    from feretlab.core.separation.cleaning import check_sizes
    from feretlab.core.separation.parameters import SeparateFileParameters

    parameters = collect(arguments, SeparateFileParameters)
    given = parameters.pixel_size_nm
    output: Path = arguments.output
    taken: set[str] = set()

    finished = Finished(output=output, command="separate", parameters=parameters)

    def work(path: Path, progress: Progress) -> Iterator[str]:
        digest = file_record(path).sha256
        pictures = read_pictures(path, _ENDINGS)
        share = 1 / len(pictures)
        for page, (shown, name, image) in enumerate(pictures):
            stem = unique_name(name, taken)
            if not image.is_mask:
                warn_of_greys(image.to_particles(), shown, path, console)
            labels = output / f"{stem}_labels.tif"
            line = finished.recall(stem, digest, page, (labels,))
            if line is None:
                check_free(output, (labels,))
                check_names((finished.path(stem),))
                size = PixelSize(given, given) if given else image.pixel_size_nm
                part = Stretch(progress, page * share, share)
                check_sizes(parameters, size, page_of(path, page, len(pictures)))
                particles = _separated(image, parameters, size, part)
                rows, border = image.info_bar_rows, parameters.border
                claim(output, (labels,))
                write_labels(particles, labels, size, rows, border)
                note_written(output, (labels,))
                line = f"{shown}: {len(particles)} particles"
                finished.remember(stem, digest, page, (labels,), line)
            yield line

    open_folder(output)
    each_file(arguments.inputs, work, console, "separate", _ENDINGS)
    return 0


def _separated(
    image: "LabelImage",
    parameters: "SeparateParameters",
    size: "PixelSize | None",
    progress: Progress,
) -> "Particles":
    """Part the field of a mask; particles in the whole picture's coordinates."""
    from feretlab.core.separation.separate import separate

    mask = (image.field != 0).any(axis=0)
    found = separate(mask, parameters, pixel_size_nm=size, progress=progress)
    return replace(found, shape=image.pages.shape[1:])
