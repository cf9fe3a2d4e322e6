"""Maps of pairs, misses and false finds."""

import numpy as np
from matplotlib.colors import to_hex

from feretlab.core.comparison.compare import ImagePair
from feretlab.core.comparison.measurements import Measured
from feretlab.core.comparison.pairing import Pairs
from feretlab.core.comparison.places import FALSE_FIND, MISS, draw_places
from feretlab.core.io.axes import BARS
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
    assert colours == [BARS, MISS, FALSE_FIND]
    assert axes.get_title(loc="left") == "f1: 1 pairs, 1 misses, 1 false finds"
