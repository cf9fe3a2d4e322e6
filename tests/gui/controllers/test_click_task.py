"""What a click meets in a network's maps."""

from dataclasses import replace

import numpy as np
import pytest
import tifffile

from feretlab.core.errors import CancelledError
from feretlab.core.particles import Particles
from feretlab.core.progress import SILENT
from feretlab.core.segmentation.segment import segment
from feretlab.gui.controllers import look_windows
from feretlab.gui.controllers.click_task import ClickTask, around
from feretlab.gui.controllers.corrections import blank_finding
from feretlab.gui.controllers.looks import Looks
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session

EVERYTHING = (0, 0, 10_000, 10_000)


class Scene:
    """A field with a bright square of 40 px at (300, 400), and nothing found yet."""

    def __init__(self, path, recipe):
        self.session, self.micrographs = Session(), Micrographs()
        self.session.set_recipe(recipe)
        self.session.add_files([path])
        self.entry, self.recipe = self.session.current, recipe
        self.micrograph = self.micrographs.read(self.entry)
        self.finding = blank_finding(self.micrograph, "one", recipe)
        self.looks = Looks(self.micrographs)

    def click(self, point, seen=(0, 0, 0, 0), progress=SILENT):
        task = ClickTask(
            entry=self.entry,
            finding=self.finding,
            point=point,
            seen=seen,
            looks=self.looks,
        )
        return task(progress)

    def keep_maps(self):
        network = self.looks.networks.open(self.recipe.model, None)
        found = segment(self.micrograph, network, self.recipe)
        self.looks.maps.keep(self.entry.key, self.recipe, found)
        self.looks.hold(None)
        self.looks.networks = None  # from here on nobody may need one

    def seen(self, window):
        return self.looks.find(self.entry, self.recipe, self.finding, window)


@pytest.fixture
def write(tmp_path):
    def write(shape=(700, 900), edge=40):
        pixels = np.full(shape, 40, np.uint8)
        pixels[300 : 300 + edge, 400 : 400 + edge] = 200
        tifffile.imwrite(tmp_path / "one.tif", pixels)
        return tmp_path / "one.tif"

    return write


@pytest.fixture
def scene(qapp, write, bright_recipe):
    return Scene(write(), bright_recipe)


def test_kept_maps_serve_without_a_network(scene):
    scene.keep_maps()

    mask, corner = scene.click((310, 410)).region
    assert corner == pytest.approx((300, 400), abs=1)
    assert mask.sum() == pytest.approx(1600, rel=0.06)


def test_without_kept_maps_the_part_around_the_click_is_looked_at(scene):
    made = scene.click((310, 410)).region
    assert scene.seen((300, 400, 340, 440)).window == (54, 154, 566, 666)

    scene.keep_maps()
    kept = scene.click((310, 410)).region
    assert made[1] == kept[1]
    np.testing.assert_array_equal(made[0], kept[0])


def test_a_second_click_nearby_needs_no_network(scene):
    scene.click((310, 410), seen=(0, 0, 700, 800))
    scene.looks.networks = None

    assert scene.click((100, 300)).region is None
    assert scene.click((320, 420)).region is not None


def test_what_a_preview_saw_serves_a_click(scene, monkeypatch):
    monkeypatch.setattr(look_windows, "WHOLE_PIXELS", 1000)
    seen_then = scene.entry, scene.recipe, scene.finding, (0, 100, 690, 700)
    seen = scene.looks.task(*seen_then)(SILENT)
    scene.looks.hold(seen)
    scene.looks.networks = None

    assert scene.click((310, 410)).region is not None


def test_what_a_click_saw_serves_a_preview(scene):
    scene.click((310, 410))

    assert scene.seen((290, 390, 350, 450)) is not None
    assert scene.seen((0, 0, 350, 450)) is None


def test_where_nothing_is_the_peak_is_told(scene):
    clicked = scene.click((50, 60))

    assert clicked.region is None
    assert clicked.peak < 0.1


def test_particles_that_are_there_are_left_alone(scene):
    left = Particles.from_masks([np.ones((40, 20), bool)], [(300, 400)], (700, 900))
    scene.finding = replace(scene.finding, particles=left)
    mask, corner = scene.click((310, 430)).region

    assert corner[1] == 420
    assert mask.sum() == pytest.approx(800, rel=0.1)


def test_a_particle_larger_than_the_first_look_is_whole(qapp, write, bright_recipe):
    scene = Scene(write((1400, 1500), 700), bright_recipe)

    mask, corner = scene.click((350, 450), seen=EVERYTHING).region
    assert corner == pytest.approx((300, 400), abs=1)
    assert mask.sum() == pytest.approx(700**2, rel=0.01)


def test_it_stops_when_asked(scene):
    class Stop:
        def report(self, done, total, note=""):
            raise CancelledError("asked to")

    with pytest.raises(CancelledError, match="asked to"):
        scene.click((310, 410), progress=Stop())


def test_the_square_around_a_place_stays_in_the_field():
    assert around((5, 50), 20, (60, 60)) == (0, 30, 25, 60)
