"""A command of an ImageJ that runs elsewhere, carried out on files.

The macros that `feretlab fiji --install` puts into an ImageJ lay the front image
into a folder and say what they want in ``job.txt``. What is to be shown comes back
in the same folder, told by ``answer.txt``. Texts are written as the numbers of
their letters, since ImageJ's macros write files in whatever encoding Java chose.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tifffile

from feretlab.core.errors import FeretLabError, FileError, InputError
from feretlab.core.io.formats.grey import grey_from_samples
from feretlab.core.io.rois import Position, write_rois
from feretlab.core.io.tables import Table, rows_of
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles
from feretlab.core.progress import Progress
from feretlab.fiji_bridge.actions import ACTIONS
from feretlab.fiji_bridge.front import Calibration, FrontImage
from feretlab.fiji_bridge.options import parse_options, to_record
from feretlab.fiji_bridge.region import Region, nothing_selected, whole_picture

JOB, ANSWER, IMAGE, SELECTION = "job.txt", "answer.txt", "image.tif", "selection.tif"
_MOST_16_BIT = 65535
_RGB_DIMENSIONS = 3


def carry_out(folder: Path, progress: Progress) -> None:
    """Do what a macro asked for and leave the answer in its folder.

    Parameters
    ----------
    folder : Path
        Where the macro laid ``job.txt`` and its front image.
    progress : Progress
        Hears how far it is.

    Raises
    ------
    feretlab.core.errors.FeretLabError
        What the answer tells as well.
    """
    out = FileOutputs(folder)
    try:
        _carry_out(folder, out, progress)
    except FeretLabError as error:
        out.fail(str(error))
        raise
    except Exception as error:
        out.fail(f"{type(error).__name__}: {error}. This is a fault of FeretLab.")
        raise
    out.finish()


def to_codes(text: str) -> str:
    """Give the numbers of a text's letters, as Java counts them.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        UTF-16 units, parted by spaces.
    """
    units = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2")
    return " ".join(map(str, units.tolist()))


def from_codes(codes: str) -> str:
    """Give the text of such numbers.

    Parameters
    ----------
    codes : str
        As of `to_codes`.

    Returns
    -------
    str
    """
    units = np.array([int(code) for code in codes.split()], "<u2")
    return units.tobytes().decode("utf-16-le", "replace")


class FileOutputs:
    """Results as files that the macro opens.

    Parameters
    ----------
    folder : Path
        Where they go.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._answer: list[str] = []

    def show_image(
        self,
        slices: Sequence[npt.NDArray[Any]],
        title: str,
        like: FrontImage,
        properties: Mapping[str, str] | None = None,
    ) -> None:
        """Write an image; the macro copies its own image's calibration.

        Parameters
        ----------
        slices : sequence of ndarray
            Shape (Y, X) each.
        title : str
            Name of the new image.
        like : FrontImage
            Whose dimensions it takes where it has as many slices.
        properties : mapping or None
            What the image keeps, also in files; None for nothing.
        """
        pixels = _stored(np.stack(slices))
        path = self._folder / self._next("image", "tif")
        axes = "ZYX"
        if like.dimensions and len(slices) == like.slices:
            axes = "TZCYX"
            pixels = pixels.reshape(*like.dimensions[::-1], *like.shape)
        told = {"axes": axes, "Properties": dict(properties or {})}
        tifffile.imwrite(path, pixels, imagej=True, metadata=told)
        highest = 255.0 if slices[0].dtype == np.bool_ else float(pixels.max(initial=0))
        self._say("image", path.name, to_codes(title), repr(highest or 1.0))

    def show_picture(self, path: Path) -> None:
        """Have a picture opened.

        Parameters
        ----------
        path : Path
            A file that ImageJ reads.
        """
        self._say("picture", to_codes(str(path.resolve())))

    def add_rois(self, particles: Particles, position: Position) -> None:
        """Write a ROI set.

        Parameters
        ----------
        particles : Particles
            In the image's coordinates.
        position : int or tuple of int
            Where in the stack they lie.
        """
        if not len(particles):
            return
        name = self._next("rois", "zip")
        write_rois(particles, self._folder / name, position=position)
        self._say("rois", name)

    def add_rows(self, rows: Table) -> None:
        """Write rows for the Results table.

        Parameters
        ----------
        rows : dict of ndarray
            Columns under ImageJ's headings.
        """
        if rows_of(rows):
            self._say("rows", self._write(rows))

    def show_table(self, table: Table, title: str) -> None:
        """Write a table.

        Parameters
        ----------
        table : dict of ndarray
            Equally long columns.
        title : str
            Of its window.
        """
        self._say("table", self._write(table), to_codes(title))

    def log(self, line: str) -> None:
        """Have a line logged.

        Parameters
        ----------
        line : str
            For people.
        """
        self._say("log", to_codes(line))

    def fail(self, message: str) -> None:
        """Answer with an error alone.

        Parameters
        ----------
        message : str
            One line.
        """
        self._answer = []
        self._say("error", to_codes(message))
        self.finish()

    def finish(self) -> None:
        """Write the answer."""
        text = "".join(f"{line}\n" for line in [*self._answer, "end"])
        path = self._folder / ANSWER
        try:
            path.write_text(text, encoding="ascii", newline="\n")
        except OSError as error:
            message = f"Writing answer {str(path)!r}: {error.strerror or error}."
            raise FileError(message) from error

    def _say(self, *words: str) -> None:
        self._answer.append("\t".join(words))

    def _next(self, kind: str, ending: str) -> str:
        return f"{kind}-{len(self._answer)}.{ending}"

    def _write(self, table: Table) -> str:
        name = self._next("table", "txt")
        columns = [_cells(values) for values in table.values()]
        lines = ["\t".join(to_codes(heading) for heading in table)]
        lines += ["\t".join(cells) for cells in zip(*columns, strict=True)]
        text = "\n".join(lines) + "\n"
        (self._folder / name).write_text(text, encoding="ascii", newline="\n")
        return name


