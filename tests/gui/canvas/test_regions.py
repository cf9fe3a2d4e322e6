"""Particles drawn at the screen's pixels."""

import numpy as np
import pytest

from feretlab.core.particles import Particles
from feretlab.gui.canvas.regions import Regions, Tints
from feretlab.gui.canvas.view import Spot, View


def _disk(radius):
    y, x = np.ogrid[-radius : radius + 1, -radius : radius + 1]
    return y * y + x * x <= radius * radius


def _view(scale=1.0, shape=(60, 80)):
    width, height = round(shape[1] * scale), round(shape[0] * scale)
    center = Spot(shape[0] / 2, shape[1] / 2)
    return View(width=width, height=height, scale=scale, center=center)


def _tints(count, thick=0, hatched=0):
    """Fill particle i with the number i + 1; edges are 100 more."""
    numbers = np.arange(count + 1, dtype=np.uint32)
    return Tints(
        edges=np.where(numbers > 0, numbers + 100, 0).astype(np.uint32),
        fills=numbers,
        thick=np.full(count + 1, thick, np.uint8),
        hatched=np.full(count + 1, hatched, np.uint8),
    )


@pytest.fixture
def apart():
    return Particles.from_masks([_disk(8), _disk(5)], [(5, 5), (40, 60)], (60, 80))


def test_at_scale_one_every_pixel_of_a_mask_is_filled(apart):
    drawn, corner = Regions.of(apart).drawn(_view(), _tints(2))

    assert corner == (0, 0)
    np.testing.assert_array_equal(drawn, apart.to_label_pages()[0])


@pytest.mark.parametrize("scale", [0.37, 2.5, 7])
def test_at_any_scale_outlines_lie_where_the_pixels_do(apart, scale):
    view = _view(scale).panned(3.3, -2.1)
    drawn, (top, left) = Regions.of(apart).drawn(view, _tints(2))

    rows = [int(view.to_picture(0, y + top + 0.5).y) for y in range(drawn.shape[0])]
    columns = [int(view.to_picture(x + left + 0.5, 0).x) for x in range(drawn.shape[1])]
    wanted = apart.to_label_pages()[0][np.ix_(rows, columns)]
    wrong = drawn != wanted
    # Runs thinner than a pixel of the screen are drawn as one.
    assert wrong.mean() < (0.01 if scale < 1 else 1e-9)


def test_an_edge_is_as_thick_as_asked_at_any_zoom():
    square = Particles.from_masks([np.ones((20, 20), bool)], [(20, 20)], (60, 80))
    for scale in (1, 4):
        drawn, _ = Regions.of(square).drawn(_view(scale), _tints(1, thick=2))
        middle = drawn[30 * scale]
        assert middle[middle > 0][:3].tolist() == [101, 101, 1]


def test_particles_that_overlap_are_both_outlined():
    both = Particles.from_masks([_disk(10)] * 2, [(10, 10), (10, 20)], (60, 80))
    regions = Regions.of(both)

    drawn, _ = regions.drawn(_view(), _tints(2, thick=1))
    row = drawn[20]
    assert np.flatnonzero(row == 101).tolist() == [10, 30]
    assert np.flatnonzero(row == 102).tolist() == [20, 40]


def test_particles_of_one_page_do_not_overlap():
    rng = np.random.default_rng(3)
    corners = [tuple(at) for at in rng.integers(0, 180, (300, 2)).tolist()]
    particles = Particles.from_masks([_disk(9)] * 300, corners, (200, 200))
    regions = Regions.of(particles)

    for page in range(len(regions.pages)):
        one = particles.select(regions.page_of == page)
        assert sum(int(mask.sum()) for mask in one.masks()) == one.to_mask().sum()


def test_what_has_no_color_is_not_drawn(apart):
    tints = _tints(2)
    tints.fills[1] = tints.edges[1] = 0

    drawn, _ = Regions.of(apart).drawn(_view(), tints)
    assert set(np.unique(drawn)) == {0, 2}


def test_hatching_leaves_gaps(apart):
    drawn, _ = Regions.of(apart).drawn(_view(), _tints(2, hatched=1))

    share = (drawn > 0).sum() / apart.to_mask().sum()
    assert share == pytest.approx(0.25, abs=0.05)


def test_no_particles_are_drawn_as_nothing():
    none = Particles.from_masks([], [], (60, 80))

    drawn, _ = Regions.of(none).drawn(_view(), _tints(0))
    assert not drawn.any()


def test_only_particles_in_view_are_seen(apart):
    view = View(width=30, height=30, scale=1.0, center=Spot(45, 65))

    assert Regions.of(apart).seen(view).tolist() == [1]
