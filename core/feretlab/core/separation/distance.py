"""Distance of every pixel of a mask to the nearest background pixel, compiled."""

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled


@compiled
def distance_to_background(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """Exact Euclidean distance map; what lies outside the image is no background.

    Only runs of foreground are visited: within a row, the background pixels at
    both ends of a run are nearer than any beyond them.

    Parameters
    ----------
    mask : ndarray of bool
        Shape (Y, X).

    Returns
    -------
    ndarray of float32
        Shape (Y, X), px; 0 in the background. A mask without background has
        everywhere the length of its diagonal.

    References
    ----------
    P. Felzenszwalb, D. Huttenlocher: Distance transforms of sampled functions.
    Theory of Computing 8 (2012) 415-428.
    """
    height, width = mask.shape
    far = height + width
    rows = np.empty((height, width), np.int32)
    for x in range(width):
        rows[0, x] = far if mask[0, x] else 0
    for y in range(1, height):
        for x in range(width):
            rows[y, x] = min(rows[y - 1, x] + 1, far) if mask[y, x] else 0
    for y in range(height - 2, -1, -1):
        for x in range(width):
            if rows[y, x] > rows[y + 1, x] + 1:
                rows[y, x] = rows[y + 1, x] + 1
    distance = np.zeros((height, width), np.float32)
    site = np.empty(width + 2, np.int64)
    start = np.empty(width + 3, np.float64)
    for y in range(height):
        x = 0
        while x < width:
            if not mask[y, x]:
                x += 1
                continue
            stop = x
            while stop < width and mask[y, stop]:
                stop += 1
            _run(rows[y], max(x - 1, 0), min(stop + 1, width), site, start, distance[y])
            x = stop
    limit = np.float32(np.hypot(height, width))
    for y in range(height):
        for x in range(width):
            distance[y, x] = min(distance[y, x], limit)
    return distance


@compiled
def _run(
    column: npt.NDArray[np.int32],
    first: int,
    stop: int,
    site: npt.NDArray[np.int64],
    start: npt.NDArray[np.float64],
    out: npt.NDArray[np.float32],
) -> None:
    """Lower envelope of the parabolas over one run of a row."""
    last = 0
    site[0], start[0], start[1] = first, -np.inf, np.inf
    for x in range(first + 1, stop):
        height = float(column[x]) ** 2 + float(x) ** 2
        while True:
            other = site[last]
            cut = (height - float(column[other]) ** 2 - float(other) ** 2) / (
                2.0 * (x - other)
            )
            if cut > start[last]:
                break
            last -= 1
        last += 1
        site[last], start[last], start[last + 1] = x, cut, np.inf
    here = 0
    for x in range(first, stop):
        while start[here + 1] < x:
            here += 1
        out[x] = np.sqrt(float(column[site[here]]) ** 2 + float(x - site[here]) ** 2)
