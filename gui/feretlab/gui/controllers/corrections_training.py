"""Outlines drawn or corrected by hand, saved as `feretlab train` reads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FileError
from feretlab.core.micrograph import Micrograph
from feretlab.core.particles import Particles
from feretlab.core.progress import Progress
from feretlab.gui.controllers.missing_files import check_files
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.texts import tr


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Example:
    """An entry and its outlines.

    Parameters
    ----------
    entry : Entry
        Which micrograph.
    finding : Finding
        Its particles; the excluded ones are left out.
    """

    entry: Entry
    finding: Finding


def existing_files(folder: Path, examples: Sequence[Example]) -> tuple[Path, ...]:
    """Give the files that saving would write over.

    Parameters
    ----------
    folder : Path
        Where they would go.
    examples : sequence of Example
        What would be saved.

    Returns
    -------
    tuple of Path
    """
    files = [path for each in examples for path in _paths(folder, each.entry.name)]
    return tuple(path for path in files if path.exists())


def save_training_data(
    folder: Path,
    examples: Sequence[Example],
    micrographs: Micrographs,
    progress: Progress,
) -> int:
    """Write ``images/``, ``labels/`` and ``rois/``, one file each per micrograph.

    Where particles overlap, a label image shows the smaller one; the ROI set holds
    both whole.

    Parameters
    ----------
    folder : Path
        Made where it is missing.
    examples : sequence of Example
        What is saved; the info bar is cut off.
    micrographs : Micrographs
        Pixels.
    progress : Progress
        Hears of every micrograph.

    Returns
    -------
    int
        Outlines written.

    Raises
    ------
    FileError
        Where a file cannot be written, or that of a micrograph is missing whose
        pixels are not in memory either; then nothing is written.
    """
    from feretlab.core.io.labels import write_labels
    from feretlab.core.io.rois import write_rois

    what = tr("Saving training data in {folder!r}").format(folder=str(folder))
    held = _held(what, (each.entry for each in examples), micrographs)
    count = 0
    for index, each in enumerate(examples):
        progress.report(index, len(examples), each.entry.name)
        micrograph = held.get(each.entry.key) or micrographs.read(each.entry)
        kept = np.array([not reason for reason in each.finding.excluded], np.bool_)
        particles = each.finding.particles.select(kept)
        image, labels, rois = _paths(folder, each.entry.name)
        try:
            for path in (image, labels, rois):
                path.parent.mkdir(parents=True, exist_ok=True)
            _write_image(micrograph, image)
        except OSError as error:
            message = f"Saving training data in {str(folder)!r}: {error.strerror}."
            raise FileError(message) from error
        flat = Particles.from_labels(label_image(particles))
        write_labels(flat, labels, micrograph.pixel_size_nm)
        write_rois(particles, rois)
        count += len(particles)
    return count


def label_image(particles: Particles) -> npt.NDArray[np.int32]:
    """Draw all particles on one page, the smaller ones over the larger.

    Parameters
    ----------
    particles : Particles
        They may overlap.

    Returns
    -------
    ndarray of int32
        Shape (Y, X); particle i as i + 1.
    """
    page = np.zeros(particles.shape, np.int32)
    sizes = [int(mask.sum()) for mask in particles.masks()]
    for index in np.argsort(sizes, kind="stable")[::-1].tolist():
        top, left, bottom, right = particles.boxes[index]
        page[top:bottom, left:right][particles.mask(index)] = index + 1
    return page


def _write_image(micrograph: Micrograph, path: Path) -> None:
    import tifffile

    from feretlab.core.io.atomic import atomic_path

    with atomic_path(path) as beside:
        pixels = np.ascontiguousarray(micrograph.field)
        tifffile.imwrite(beside, pixels, photometric="minisblack")


def _held(
    what: str, entries: Iterable[Entry], micrographs: Micrographs
) -> dict[str, Micrograph]:
    """Give the micrographs of missing files by key; they must be in memory."""
    gone = [entry for entry in entries if not entry.path.is_file()]
    found = [(entry, micrographs.in_memory(entry)) for entry in gone]
    check_files(what, (entry for entry, micrograph in found if micrograph is None))
    return {entry.key: each for entry, each in found if each is not None}


def _paths(folder: Path, name: str) -> tuple[Path, Path, Path]:
    return (
        folder / "images" / f"{name}.tif",
        folder / "labels" / f"{name}.tif",
        folder / "rois" / f"{name}.zip",
    )
