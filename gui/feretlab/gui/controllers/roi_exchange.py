"""Images and outlines for ImageJ, and outlines back as one correction."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError
from feretlab.core.io.rois import read_rois, write_rois
from feretlab.gui.controllers.scratch import scratch_folder
from feretlab.gui.session.corrections import Correction, points_inside
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.micrographs import Micrographs

if TYPE_CHECKING:
    from feretlab.core.micrograph import Micrograph
    from feretlab.core.particles import Particles

# What the original ImageJ opens by itself; anything else is handed over as a TIFF.
_KNOWN_TO_IMAGEJ = (".tif", ".tiff", ".png", ".jpg", ".jpeg", ".bmp", ".dm3")


def exchange_files(
    entry: Entry, particles: "Particles | None", micrographs: Micrographs
) -> tuple[Path, list[Path]]:
    """Write what ImageJ shall open, with its pixel size, into a new folder.

    Parameters
    ----------
    entry : Entry
        The image.
    particles : Particles or None
        Its outlines; None where it was not analysed.
    micrographs : Micrographs
        Give the pixels.

    Returns
    -------
    folder : Path
        New; ImageJ answers there.
    files : list of Path
        The image, then the ROI set where there is one.
    """
    folder = scratch_folder()
    image, micrograph = entry.path, micrographs.look(entry)
    is_known = entry.pages <= 1 and image.suffix.lower() in _KNOWN_TO_IMAGEJ
    if micrograph.pixel_size_nm is not None or not is_known:
        # ImageJ reads no vendor's pixel size: what is measured there would be in px.
        image = folder / f"{entry.name}.tif"
        _write_tiff(micrograph, image)
    if particles is None:
        return folder, [image]
    rois = folder / f"{entry.name}_rois.zip"
    shape = particles.shape if entry.shape is None else entry.shape
    write_rois(replace(particles, shape=shape), rois)
    return folder, [image, rois]


def roi_correction(path: Path, particles: "Particles") -> tuple[Correction, int, int]:
    """Give the correction that turns particles into those of a ROI set.

    Particles that are in the set pixel for pixel stay as they are; all others are
    dropped, and what else is in the set is drawn.

    Parameters
    ----------
    path : Path
        A ``.zip`` or ``.roi`` file of ImageJ.
    particles : Particles
        As they are now.

    Returns
    -------
    correction : Correction
        To be made.
    dropped, drawn : int
        How many particles go and come.

    Raises
    ------
    FileError, InputError
        Where the file is no ROI set, or equals what is there.
    """
    wanted = read_rois(path, particles.shape)
    theirs = {_id(wanted, index): index for index in range(len(wanted))}
    ours = {_id(particles, index): index for index in range(len(particles))}
    gone = [index for each, index in ours.items() if each not in theirs]
    new = [index for each, index in theirs.items() if each not in ours]
    if not gone and not new:
        message = (
            f"Bringing back {str(path)!r}: its {len(wanted)} ROIs are the particles "
            "that are here already; save the ROI set in ImageJ after editing it."
        )
        raise InputError(message)
    regions = tuple(_region(wanted, index) for index in new)
    correction = Correction(
        kind="replace", at=points_inside(particles, gone), regions=regions
    )
    return correction, len(gone), len(new)


def _write_tiff(micrograph: "Micrograph", path: Path) -> None:
    """Write a TIFF that ImageJ opens with its pixel size."""
    import tifffile

    size, pixels = micrograph.pixel_size_nm, micrograph.pixels
    if pixels.dtype not in (np.uint8, np.uint16):
        pixels = pixels.astype(np.float32)
    tifffile.imwrite(
        path,
        pixels,
        imagej=True,
        resolution=None if size is None else (1 / size.x, 1 / size.y),
        metadata={} if size is None else {"unit": "nm"},
    )


def _id(particles: "Particles", index: int) -> tuple[bytes, bytes]:
    mask = np.packbits(particles.mask(index)).tobytes()
    return particles.boxes[index].tobytes(), mask


def _region(
    particles: "Particles", index: int
) -> tuple[npt.NDArray[np.bool_], tuple[int, int]]:
    top, left = particles.boxes[index, :2].tolist()
    return particles.mask(index).copy(), (top, left)
