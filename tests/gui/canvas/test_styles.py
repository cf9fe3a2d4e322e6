"""Colors of particles."""

import numpy as np
import pytest

from feretlab.core.io.overlay import PALETTE
from feretlab.core.particles import Particles
from feretlab.gui.canvas.styles import (
    RAMP,
    Marks,
    OverlayStyle,
    colors_of,
    marked,
    tints_of,
)

SQUARE = np.ones((4, 4), bool)


@pytest.fixture
def particles():
    return Particles.from_masks(
        [SQUARE] * 3,
        [(10, 10), (20, 20), (0, 5)],
        (40, 40),
        class_names=("rod", "cube"),
        class_index=np.array([1, 0, 1], np.int32),
        separated=np.array([True, False, True]),
    )


def _marks(**which):
    names = ("selected", "excluded", "hidden")
    return Marks(**{name: marked(3, which.get(name, ())) for name in names})


def test_classes_have_colors_and_a_legend(particles):
    colors, legend = colors_of(particles, {}, "class")

    assert colors.tolist() == [list(PALETTE[1]), list(PALETTE[0]), list(PALETTE[1])]
    assert dict(legend.names) == {"rod": PALETTE[0], "cube": PALETTE[1]}


def test_flags_tell_whole_separated_and_border_apart(particles):
    colors, legend = colors_of(particles, {}, "flag")

    assert len(np.unique(colors, axis=0)) == 3
    assert len(legend.names) == 3


def test_sizes_run_over_the_scale(particles):
    table = {"ecd_px": np.array([10.0, np.nan, 30.0])}
    colors, legend = colors_of(particles, table, "ecd_px")

    assert colors[[0, 2]].tolist() == [list(RAMP[0]), list(RAMP[-1])]
    assert len({*colors[1].tolist()}) == 1
    assert legend.low == pytest.approx(10, abs=0.5)
    assert legend.high == pytest.approx(30, abs=0.5)


def test_a_column_that_is_missing_gives_one_color(particles):
    colors, legend = colors_of(particles, {}, "ecd_nm")

    assert len(np.unique(colors, axis=0)) == 1
    assert legend.title == ""


def test_a_selected_particle_is_seen_though_the_overlay_is_faint(particles):
    colors, _ = colors_of(particles, {}, "one")
    style = OverlayStyle(opacity=0.0)
    tints = tints_of(colors, _marks(selected=[1]), style)

    assert tints.edges[[1, 3]].tolist() == [0, 0]
    assert tints.edges[2] == 0xFFFFFFFF
    assert tints.thick[2] > tints.thick[1]


def test_a_hidden_particle_is_not_drawn_even_when_selected(particles):
    colors, _ = colors_of(particles, {}, "one")
    tints = tints_of(colors, _marks(selected=[1], hidden=[1]), OverlayStyle(fill=True))

    assert (tints.edges[2], tints.fills[2]) == (0, 0)
    assert tints.fills[1] > 0


def test_an_excluded_particle_is_hatched_grey(particles):
    colors, _ = colors_of(particles, {}, "one")
    tints = tints_of(colors, _marks(excluded=[0]), OverlayStyle())

    assert tints.hatched.tolist() == [0, 1, 0, 0]
    red, green, blue = (int(tints.edges[1]) >> shift & 255 for shift in (16, 8, 0))
    assert red == green == blue


def test_half_opacity_halves_alpha_and_color(particles):
    colors, _ = colors_of(particles, {}, "one")
    tints = tints_of(colors, _marks(), OverlayStyle(opacity=0.5))

    alpha, red = int(tints.edges[1]) >> 24, int(tints.edges[1]) >> 16 & 255
    assert (alpha, red) == (128, 128)
