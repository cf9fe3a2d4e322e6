import numpy as np

from feretlab.core.synthesis.placed import Placed
from feretlab.core.synthesis.shapes import finished
from feretlab.core.synthesis.visibility import seen_by_annotator


def square(top, left, edge=20):
    mask = np.ones((edge, edge), bool)
    return Placed(
        shape=finished(mask, mask * 1.0, mask * 1.0), top=top, left=left, layer=0
    )


def seen(placed, size=60):
    visible = np.zeros((size, size), np.int32)
    for number, one in enumerate(placed, start=1):
        there, here = one.windows((size, size))
        visible[there][one.shape.mask[here]] = number
    return seen_by_annotator(visible, placed)


def test_particle_of_which_a_sliver_shows_is_dropped():
    labels, kept = seen([square(10, 10), square(10, 11)])
    assert kept == [1]
    assert labels[15, 10] == 0
    assert labels[15, 15] == 1


def test_half_covered_particle_keeps_what_shows():
    labels, kept = seen([square(10, 10), square(10, 20)])
    assert kept == [0, 1]
    assert (labels == 1).sum() == 200


def test_crumb_cut_off_by_another_particle_is_dropped():
    bar = square(0, 27, edge=2)
    bar = Placed(
        shape=finished(np.ones((60, 2), bool), np.ones((60, 2)), np.ones((60, 2))),
        top=0,
        left=27,
        layer=0,
    )
    labels, kept = seen([square(10, 10), bar])
    assert 0 in kept
    assert not (labels[:, 29:] == 1).any()
    assert (labels == 1).sum() == 20 * 17


def test_particle_outside_the_picture_gets_no_number():
    labels, kept = seen([square(-30, 10), square(10, 10)])
    assert kept == [1]
    assert labels.max() == 1
