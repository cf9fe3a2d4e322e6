"""How several looks at one picture are averaged."""

import numpy as np
import pytest

from feretlab.core.segmentation.mixing import (
    COMPACT_PIXELS,
    averaged_scales,
    mixed,
    shares_of,
)
from feretlab.core.segmentation.parameters import SegmentParameters


@pytest.mark.parametrize("best", [0.25, 0.5, 2**-0.5, 1.0, 2.0])
def test_no_view_up_to_the_recorded_size_is_lost_to_rounding(best):
    scales = averaged_scales(best, SegmentParameters(), 1000)

    octaves = np.log2(best) + np.array([0.0, -0.5, 0.5, 1.0])
    wanted = [step for i, step in enumerate(octaves) if i < 2 or step < 0.01]
    assert np.log2(scales) == pytest.approx(wanted)


def test_a_given_scale_and_a_huge_picture_are_looked_at_once():
    assert averaged_scales(0.5, SegmentParameters(scale=0.5), 1000) == (0.5,)
    assert averaged_scales(0.5, SegmentParameters(), COMPACT_PIXELS + 1) == (0.5,)


def test_finer_views_count_twice_for_the_mask_and_alone_for_lines():
    scales = (0.5, 0.35, 0.7, 1.0)

    shares = [shares_of(0.5, scales, index) for index in range(4)]

    assert [share.mask for share in shares] == [1, 1 / 2, 2 / 4, 2 / 6]
    assert [share.others for share in shares] == [1, 0, 1, 1 / 2]
    assert [share.last for share in shares] == [False, False, False, True]


def test_unsure_pixels_on_a_line_between_particles_are_a_gap():
    mask = np.array([1.0, 0.7, 0.7, 0.4], np.float32)
    contact = np.array([1.0, 1.0, 0.0, 0.0], np.float32)

    seen = mixed({}, {"mask": mask, "contact": contact}, shares_of(1, (1,), 0))["mask"]

    np.testing.assert_array_equal(seen >= 0.5, [True, False, True, False])
    np.testing.assert_array_equal(seen[2:], mask[2:])
