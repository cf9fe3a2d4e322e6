"""Labelled micrographs on disk: folders with ``images`` and ``labels``."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FileError, InputError

SUFFIXES = (".png", ".tif", ".tiff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One micrograph and the picture that labels its particles.

    Parameters
    ----------
    image : Path
        Grey or RGB.
    labels : Path
        Integer ids of the visible particles, 0 for background.
    """

    image: Path
    labels: Path

    def read(self) -> tuple[npt.NDArray[Any], npt.NDArray[np.int32]]:
        """Read both pictures.

        Returns
        -------
        tuple of ndarray
            Grey values, any real dtype, and ids, int32; both of shape (Y, X).

        Raises
        ------
        FileError
            Where a file cannot be read.
        InputError
            Where the two differ in size.
        """
        grey, ids = _grey(_read(self.image)), _read(self.labels)
        if grey.shape != ids.shape:
            message = (
                f"Reading labels {str(self.labels)!r}: found {ids.shape} pixels, "
                f"expected {grey.shape} as in its image."
            )
            raise InputError(message)
        return grey, ids.astype(np.int32)


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
        Where a folder has no images, or an image no labels.
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
    """Give a SHA-256 over the names and the bytes of all label pictures.

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
    found = sorted(folder.glob("*")) if folder.is_dir() else []
    return {path.stem: path for path in found if path.suffix.lower() in SUFFIXES}


def _read(path: Path) -> npt.NDArray[Any]:
    import imageio.v3 as iio

    # Named, since imageio would otherwise try every plugin it knows.
    plugin = "pillow" if path.suffix.lower() == ".png" else "tifffile"
    try:
        return np.asarray(iio.imread(path, plugin=plugin))
    except (OSError, ValueError) as error:
        message = f"Reading picture {str(path)!r}: {error}."
        raise FileError(message) from error


def _grey(pixels: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Give one channel; the mean of the colours where there are several."""
    if pixels.ndim == 2:
        return pixels
    return pixels[..., :3].mean(axis=2, dtype=np.float32)
