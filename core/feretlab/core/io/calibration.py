"""Pixel sizes from the scale bar, where metadata have none or may be wrong."""

from dataclasses import replace

from feretlab.core.io.scale_bar import find_scale_bar, scale_bar_regions
from feretlab.core.io.text import INSTALL_HINT, can_read_text
from feretlab.core.micrograph import Micrograph, PixelSize

# A scale bar may differ so much from the metadata before it is told.
_DISAGREEMENT = 0.02


def with_scale_bar(micrograph: Micrograph, first: Micrograph | None) -> Micrograph:
    """Take the size from the scale bar, or tell that it says something else.

    Parameters
    ----------
    micrograph : Micrograph
        With or without a pixel size.
    first : Micrograph or None
        First page of the same stack, whose bar holds for pages of its size;
        None for the first page itself.

    Returns
    -------
    Micrograph
        With the bar's size where it had none; with a warning where the bar
        differs, or could not be read for want of the OCR extra.
    """
    if first is not None:
        return _like_first(micrograph, first)
    if not scale_bar_regions(micrograph.pixels, micrograph.info_bar_rows):
        return micrograph
    if not can_read_text():
        if micrograph.pixel_size_nm is not None:
            return micrograph
        note = (
            "The pixel size is unknown; a scale bar could be read with OCR "
            f"({INSTALL_HINT}), or give the size by hand."
        )
        return replace(micrograph, warnings=(*micrograph.warnings, note))
    bar = find_scale_bar(micrograph.pixels, micrograph.info_bar_rows)
    if bar is None:
        return micrograph
    seen = f"scale bar {bar.text!r} of {bar.length_px:.0f} px"
    if micrograph.pixel_size_nm is None:
        return replace(
            micrograph,
            pixel_size_nm=PixelSize(bar.nm_per_px, bar.nm_per_px),
            pixel_size_source=seen,
        )
    recorded = micrograph.pixel_size_nm.x
    # One pixel more or less is how well a line can be seen.
    if abs(bar.nm_per_px / recorded - 1) <= _DISAGREEMENT + 1 / bar.length_px:
        return micrograph
    note = (
        f"The {seen} means {bar.nm_per_px:.4g} nm per pixel, but "
        f"{micrograph.pixel_size_source} says {recorded:.4g}; check which is right."
    )
    return replace(micrograph, warnings=(*micrograph.warnings, note))


def _like_first(micrograph: Micrograph, first: Micrograph) -> Micrograph:
    """Pages of a stack share the scale bar of its first."""
    if micrograph.pixel_size_nm is not None or micrograph.shape != first.shape:
        return micrograph
    return replace(
        micrograph,
        pixel_size_nm=first.pixel_size_nm,
        pixel_size_source=first.pixel_size_source,
    )
