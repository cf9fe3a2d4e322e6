"""Regions drawn at the screen's own pixels, from runs of theirs: compiled loops.

A screen shows at most as many pixels as it has, so drawing what is seen anew for
each frame costs less than keeping a label image of the micrograph and its smaller
copies, and regions may overlap.
"""

import numpy as np
import numpy.typing as npt

from feretlab.core.compiled import compiled

Ints = npt.NDArray[np.int32]
Index = npt.NDArray[np.int64]
Colors = npt.NDArray[np.uint32]
Bytes = npt.NDArray[np.uint8]


@compiled
def runs_of_masks(boxes: Ints, offsets: Index, bits: npt.NDArray[np.bool_]) -> Ints:
    """Give row, first column, column past the last and particle of each run."""
    count = 0
    for one in range(len(boxes)):
        width = boxes[one, 3] - boxes[one, 1]
        for at in range(offsets[one], offsets[one + 1]):
            begins = (at - offsets[one]) % width == 0 or not bits[at - 1]
            count += bits[at] and begins
    runs = np.empty((4, count), np.int32)
    run = -1
    for one in range(len(boxes)):
        top, left = boxes[one, 0], boxes[one, 1]
        width = boxes[one, 3] - left
        for at in range(offsets[one], offsets[one + 1]):
            if not bits[at]:
                continue
            row, column = divmod(at - offsets[one], width)
            if column == 0 or not bits[at - 1]:
                run += 1
                runs[0, run] = top + row
                runs[1, run] = left + column
                runs[3, run] = one
            runs[2, run] = left + column + 1
    return runs


@compiled
def conflicting(
    row: Ints, start: Ints, stop: Ints, particle: Ints, count: int
) -> npt.NDArray[np.bool_]:
    """Mark particles so that the others do not overlap; runs come in scanning order."""
    marked = np.zeros(count, np.bool_)
    at_row, reach = -1, 0
    for run in range(len(row)):
        if marked[particle[run]]:
            continue
        if row[run] != at_row:
            at_row, reach = row[run], 0
        if start[run] < reach:
            marked[particle[run]] = True
        else:
            reach = stop[run]
    return marked


@compiled
def draw_labels(
    labels: Ints,
    rows: npt.NDArray[np.intp],
    first: Index,
    start: Ints,
    stop: Ints,
    particle: Ints,
    left: float,
    scale: float,
) -> None:
    """Write particle + 1 into a screen whose rows show `rows` of the picture."""
    width = labels.shape[1]
    for y in range(len(rows)):
        line = labels[y]
        for run in range(first[rows[y]], first[rows[y] + 1]):
            begin = np.ceil((start[run] - left) * scale - 0.5)
            end = np.ceil((stop[run] - left) * scale - 0.5)
            if end <= 0 or begin >= width:
                continue
            # What is thinner than a pixel of the screen is still seen.
            begin, end = max(begin, 0), min(max(end, begin + 1), width)
            line[int(begin) : int(end)] = particle[run] + 1


@compiled
def tint(
    out: Colors,
    labels: Ints,
    particles: npt.NDArray[np.intp],
    boxes: Ints,
    edges: Colors,
    fills: Colors,
    thick: Bytes,
    hatch: Bytes,
) -> None:
    """Color some particles, whose boxes on the screen are given.

    Edges cover what is there, fills go where nothing is. Labels of other particles
    count as background, so that pages may be drawn over one another.
    """
    height, width = labels.shape
    for one in range(len(particles)):
        label = particles[one] + 1
        top, left, bottom, right = boxes[one]
        reach = np.int64(thick[label])
        for y in range(top, bottom):
            for x in range(left, right):
                if labels[y, x] != label:
                    continue
                is_edge = False
                for d in range(1, reach + 1):
                    if (
                        (y >= d and labels[y - d, x] != label)
                        or (y + d < height and labels[y + d, x] != label)
                        or (x >= d and labels[y, x - d] != label)
                        or (x + d < width and labels[y, x + d] != label)
                    ):
                        is_edge = True
                        break
                if is_edge:
                    if edges[label] != 0:
                        out[y, x] = edges[label]
                elif out[y, x] == 0 and (hatch[label] == 0 or (x + y) % 8 < 2):
                    out[y, x] = fills[label]
