"""``feretlab segment``: micrographs to masks and probability maps."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from feretlab.core.cli.console import Console
from feretlab.core.cli.inputs import add_inputs, add_output_folder, each_file
from feretlab.core.cli.options import add_options, collect
from feretlab.core.progress import Progress


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        The command's parser.
    """
    add_inputs(parser)
    add_output_folder(parser)
    from feretlab.core.segmentation.parameters import SegmentFileParameters

    add_options(parser, SegmentFileParameters)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write ``<stem>_mask.tif`` and ``<stem>_probability.tif`` of each input.

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
    from feretlab.core.analysis.finished import Finished, digest_of
    from feretlab.core.analysis.networks import open_network
    from feretlab.core.io.labels import write_mask, write_probability
    from feretlab.core.io.paths import unique_name
    from feretlab.core.io.read import read_micrographs
    from feretlab.core.segmentation.parameters import SegmentFileParameters
    from feretlab.core.segmentation.segment import segment

    parameters = collect(arguments, SegmentFileParameters)
    network = open_network(parameters.model, threads=parameters.threads)
    output: Path = arguments.output
    taken: set[str] = set()

    finished = Finished(
        output=output,
        command="segment",
        parameters=parameters,
        model_sha256=network.sha256,
    )

    def work(path: Path, progress: Progress) -> Iterator[str]:
        for micrograph in read_micrographs(path, pages=parameters.pages):
            name, page = unique_name(micrograph.name, taken), micrograph.page
            digest = digest_of(micrograph)
            mask = output / f"{name}_mask.tif"
            files = (mask, output / f"{name}_probability.tif")
            line = finished.recall(name, digest, page, files)
            if line is None:
                check_free(output, files)
                found = segment(
                    micrograph, network, parameters, progress, keep_maps=False
                )
                size, rows = micrograph.pixel_size_nm, micrograph.info_bar_rows
                claim(output, files)
                write_mask(found.mask, mask, size, rows)
                write_probability(found.probability, files[1], size)
                note_written(output, files)
                share = found.mask[: micrograph.field.shape[0]].mean()
                line = f"{name}: {share:.1%} particles, scale {found.scale:.3g}"
                finished.remember(name, digest, page, files, line)
            yield line

    open_folder(output)
    each_file(arguments.inputs, work, console, "segment")
    return 0
