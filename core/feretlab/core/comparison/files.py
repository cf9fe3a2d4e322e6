"""Files of measurements: which there are, what they are about, and their tables."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FeretLabError, FileError
from feretlab.core.io.tables import TEXT_COLUMNS, Table, read_csv
from feretlab.core.micrograph import PixelSize

ROIS = (".zip", ".roi")
PICTURES = (".tif", ".tiff", ".png")
TABLES = (".csv", ".txt", ".tsv", ".xls")
PARTICLES = "particles.csv"
# What names of files add to that of their image.
_ADDED = re.compile(
    r"(?i)[ _-]*(roi[ _-]*set|rois?|labels?|masks?|results?|lines|manual)$|[ _-]+m$"
    r"|^roi[ _-]*set[ _-]+|^results?[ _-]+"
)
# Rows that ImageJ's Summarize adds below the others.
_SUMMARY = ("mean", "sd", "min", "max")
_SPACES = r"' \u2019\u00a0\u2009\u202f"
# How numbers are written where float() does not read them: what parts thousands, and
# the decimal sign. A lone comma is taken for the latter.
_WRITTEN = (
    (re.compile(r"[+-]?\d+(,\d+)?"), "", ","),
    (re.compile(rf"[+-]?(\d{{1,3}}([.{_SPACES}]\d{{3}})+|\d+)(,\d+)?"), ".", ","),
    (re.compile(rf"[+-]?(\d{{1,3}}([,{_SPACES}]\d{{3}})+|\d+)(\.\d+)?"), ",", "."),
)
_WORKBOOKS = (b"\xd0\xcf\x11\xe0", b"PK\x03\x04")


def files_of(path: Path) -> list[Path]:
    """Give the files of one kind that a folder holds, or the file itself.

    Parameters
    ----------
    path : Path
        A file, or a folder: what ``feretlab analyze`` wrote, else ROI sets, else
        label images, else tables.

    Returns
    -------
    list of Path
        Sorted by name.

    Raises
    ------
    FileError
        Where there are none.
    """
    if not path.exists():
        raise FileError(f"Reading measurements {str(path)!r}: found no such file.")
    if not path.is_dir():
        return [path]
    if (path / PARTICLES).is_file():
        return [path / PARTICLES]
    inside = sorted(file for file in path.iterdir() if not file.name.startswith("."))
    for endings in (ROIS, PICTURES, TABLES):
        found = [file for file in inside if file.suffix.lower() in endings]
        if found:
            return found
    known = ", ".join((*TABLES, *ROIS, *PICTURES))
    raise FileError(
        f"Reading measurements {str(path)!r}: found none, expected files ending in "
        f"{known}."
    )


def micrographs_of(table: Path) -> dict[str, Path]:
    """Give the micrographs that an analysis was made of, as its record tells.

    Parameters
    ----------
    table : Path
        ``particles.csv``, with its ``provenance.json`` beside it or not.

    Returns
    -------
    dict of Path
        By the name of the image; only those that are there, unchanged in size.
    """
    from feretlab.core.provenance import read_provenance

    try:
        record = read_provenance(table.with_name("provenance.json"))
    except FeretLabError:
        return {}
    found = {Path(file.path): file.size_bytes for file in record.inputs}
    return {
        path.stem: path
        for path, size in found.items()
        if path.is_file() and path.stat().st_size == size
    }


def image_name(stem: str) -> str:
    """Give the name of the image that a file is about.

    Parameters
    ----------
    stem : str
        Name of the file without ending.

    Returns
    -------
    str

    Examples
    --------
    >>> image_name("RoiSet_field3"), image_name("field3_rois"), image_name("f_m")
    ('field3', 'field3', 'f')
    """
    shorter = _ADDED.sub("", stem)
    return shorter or stem


def read_results(path: Path) -> Table:
    """Read a table of measurements, as FeretLab, ImageJ or Excel saved it.

    Parameters
    ----------
    path : Path
        Text, parted by tabs, commas or semicolons.

    Returns
    -------
    dict of ndarray
        Without the rows that ImageJ's Summarize adds.

    Raises
    ------
    FileError
        Where it cannot be read or is no text.
    """
    try:
        with open(path, "rb") as file:
            start = file.read(4)
    except OSError as error:
        message = f"Reading table {str(path)!r}: {error.strerror or error}."
        raise FileError(message) from error
    if start in _WORKBOOKS:
        message = (
            f"Reading table {str(path)!r}: found an Excel workbook, expected text; "
            "save it as CSV."
        )
        raise FileError(message)
    table = {
        name: column if name.lower() in TEXT_COLUMNS else _numbers(column)
        for name, column in read_csv(path).items()
    }
    label = next((v for k, v in table.items() if k.lower() == "label"), None)
    if label is None:
        return table
    kept = np.array([str(value).lower() not in _SUMMARY for value in label], np.bool_)
    return {name: column[kept] for name, column in table.items()}


def pixel_size_of(table: Table) -> PixelSize | None:
    """Give the pixel size that columns in px and nm of a table tell.

    Parameters
    ----------
    table : dict of ndarray
        As FeretLab writes it.

    Returns
    -------
    PixelSize or None
        None where the columns or usable rows are missing, or no numbers.
    """
    edges = []
    for axis in ("y", "x"):
        pixels, nm = (table.get(f"centroid_{axis}_{unit}") for unit in ("px", "nm"))
        if pixels is None or nm is None:
            return None
        if pixels.dtype.kind not in "iuf" or nm.dtype.kind not in "iuf":
            return None
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.asarray(nm, np.float64) / np.asarray(pixels, np.float64)
        ratio = ratio[np.isfinite(ratio) & (ratio > 0)]
        if not len(ratio):
            return None
        edges.append(float(np.median(ratio)))
    return PixelSize(*edges)


def _numbers(column: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Read decimal commas between commas, and thousands that are parted."""
    if column.dtype.kind != "U" or not len(column):
        return column
    cells = column.tolist()
    for written, thousands, decimal in _WRITTEN:
        if all(written.fullmatch(cell) for cell in cells if cell):
            gone = re.compile(f"[{thousands}{_SPACES}]")
            plain = [gone.sub("", cell).replace(decimal, ".") for cell in cells]
            return np.array([float(cell or "nan") for cell in plain])
    return column
