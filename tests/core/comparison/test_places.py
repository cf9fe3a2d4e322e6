"""Maps of pairs, misses and false finds."""

import numpy as np
from matplotlib.colors import to_hex
from tifffile import imwrite

from feretlab.core.comparison.colours import FALSE_FIND, MISS, PAIR
from feretlab.core.comparison.compare import ImagePair
from feretlab.core.comparison.measurements import Measured
from feretlab.core.comparison.pairing import Pairs
from feretlab.core.comparison.places import draw_places
from feretlab.core.io.figures import new_figure
from feretlab.core.particles import Particles


def test_particles_have_the_colour_of_what_became_of_them(discs):
    def side(*places):
        labels = discs(*((y, x, 8) for y, x in places))
        return Measured(
            image="f1",
            ids=np.array(["1", "2"]),
            values=np.ones(2),
            particles=Particles.from_labels(labels),
        )

    manual, automatic = side((20, 20), (50, 50)), side((80, 90), (20, 20))
    one, two = np.array([0]), np.array([1])
    pairs = Pairs(manual=one, automatic=two, overlap=np.ones(1))
    axes = new_figure(3, 3).subplots()
    draw_places(axes, ImagePair(manual=manual, automatic=automatic, pairs=pairs))
    picture = axes.images[0].get_array()
    colours = [
        to_hex(picture[place]).upper() for place in ((20, 20), (50, 50), (80, 90))
    ]
    assert colours == [PAIR, MISS, FALSE_FIND]
    assert axes.get_title(loc="left") == "f1\n1 pairs, 1 misses, 1 false finds"


def drawn_beside_a_line(discs):
    labels = discs((20, 20, 9), (50, 50, 9))
    sides = {"image": "f1", "values": np.ones(2)}
    automatic = Measured(
        ids=np.array(["1", "2"]), particles=Particles.from_labels(labels), **sides
    )
    manual = Measured(
        image="f1",
        ids=np.array(["1"]),
        values=np.ones(1),
        lines=np.array([[[11.0, 20.0], [29.0, 20.0]]]),
    )
    one = np.array([0])
    pairs = Pairs(manual=one, automatic=one, overlap=np.ones(1))
    axes = new_figure(3, 3).subplots()
    draw_places(axes, ImagePair(manual=manual, automatic=automatic, pairs=pairs))
    return axes


def test_a_line_is_told_from_the_particle_it_lies_on(discs):
    axes = drawn_beside_a_line(discs)
    particle = to_hex(axes.images[0].get_array()[20, 20]).upper()
    assert particle == PAIR
    assert axes.lines[0].get_color() not in (PAIR, MISS)


def test_beside_lines_the_other_particles_are_not_measured_by_hand(discs):
    title = drawn_beside_a_line(discs).get_title(loc="left")
    assert title == "f1\n1 pairs, 0 misses, 1 not measured by hand"


def test_particles_are_outlined_on_a_known_micrograph(discs, tmp_path):
    labels = discs((30, 40, 12))
    pixels = np.where(labels, 200, 50).astype(np.uint8)
    pixels[0, :50], pixels[0, 50:] = 0, 255
    # What lies below the measured field is the info bar.
    imwrite(tmp_path / "f1.tif", np.pad(pixels, ((0, 20), (0, 0))))
    one = Measured(
        image="f1",
        ids=np.array(["1"]),
        values=np.ones(1),
        particles=Particles.from_labels(labels),
        micrograph=tmp_path / "f1.tif",
    )
    none = np.zeros(0, int)
    pairs = Pairs(manual=none, automatic=none, overlap=np.zeros(0))
    axes = new_figure(3, 3).subplots()
    nobody = one.select(np.zeros(1, bool))
    draw_places(axes, ImagePair(manual=nobody, automatic=one, pairs=pairs))
    picture = axes.images[0].get_array()
    assert picture.shape == (*labels.shape, 3)
    assert to_hex(picture[30, 28]).upper() == FALSE_FIND
    inside, outside = picture[30, 40], picture[80, 100]
    assert inside[0] == inside[1] == inside[2]
    assert inside[0] > outside[0]
