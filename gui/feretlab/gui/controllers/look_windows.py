"""Which part of a field a network is shown, for what is seen of it."""

Window = tuple[int, int, int, int]
"""First row, first column, row past the last, column past the last."""

Shape = tuple[int, int]

WHOLE_PIXELS = 1_500_000
"""Fields up to this size are looked at whole."""

MARGIN_PX = 64
"""Around what is seen, so that particles that are cut off there look right."""

_NEARLY_ALL = 0.6
_MUCH_LARGER = 4


def contains(outer: Window, inner: Window) -> bool:
    """Tell whether a window lies in another."""
    begins = outer[0] <= inner[0] and outer[1] <= inner[1]
    return begins and inner[2] <= outer[2] and inner[3] <= outer[3]


def is_worth_waiting_for(asked: Window, needed: Window, shape: Shape) -> bool:
    """Tell whether a look under way answers soon what is needed now.

    Parameters
    ----------
    asked : tuple of int
        What was seen when it began.
    needed : tuple of int
        What is seen now.
    shape : tuple of int
        Height and width of the picture.

    Returns
    -------
    bool
        False where it misses some of that, or would be much larger than another
        look at that alone.
    """
    if not contains(asked, inside(needed, shape)):
        return False
    looked, alone = (_area(wanted(each, shape)) for each in (asked, needed))
    return looked <= max(WHOLE_PIXELS, _MUCH_LARGER * alone)


def _area(window: Window) -> int:
    return (window[2] - window[0]) * (window[3] - window[1])


def inside(window: Window, shape: Shape) -> Window:
    """Give the part of a window that lies in a field; all of it for nothing."""
    top, left, bottom, right = window
    bottom, right = min(bottom, shape[0]), min(right, shape[1])
    if top >= bottom or left >= right:
        return (0, 0, *shape)
    return max(top, 0), max(left, 0), bottom, right


def wanted(window: Window, shape: Shape) -> Window:
    """Give what to look at: what is seen and a margin, or all where that is little.

    Parameters
    ----------
    window : tuple of int
        What is seen.
    shape : tuple of int
        Height and width of the field.

    Returns
    -------
    tuple of int
    """
    area = shape[0] * shape[1]
    top, left, bottom, right = inside(window, shape)
    seen = (bottom - top) * (right - left)
    if area <= WHOLE_PIXELS or seen >= _NEARLY_ALL * area:
        return (0, 0, *shape)
    return (
        max(top - MARGIN_PX, 0),
        max(left - MARGIN_PX, 0),
        min(bottom + MARGIN_PX, shape[0]),
        min(right + MARGIN_PX, shape[1]),
    )
