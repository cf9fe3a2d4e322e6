"""Results as an Excel workbook, for those who go on in a spreadsheet."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from math import isfinite
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.io.atomic import atomic_path
from feretlab.core.io.tables import rows_of

AnyTable = Mapping[str, npt.NDArray[Any]]

MAX_ROWS = 1_048_576
"""Rows of one sheet, header included, in Excel 2007 and later and LibreOffice."""

BLUE = "#1F4E79"
_FORMATS = (
    (("_nm", "_nm2", "_nm4", "_px", "_px2", "_px4", "_deg", "_deg2"), "0.00"),
    (("confidence", "weight", "circularity", "roundness", "solidity"), "0.000"),
    (("aspect_ratio", "convexity", "feret_ratio"), "0.000"),
)
# Neither control characters nor bytes that are no text may stand in XML.
_ILLEGAL: dict[int, str | None] = {
    **{code: None for code in range(32) if code not in (9, 10, 13)},
    **dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}"),
}


def write_workbook(
    path: Path,
    particles: AnyTable,
    summary: AnyTable,
    statistics: AnyTable,
    parameters: Mapping[str, Mapping[str, Any]],
) -> None:
    """Write four sheets: particles, summary, statistics and parameters.

    Parameters
    ----------
    path : Path
        ``results.xlsx``; replaced where it exists.
    particles : mapping
        One row per particle; goes on in sheets ``particles_2`` and so on where
        one sheet cannot hold it.
    summary : mapping
        One row per image.
    statistics : mapping
        Pooled statistics, one row each.
    parameters : mapping
        Values by operation and field name.
    """
    sheets = [
        *_sheets("particles", particles),
        ("summary", summary),
        ("statistics", statistics),
        ("parameters", _parameter_table(parameters)),
    ]
    # In memory, because a ZIP archive cut off by a full disk tries again, loudly,
    # when it is thrown away.
    content = BytesIO()
    with (
        atomic_path(path) as beside,
        TemporaryDirectory(ignore_cleanup_errors=True) as scratch,
    ):
        _write_book(content, sheets, scratch)
        beside.write_bytes(content.getvalue())


def number_format(column: str, values: npt.NDArray[Any]) -> str:
    """Choose how a spreadsheet shows a column; its cells keep all digits.

    Parameters
    ----------
    column : str
        Name of the column, with its unit.
    values : ndarray
        Shape (N,).

    Returns
    -------
    str
        A format code of Excel.
    """
    if values.dtype.kind in "iu":
        return "0"
    if values.dtype.kind != "f":
        return "General"
    for endings, code in _FORMATS:
        if column.endswith(endings):
            return code
    return "General"


def _sheets(name: str, table: AnyTable) -> Iterator[tuple[str, AnyTable]]:
    rows, room = rows_of(table), MAX_ROWS - 1
    yield name, {column: values[:room] for column, values in table.items()}
    for number, start in enumerate(range(room, rows, room), start=2):
        part = {
            column: values[start : start + room] for column, values in table.items()
        }
        yield f"{name}_{number}", part


def _write_book(
    content: BytesIO, sheets: Sequence[tuple[str, AnyTable]], scratch: str
) -> None:
    # XlsxWriter publishes no types.
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

    # Rows go to scratch files as they come; "=..." stays the text that it is.
    options = {"constant_memory": True, "strings_to_formulas": False}
    book = Workbook(content, options | {"tmpdir": scratch})
    # The time of writing would give each repetition other bytes.
    book.set_properties({"created": datetime(2000, 1, 1)})
    try:
        for title, table in sheets:
            _write_sheet(book, title, table)
        book.close()
    except FileCreateError as error:
        raise error.args[0] from error
    finally:
        for sheet in book.worksheets():
            sheet.row_data_fh.close()


def _write_sheet(book: Any, title: str, table: AnyTable) -> None:
    sheet = book.add_worksheet(title)
    columns = {name: np.asarray(values) for name, values in table.items()}
    header = book.add_format({"bold": True, "font_color": "white", "bg_color": BLUE})
    writers = []
    for number, (name, values) in enumerate(columns.items()):
        style = book.add_format({"num_format": number_format(name, values)})
        sheet.set_column(number, number, _width(name, values))
        sheet.write_string(0, number, name, header)
        writers.append((_writer(sheet, values), style))
    sheet.freeze_panes(1, 0)
    if columns:
        sheet.autofilter(0, 0, rows_of(columns), len(columns) - 1)
    rows = zip(*(_plain(values) for values in columns.values()), strict=True)
    for row, line in enumerate(rows, start=1):
        for column, ((write, style), value) in enumerate(
            zip(writers, line, strict=True)
        ):
            if value is not None:
                write(row, column, value, style)


def _writer(sheet: Any, values: npt.NDArray[Any]) -> Callable[..., Any]:
    if values.dtype.kind == "b":
        return sheet.write_boolean
    return sheet.write_number if values.dtype.kind in "iuf" else sheet.write_string


def _plain(values: npt.NDArray[Any]) -> list[Any]:
    """Give Python values; what a spreadsheet cannot hold becomes an empty cell."""
    if values.dtype.kind == "f":
        return [value if isfinite(value) else None for value in values.tolist()]
    if values.dtype.kind in "biu":
        return values.tolist()
    return [str(value).translate(_ILLEGAL)[:32_767] for value in values.tolist()]


def _width(name: str, values: npt.NDArray[Any]) -> float:
    content = 0
    if values.dtype.kind not in "biuf":
        content = max((len(str(value)) for value in values[:1000].tolist()), default=0)
    # The filter's arrow covers three characters of the header.
    return float(min(max(content + 2, len(name) + 4, 9), 60))


def _parameter_table(parameters: Mapping[str, Mapping[str, Any]]) -> AnyTable:
    rows = [
        (operation, name, "" if value is None else str(value))
        for operation, values in parameters.items()
        for name, value in values.items()
    ]
    names = ("operation", "parameter", "value")
    return {
        name: np.array([row[index] for row in rows], object)
        for index, name in enumerate(names)
    }
