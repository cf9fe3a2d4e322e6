"""Labelled micrographs on disk: folders with ``images`` and ``labels``."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FileError, InputError
from feretlab.core.io.labels import read_labels
from feretlab.core.io.read import open_pages, pixels_of

SUFFIXES = (".png", ".tif", ".tiff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One micrograph and the picture that labels its particles.

    Parameters
    ----------
    image : Path
        One page, grey or colour.
    labels : Path
        One page of whole numbers, the ids of the visible particles, 0 for
        background; or a mask, whose connected parts are the particles.
    """

    image: Path
    labels: Path

    def read(self) -> tuple[npt.NDArray[Any], npt.NDArray[np.int32]]:
        """Read both pictures.

        Returns
        -------
        tuple of ndarray
            Grey values, uint8, uint16 or float32, and ids, int32; both of shape
            (Y, X).

        Raises
        ------
        FileError
            Where a file cannot be read.
        InputError
            Where the two differ in size, or one has several pages.
        """
        grey, ids = _grey(self.image), _ids(self.labels)
        if grey.shape != ids.shape:
            message = (
                f"Reading labels {str(self.labels)!r}: found {ids.shape} pixels, "
                f"expected {grey.shape} as in its image."
            )
            raise InputError(message)
        return grey, ids


def find_scenes(folders: Sequence[Path]) -> tuple[Scene, ...]:
    """List the labelled micrographs of several folders.

    Parameters
    ----------
    folders : sequence of Path
        Each holds ``images/NAME.png|tif`` and ``labels/NAME.png|tif``.

    Returns
    -------
    tuple of Scene
        Folder by folder, by name.

    Raises
    ------
    FileError
        Where a folder has no images, an image no labels, or two files one stem.
    """
    scenes = []
    for folder in folders:
        images, labels = _pictures(folder / "images"), _pictures(folder / "labels")
        if not images:
            message = (
                f"Reading data set {str(folder)!r}: found no pictures in its folder "
                f"'images', expected files ending in {', '.join(SUFFIXES)}."
            )
            raise FileError(message)
        missing = sorted(images.keys() - labels.keys())
        if missing:
            message = (
                f"Reading data set {str(folder)!r}: found no labels for "
                f"{len(missing)} images, {missing[0]!r} first; expected a picture of "
                "the same name in its folder 'labels'."
            )
            raise FileError(message)
        scenes += [Scene(image=images[name], labels=labels[name]) for name in images]
    return tuple(scenes)


def data_hash(scenes: Sequence[Scene]) -> str:
    """Give a SHA-256 over the images' names and the bytes of their labels.

    The pixels of the images do not count.

    Parameters
    ----------
    scenes : sequence of Scene
        In the order that counts.

    Returns
    -------
    str
        Hexadecimal.
    """
    digest = hashlib.sha256()
    for scene in scenes:
        digest.update(scene.image.name.encode())
        digest.update(scene.labels.read_bytes())
    return digest.hexdigest()


def _pictures(folder: Path) -> dict[str, Path]:
    """Give the pictures of a folder by stem, in order of name."""
    pictures: dict[str, Path] = {}
    for path in sorted(folder.glob("*")) if folder.is_dir() else []:
        # Beside each file on foreign disks macOS keeps another, ._NAME.
        if path.suffix.lower() not in SUFFIXES or path.name.startswith("."):
            continue
        other = pictures.setdefault(path.stem, path)
        if other != path:
            message = (
                f"Reading data set {str(folder.parent)!r}: found {other.name!r} and "
                f"{path.name!r} in its folder {folder.name!r}, expected one picture "
                "of a name; remove or rename the other."
            )
            raise FileError(message)
    return pictures


def _grey(path: Path) -> npt.NDArray[Any]:
    """Read the one picture of a file as an analysis would."""
    with open_pages(path) as pages:
        _need_one(len(pages), f"image {str(path)!r}")
        return pixels_of(pages[0], repr(str(path)))


def _ids(path: Path) -> npt.NDArray[np.int32]:
    """Read labels as a measurement would; each part of a mask has an id of its own."""
    image = read_labels(path)
    _need_one(len(image.pages), f"labels {str(path)!r}")
    page = image.pages[0]
    if image.is_mask:
        from scipy import ndimage

        parts: npt.NDArray[np.int32] = ndimage.label(page, np.ones((3, 3)))[0]
        return parts
    if page.max() >= page.size:  # tables of so many particles fit no memory
        page = np.searchsorted(np.unique(page[page > 0]), page, side="right")
    return page.astype(np.int32)


def _need_one(pages: int, what: str) -> None:
    if pages != 1:
        message = (
            f"Reading {what}: found {pages} pages, expected one; save the page that "
            "belongs to its partner in a file of its own."
        )
        raise InputError(message)
