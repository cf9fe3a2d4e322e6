"""What stands under the picture: place, value, and the particle under the mouse."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.io.overlay import length_text
from feretlab.core.micrograph import Micrograph
from feretlab.gui.canvas.view import Spot
from feretlab.gui.texts import tr

_TOLD = (("min_feret", "min Feret"), ("ecd", "ECD"))


def place_text(
    micrograph: Micrograph, spot: Spot, *, with_position: bool = True
) -> str:
    """Tell row, column, value and position.

    Parameters
    ----------
    micrograph : Micrograph
        What is shown.
    spot : Spot
        Where the mouse is.
    with_position : bool
        Whether the position in nm is told, where the pixel size is known.

    Returns
    -------
    str
        Empty outside of the picture.
    """
    row, column = int(spot.y // 1), int(spot.x // 1)
    height, width = micrograph.shape
    if not (0 <= row < height and 0 <= column < width):
        return ""
    value = micrograph.pixels[row, column]
    parts = [
        tr("row {row}, column {column}").format(row=row, column=column),
        tr("value {value}").format(value=f"{value:.6g}"),
    ]
    size = micrograph.pixel_size_nm
    if size is not None and with_position:
        x, y = position_text(spot.x * size.x), position_text(spot.y * size.y)
        parts.append(f"x {x}, y {y}")
    return "   ".join(parts)


def position_text(length_nm: float) -> str:
    """Write a position with four digits and the unit that keeps it short."""
    return length_text(float(f"{length_nm:.4g}"))


def particle_text(
    table: Mapping[str, npt.NDArray[Any]], index: int, excluded: str
) -> str:
    """Tell a particle's number and size.

    Parameters
    ----------
    table : mapping
        The particles' rows.
    index : int
        Which one.
    excluded : str
        Why it does not count; empty where it does.

    Returns
    -------
    str
    """
    parts = [f"#{index + 1}"]
    for name, title in _TOLD:
        for unit in ("nm", "px"):
            values = table.get(f"{name}_{unit}")
            if values is not None and np.isfinite(values[index]):
                parts.append(f"{title} {values[index]:.4g} {unit}")
                break
    if excluded:
        parts.append(tr("excluded: {why}").format(why=excluded))
    return "   ".join(parts)


def percent_text(scale: float) -> str:
    """Write a zoom with three digits, or without decimals."""
    percent = 100 * scale
    return f"{percent:.0f} %" if percent >= 100 else f"{percent:.3g} %"


def distance_text(start: Spot, end: Spot, micrograph: Micrograph | None) -> str:
    """Tell how far two places are apart, in pixels and nm.

    Parameters
    ----------
    start, end : Spot
        Both ends.
    micrograph : Micrograph or None
        Knows the pixel size.

    Returns
    -------
    str
    """
    dy, dx = end.y - start.y, end.x - start.x
    text = f"{np.hypot(dy, dx):.1f} px"
    size = None if micrograph is None else micrograph.pixel_size_nm
    if size is None:
        return text
    return f"{position_text(float(np.hypot(dy * size.y, dx * size.x)))}  ({text})"
