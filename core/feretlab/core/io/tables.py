"""Tables as CSV: RFC 4180, the same bytes on every machine.

A table is a dict of equally long 1-D arrays, in the order of its columns.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FileError, InputError
from feretlab.core.io.atomic import atomic_path

Table = dict[str, npt.NDArray[Any]]
"""Columns by name, each a 1-D array of the same length."""

ROWS_AT_A_TIME = 4096
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+([eE][+-]?\d+)?")
# Names of micrographs may be digits only, zeros in front included.
TEXT_COLUMNS = {"image", "class", "label"}
_SEPARATOR = re.compile(r'"?sep=(?P<sign>[\t;,])"?[\r\n]+', re.IGNORECASE)
_BOOLS = {"true": True, "false": False}
_MISSING = {"", "nan", "na", "n/a"}


def write_csv(
    table: Mapping[str, npt.NDArray[Any]] | Iterable[Mapping[str, npt.NDArray[Any]]],
    path: Path,
    columns: Sequence[str] | None = None,
) -> None:
    """Write a table, or several one below the other, as UTF-8 CSV.

    Floats have up to 15 significant digits, which 0.1 does without, and those of
    single precision 7; NaN is an empty cell, lines end in CRLF. The file appears
    whole or not at all.

    Parameters
    ----------
    table : mapping or iterable of mapping
        A table, or tables that are written in turn and need not be in memory
        together.
    path : Path
        File to write; replaced where it exists.
    columns : sequence of str or None
        Order of the columns; a table that lacks one gets empty cells there.
        None takes those of the first table and expects them in all.

    Raises
    ------
    InputError
        When a table has a column that is not expected, or uneven columns.
    """
    tables = iter([table]) if isinstance(table, Mapping) else iter(table)
    if columns is None:
        first = next(tables, {})
        columns, tables = tuple(first), chain([first], tables)
        required = True
    else:
        required = False
    with (
        atomic_path(path) as beside,
        # Names of files may hold bytes that are no text.
        open(
            beside, "w", encoding="utf-8", errors="backslashreplace", newline=""
        ) as file,
    ):
        file.write(_joined([_quoted(name) for name in columns]))
        for part in tables:
            _check(part, columns, required)
            file.writelines(_lines(part, columns))


def merged_columns(headers: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Give all columns of several tables in an order that suits each of them.

    Parameters
    ----------
    headers : iterable of sequence of str
        Column names of each table.

    Returns
    -------
    tuple of str
        A column that only later tables have stands behind the one it follows
        there.

    Examples
    --------
    >>> merged_columns([("image", "area_px"), ("image", "area_nm2", "area_px")])
    ('image', 'area_nm2', 'area_px')
    """
    merged: list[str] = []
    for header in dict.fromkeys(tuple(header) for header in headers):
        position = 0
        for name in header:
            if name not in merged:
                merged.insert(position, name)
            position = merged.index(name) + 1
    return tuple(merged)


def pooled(tables: Iterable[Mapping[str, npt.NDArray[Any]]]) -> Table:
    """Put tables one below the other; what one of them lacks becomes NaN or empty.

    Parameters
    ----------
    tables : iterable of mapping
        Tables whose columns may differ.

    Returns
    -------
    dict of ndarray
    """
    parts = [part for part in tables if part]
    return {
        name: np.concatenate([_column_or_blank(part, name, parts) for part in parts])
        for name in merged_columns([tuple(part) for part in parts])
    }


def rows_of(table: Mapping[str, npt.NDArray[Any]]) -> int:
    """Count the rows of a table.

    Parameters
    ----------
    table : mapping
        Columns by name.

    Returns
    -------
    int
    """
    return len(next(iter(table.values()))) if table else 0


def read_csv(path: Path) -> Table:
    """Read a table with a header line, ours or one that ImageJ or Excel saved.

    Commas, semicolons or tabs part the cells; with the latter two, numbers may
    have a decimal comma. Columns become int64, float64 (empty is NaN), bool or
    text; those named image, class or label are text whatever they hold.

    Parameters
    ----------
    path : Path
        File to read, UTF-8 or Windows Latin.

    Returns
    -------
    dict of ndarray
        A header cell without a name (ImageJ's row numbers) is named ``row``.

    Raises
    ------
    FileError
        When the file cannot be read or is no table.
    """
    text = _text_of(path)
    told, text = _told_delimiter(text)
    delimiter = told or _delimiter(text.partition("\n")[0])
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise FileError(f"Reading table {str(path)!r}: {error}.") from error
    lines = [line for line in lines if any(cell.strip() for cell in line)]
    if not lines:
        message = f"Reading table {str(path)!r}: found no text, expected a header line."
        raise FileError(message)
    header, rows = lines[0], lines[1:]
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise FileError(
                f"Reading table {str(path)!r}: row {number} has {len(row)} cells, "
                f"expected {len(header)} as in the header."
            )
    columns = zip(*rows, strict=True) if rows else [()] * len(header)
    table: Table = {}
    for name, cells in zip(_unique(header), columns, strict=True):
        plain = [cell.strip() for cell in cells]
        is_text = name.lower() in TEXT_COLUMNS
        table[name] = np.array(plain, np.str_) if is_text else _parsed(plain, delimiter)
    return table