def _carry_out(folder: Path, out: FileOutputs, progress: Progress) -> None:
    job = _read_job(folder / JOB)
    action = ACTIONS.get(job["operation"])
    if action is None:
        message = (
            f"Reading job {str(folder)!r}: found operation {job['operation']!r}, "
            f"expected one of {', '.join(ACTIONS)}."
        )
        raise InputError(message)
    parameters = to_record(parse_options(job["options"]), action.record)
    front = _front(folder, job) if action.takes_image else None
    action.run(front, parameters, out, progress)


def _read_job(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        pairs = [line.partition("\t") for line in lines if line]
        job = {key: from_codes(codes) for key, _, codes in pairs}
        return {"operation": "", "options": ""} | job
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FileError(f"Reading job {str(path)!r}: {reason}.") from error


def _front(folder: Path, job: dict[str, str]) -> FrontImage:
    pages, lookup, told = _pages(folder / IMAGE)
    shape = (int(pages[0].shape[0]), int(pages[0].shape[1]))
    return FrontImage(
        title=job["title"],
        shape=shape,
        pages=pages,
        calibration=Calibration(
            edges=_pair(job["edges"]), unit=job["unit"], origin=_pair(job["origin"])
        ),
        region=_region(folder / SELECTION, job["title"], shape),
        file=Path(job["file"]) if job["file"] else None,
        lookup=lookup,
        properties=told.get("Properties", {}),
        dimensions=_dimensions(told),
    )


def _pages(
    path: Path,
) -> tuple[list[npt.NDArray[Any]], npt.NDArray[np.uint8] | None, Mapping[str, Any]]:
    """Read every slice as ImageJ held it, its colours, and what ImageJ tells of it."""
    try:
        with tifffile.TiffFile(path) as tiff:
            samples = tiff.asarray()
            depth = tiff.pages.first.samplesperpixel
            lookup = _lookup(tiff.pages.first)
            told = tiff.imagej_metadata or {}
    except (OSError, ValueError) as error:
        raise FileError(f"Reading front image {str(path)!r}: {error}.") from error
    is_rgb = depth >= _RGB_DIMENSIONS
    height, width = samples.shape[-3:-1] if is_rgb else samples.shape[-2:]
    tail = (height, width, depth) if is_rgb else (height, width)
    as_grey: Callable[[Any], Any] = grey_from_samples if is_rgb else np.asarray
    pages = [as_grey(page) for page in samples.reshape(-1, *tail)]
    return pages, lookup, told


def _dimensions(told: Mapping[str, Any]) -> tuple[int, int, int] | None:
    if not told.get("hyperstack"):
        return None
    channels, slices, frames = (
        int(told.get(name, 1)) for name in ("channels", "slices", "frames")
    )
    return channels, slices, frames


def _lookup(page: Any) -> npt.NDArray[np.uint8] | None:
    if page.colormap is not None:
        return np.asarray(page.colormap >> 8, np.uint8)
    falls = page.photometric == tifffile.PHOTOMETRIC.MINISWHITE
    return np.tile(np.arange(256, dtype=np.uint8)[::-1], (3, 1)) if falls else None


def _region(path: Path, title: str, shape: tuple[int, int]) -> Region:
    """Give the selection that the macro filled with 255."""
    if not path.exists():
        return whole_picture(shape)
    inside = tifffile.imread(path) != 0
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(0))
    if not len(rows):
        raise nothing_selected(title, shape)
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    part = inside[box]
    return Region(rows=box[0], columns=box[1], inside=None if part.all() else part)


def _pair(text: str) -> PixelSize:
    y, x = (float(word) for word in text.split())
    return PixelSize(y, x)


def _stored(pixels: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Give pixels in a type of ImageJ's: masks 0 and 255, labels as they fit."""
    if pixels.dtype == np.bool_:
        return pixels.astype(np.uint8) * np.uint8(255)
    if pixels.dtype.kind not in "iu" or pixels.dtype == np.uint8:
        return pixels if pixels.dtype == np.uint8 else pixels.astype(np.float32)
    return pixels.astype(
        np.uint16 if pixels.max(initial=0) <= _MOST_16_BIT else np.float32
    )


def _cells(values: npt.NDArray[Any]) -> list[str]:
    """Numbers as they are, texts marked by a sign of equality."""
    if values.dtype.kind == "U":
        return [f"={to_codes(text)}" for text in values.tolist()]
    return [repr(float(value)) for value in values]
