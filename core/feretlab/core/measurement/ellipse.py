"""Area, centroid and fitted ellipse of regions, from their moments.

The ellipse is that of ImageJ's ``EllipseFitter`` (Bob Rodieck): second moments of
the pixels as squares, then scaled to the region's area. Its constants and its
treatment of special cases are kept, because they decide the angle, and so is its
rounding, which decides the axes of symmetric regions. ImageJ has no ellipse of
oblong pixels: theirs comes from exact moments.
"""

import math

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled
from feretlab.core.measurement.packed import Bits, Boxes, Mask, Offsets

#: What `ellipse_measures` gives, column by column.
ELLIPSE_COLUMNS = ("count", "x", "y", "major", "minor", "angle_deg")

_HALF_PI = 1.5707963267949
_SQRT_PI = 1.772453851
_SQUARE_MOMENT = 0.08333333  # of a unit square about its centre: 1/12, cut off
_TINY = 0.000001


@compiled
def _sums(mask: Mask) -> tuple[float, ...]:
    """Exact sums over the pixels: 1, x, y, x², y², x y; run by run."""
    height, width = mask.shape
    n = sx = sy = sxx = syy = sxy = 0
    for y in range(height):
        x = 0
        while x < width:
            if not mask[y, x]:
                x += 1
                continue
            first = x
            while x < width and mask[y, x]:
                x += 1
            run = x - first
            along = (first + x - 1) * run // 2
            n += run
            sx += along
            sy += run * y
            # Sum of k² for k < m is (m - 1) m (2 m - 1) / 6.
            sxx += (x - 1) * x * (2 * x - 1) // 6
            sxx -= (first - 1) * first * (2 * first - 1) // 6
            syy += run * y * y
            sxy += along * y
    return float(n), float(sx), float(sy), float(sxx), float(syy), float(sxy)


@compiled
def _box_ellipse(width: float, height: float) -> tuple[float, float, float]:
    """Axes and angle of a one-pixel-wide line, which ImageJ treats as a rectangle."""
    major, minor = width * 2 / _SQRT_PI, height * 2 / _SQRT_PI
    if major < minor:
        return minor, major, 90.0
    return major, minor, 0.0


@compiled
def _moment_ellipse(
    area: float, u20: float, u02: float, u11: float
) -> tuple[float, float, float]:
    """Axes and angle in degrees of the ellipse with the given central moments."""
    m4 = max(4.0 * abs(u02 * u20 - u11 * u11), _TINY)
    a11, a12, a22 = u02 / m4, u11 / m4, u20 / m4
    difference = a11 - a22
    if difference == 0.0:
        difference = _TINY
    theta = 0.5 * math.atan(2.0 * a12 / difference)
    if theta < 0.0:
        theta += _HALF_PI
    if a12 > 0.0:
        theta += _HALF_PI
    elif a12 == 0.0:
        if a22 > a11:
            theta = 0.0
            a22, a11 = a11, a22
        elif a11 != a22:
            theta = _HALF_PI
    sine = math.sin(theta)
    if sine == 0.0:
        sine = _TINY
    z = a12 * math.cos(theta) / sine
    major = math.sqrt(1.0 / abs(a22 + z))
    minor = math.sqrt(1.0 / abs(a11 - z))
    scale = math.sqrt(area / (math.pi * major * minor)) * 2.0
    angle = 180.0 * theta / math.pi
    if angle == 180.0:
        angle = 0.0
    return max(major, minor) * scale, min(major, minor) * scale, angle


@compiled
def _stretched_ellipse(
    area: float, u20: float, u02: float, u11: float
) -> tuple[float, float, float]:
    """Give the same as `_moment_ellipse` by eigenvalues, accurate for any moments."""
    half_trace = 0.5 * (u20 + u02)
    larger = half_trace + math.hypot(0.5 * (u20 - u02), u11)
    smaller = (u20 * u02 - u11 * u11) / larger
    major = 2.0 * math.sqrt(area / math.pi * math.sqrt(larger / smaller))
    minor = 2.0 * math.sqrt(area / math.pi * math.sqrt(smaller / larger))
    # Rows count downwards, angles counterclockwise.
    angle = 0.5 * math.degrees(math.atan2(-2.0 * u11, u20 - u02)) % 180.0
    return major, minor, angle


@compiled
def ellipse_measures(
    boxes: Boxes, offsets: Offsets, bits: Bits, unit_y: float
) -> npt.NDArray[np.float64]:
    """Measure the moments of regions.

    Parameters
    ----------
    boxes, offsets, bits : ndarray
        The packed masks of `feretlab.core.particles.Particles`.
    unit_y : float
        Height of a pixel over its width.

    Returns
    -------
    ndarray of float64
        Shape (N, 6), in the order of `ELLIPSE_COLUMNS`: pixels, centroid in
        pixels from the upper left corner of the micrograph, axes in pixel widths.
    """
    out = np.empty((len(boxes), 6))
    for index in range(len(boxes)):
        top, left, bottom, right = boxes[index]
        height, width = bottom - top, right - left
        mask = bits[offsets[index] : offsets[index + 1]].reshape(height, width)
        n, sx, sy, sxx, syy, sxy = _sums(mask)
        x, y = sx / n, sy / n
        out[index, 0] = n
        out[index, 1] = left + x + 0.5
        out[index, 2] = top + y + 0.5
        if n == height * width and (height == 1 or width == 1):
            axes = _box_ellipse(float(width), height * unit_y)
        elif unit_y != 1.0:
            # The sums are whole numbers: what must vanish vanishes.
            u20 = (n * sxx - sx * sx) / (n * n) + 1.0 / 12.0
            u02 = ((n * syy - sy * sy) / (n * n) + 1.0 / 12.0) * unit_y * unit_y
            u11 = (n * sxy - sx * sy) / (n * n) * unit_y
            axes = _stretched_ellipse(n * unit_y, u20, u02, u11)
        else:
            u20 = (sxx + _SQUARE_MOMENT * n) / n - x * x
            u02 = (syy + _SQUARE_MOMENT * n) / n - y * y
            u11 = sxy / n - x * y
            axes = _moment_ellipse(n * unit_y, u20, u02 * unit_y * unit_y, u11 * unit_y)
        out[index, 3], out[index, 4], out[index, 5] = axes
    return out
