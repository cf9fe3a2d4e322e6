"""Pixel sizes from the scale bar, where metadata have none or may be wrong."""

from dataclasses import replace
from typing import NamedTuple

from feretlab.core.io.scale_bar import ScaleBar, find_scale_bar, scale_bar_regions
from feretlab.core.io.text import INSTALL_HINT, can_read_text
from feretlab.core.micrograph import Micrograph, PixelSize

# A scale bar may differ so much from the metadata before it is told.
_DISAGREEMENT = 0.02


class _Kind(NamedTuple):
    """Micrographs whose scale bars look and mean the same."""

    vendor: str
    shape: tuple[int, int]
    info_bar_rows: int
    nm_per_px: str


class CheckedBars:
    """Scale bars compared so far: reading takes seconds, and one stands for its like.

    Alike are micrographs of one make, shape, height of the info bar and recorded
    pixel size, to four digits. A bar that contradicts the metadata stands for none.
    """

    def __init__(self) -> None:
        self._first: dict[_Kind, tuple[str, str]] = {}
        self._covered: dict[_Kind, int] = {}

    def add(self, micrograph: Micrograph, seen: str) -> None:
        """Remember a micrograph whose bar does not contradict its metadata.

        Parameters
        ----------
        micrograph : Micrograph
            With a pixel size from its metadata.
        seen : str
            What its bar says.
        """
        self._first.setdefault(_kind_of(micrograph), (micrograph.name, seen))

    def covers(self, micrograph: Micrograph) -> bool:
        """Tell whether an earlier micrograph stands for this one, and count it.

        Parameters
        ----------
        micrograph : Micrograph
            With or without a pixel size.

        Returns
        -------
        bool
            False without a pixel size: such a bar tells something new.
        """
        kind = _kind_of(micrograph)
        if micrograph.pixel_size_nm is None or kind not in self._first:
            return False
        self._covered[kind] = self._covered.get(kind, 0) + 1
        return True

    def notes(self) -> tuple[str, ...]:
        """Say which micrographs stood for others.

        Returns
        -------
        tuple of str
            A line for each that stood for at least one.
        """
        return tuple(
            f"The scale bar was looked at in {name!r} ({seen}); it stood for "
            f"{count} image{'s' if count > 1 else ''} of the same make, size and "
            "pixel size."
            for kind, count in self._covered.items()
            for name, seen in [self._first[kind]]
        )


def with_scale_bar(micrograph: Micrograph, first: Micrograph | None) -> Micrograph:
    """Take the pixel size from the scale bar, where metadata have none.

    Parameters
    ----------
    micrograph : Micrograph
        Without a pixel size.
    first : Micrograph or None
        First page of the same stack, whose bar holds for pages of its size;
        None for the first page itself.

    Returns
    -------
    Micrograph
        With the bar's size where it was read; with a warning where it could not
        be for want of the OCR extra.
    """
    if first is not None:
        return _like_first(micrograph, first)
    if not can_read_text():
        return _without_text(micrograph)
    bar = find_scale_bar(micrograph.pixels, micrograph.info_bar_rows)
    if bar is None:
        return micrograph
    return replace(
        micrograph,
        pixel_size_nm=PixelSize(bar.nm_per_px, bar.nm_per_px),
        pixel_size_source=_words(bar),
    )


def contradictions(micrograph: Micrograph, checked: CheckedBars) -> tuple[str, ...]:
    """Tell where the scale bar says something else than the metadata.

    Parameters
    ----------
    micrograph : Micrograph
        With a pixel size from its metadata.
    checked : CheckedBars
        Bars of earlier files; one of the same kind stands for this one.

    Returns
    -------
    tuple of str
        A line where it does; empty where the bar agrees, cannot be read, or another
        stood for it.
    """
    # Only likely places are worth the second that reading takes.
    rows = micrograph.info_bar_rows
    if (
        checked.covers(micrograph)
        or not scale_bar_regions(micrograph.pixels, rows)
        or not can_read_text()
    ):
        return ()
    return _compared(micrograph, find_scale_bar(micrograph.pixels, rows), checked)


def _kind_of(micrograph: Micrograph) -> _Kind:
    size = micrograph.pixel_size_nm
    return _Kind(
        vendor=micrograph.vendor,
        shape=micrograph.shape,
        info_bar_rows=micrograph.info_bar_rows,
        nm_per_px="" if size is None else f"{size.y:.4g} {size.x:.4g}",
    )


def _words(bar: ScaleBar) -> str:
    return f"scale bar {bar.text!r} of {bar.length_px:.0f} px"


def _without_text(micrograph: Micrograph) -> Micrograph:
    """Tell, where a bar may be, that reading text would give the size."""
    if not scale_bar_regions(micrograph.pixels, micrograph.info_bar_rows):
        return micrograph
    note = (
        "The pixel size is unknown; a scale bar could be read with OCR "
        f"({INSTALL_HINT}), or give the size by hand."
    )
    return replace(micrograph, warnings=(*micrograph.warnings, note))


def _compared(
    micrograph: Micrograph, bar: ScaleBar | None, checked: CheckedBars
) -> tuple[str, ...]:
    """Tell where the bar differs from the metadata, else let it stand for others."""
    assert micrograph.pixel_size_nm is not None
    recorded = micrograph.pixel_size_nm.x
    if bar is None:
        checked.add(micrograph, "none could be read")
        return ()
    # One pixel more or less is how well a line can be seen.
    if abs(bar.nm_per_px / recorded - 1) <= _DISAGREEMENT + 1 / bar.length_px:
        checked.add(micrograph, f"{bar.text!r} of {bar.length_px:.0f} px")
        return ()
    note = (
        f"The {_words(bar)} means {bar.nm_per_px:.4g} nm per pixel, but "
        f"{micrograph.pixel_size_source} says {recorded:.4g}; check which is right."
    )
    return (note,)


def _like_first(micrograph: Micrograph, first: Micrograph) -> Micrograph:
    """Pages of a stack share the scale bar of its first."""
    if micrograph.pixel_size_nm is not None or micrograph.shape != first.shape:
        return micrograph
    return replace(
        micrograph,
        pixel_size_nm=first.pixel_size_nm,
        pixel_size_source=first.pixel_size_source,
    )