def _check(
    table: Mapping[str, npt.NDArray[Any]], columns: Sequence[str], required: bool
) -> None:
    wrong = set(table) - set(columns)
    if required:
        wrong |= set(columns) - set(table)
    if wrong:
        message = (
            f"Writing a table: column {min(wrong)!r} is not in every part; "
            "pass columns=merged_columns(...)."
        )
        raise InputError(message)
    lengths = {name: len(values) for name, values in table.items()}
    if len(set(lengths.values())) > 1:
        message = f"Writing a table: columns differ in length, found {lengths}."
        raise InputError(message)


def _lines(
    table: Mapping[str, npt.NDArray[Any]], columns: Sequence[str]
) -> Iterator[str]:
    count = rows_of(table)
    for start in range(0, count, ROWS_AT_A_TIME):
        stop = min(start + ROWS_AT_A_TIME, count)
        cells = [
            _cells(np.asarray(table[name][start:stop]))
            if name in table
            else [""] * (stop - start)
            for name in columns
        ]
        yield from map(_joined, zip(*cells, strict=True))


def _cells(values: npt.NDArray[Any]) -> list[str]:
    if values.dtype.kind == "f":
        digits = min(15, np.finfo(values.dtype).precision + 1)
        written = f"%.{digits}g"
        # Adding 0 turns the minus zero of some platforms into a plain one.
        return ["" if v != v else written % (v + 0.0) for v in values.tolist()]
    if values.dtype.kind in "iub":
        return [str(value) for value in values.tolist()]
    return ["" if value is None else _quoted(str(value)) for value in values.tolist()]


def _quoted(text: str) -> str:
    if any(sign in text for sign in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _joined(cells: Iterable[str]) -> str:
    return ",".join(cells) + "\r\n"


def _column_or_blank(
    part: Mapping[str, npt.NDArray[Any]],
    name: str,
    parts: Sequence[Mapping[str, npt.NDArray[Any]]],
) -> npt.NDArray[Any]:
    if name in part:
        return np.asarray(part[name])
    model = next(np.asarray(other[name]) for other in parts if name in other)
    blank = np.nan if model.dtype.kind in "iufb" else ""
    return np.full(rows_of(part), blank, None if blank == "" else np.float64)


def _text_of(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        message = f"Reading table {str(path)!r}: {error.strerror or error}."
        raise FileError(message) from error
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _told_delimiter(text: str) -> tuple[str, str]:
    """Take off the line by which some programs tell Excel what parts the cells."""
    found = _SEPARATOR.match(text)
    return (found["sign"], text[found.end() :]) if found else ("", text)


def _delimiter(header: str) -> str:
    return max("\t;,", key=header.count)


def _unique(header: Sequence[str]) -> list[str]:
    names: list[str] = []
    for cell in header:
        name = stem = cell.strip() or "row"
        repeat = 2
        while name in names:
            name, repeat = f"{stem}_{repeat}", repeat + 1
        names.append(name)
    return names


def _parsed(cells: Sequence[str], delimiter: str) -> npt.NDArray[Any]:
    if cells and all(cell.lower() in _BOOLS for cell in cells):
        return np.array([_BOOLS[cell.lower()] for cell in cells])
    if cells and all(_INTEGER.fullmatch(cell) for cell in cells):
        return np.array(cells, np.str_).astype(np.int64)
    if delimiter != ",":
        numbers = [
            cell.replace(",", ".") if _DECIMAL_COMMA.fullmatch(cell) else cell
            for cell in cells
        ]
    else:
        numbers = list(cells)
    try:
        return np.array(
            [np.nan if cell.lower() in _MISSING else float(cell) for cell in numbers],
            np.float64,
        )
    except ValueError:
        return np.array(cells, np.str_)
