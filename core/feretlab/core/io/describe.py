"""What `feretlab info` tells of a file."""

from pathlib import Path
from typing import Any

from feretlab.core.io.calibration import CheckedBars, contradictions
from feretlab.core.io.read import first_micrograph, same_field_warning


def describe(
    path: str | Path, *, ocr: bool = True, checked: CheckedBars | None = None
) -> dict[str, Any]:
    """Give shape, calibration and oddities of a file's first picture.

    Parameters
    ----------
    path : path-like
        The file.
    ocr : bool
        Whether a scale bar may be read where the metadata give no size.
    checked : CheckedBars or None
        Bars of earlier files, as of `contradictions`; None leaves the size that
        metadata give unchecked.

    Returns
    -------
    dict
        Ready for JSON: ``path``, ``format``, ``shape`` ([Y, X], info bar
        included), ``dtype`` as stored, ``pages``, ``pixel_size_nm`` ([y, x] or
        None), ``pixel_size_source``, ``info_bar_rows``, ``vendor``,
        ``warnings``.

    Raises
    ------
    feretlab.core.errors.FileError, feretlab.core.errors.InputError
        As of `read_micrographs`.
    """
    micrograph, kind, dtype = first_micrograph(Path(path), ocr=ocr)
    warnings = [*micrograph.warnings]
    if checked is not None and micrograph.has_recorded_size:
        warnings += contradictions(micrograph, checked)
    if micrograph.pages > 1 and (repeats := same_field_warning(Path(path))):
        warnings += [repeats]
    size = micrograph.pixel_size_nm
    return {
        "path": str(path),
        "format": kind,
        "shape": list(micrograph.shape),
        "dtype": str(dtype),
        "pages": micrograph.pages,
        "pixel_size_nm": None if size is None else [size.y, size.x],
        "pixel_size_source": micrograph.pixel_size_source,
        "info_bar_rows": micrograph.info_bar_rows,
        "vendor": micrograph.vendor,
        "warnings": warnings,
    }
