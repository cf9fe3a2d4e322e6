"""What networks saw, with the pixel size of the file."""

import numpy as np
import pytest
import tifffile

from feretlab.core.micrograph import GIVEN, PixelSize
from feretlab.core.progress import SILENT
from feretlab.core.segmentation.segment import Segmentation
from feretlab.gui.controllers.looks import Looks
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session

WINDOW = (0, 0, 40, 75)


@pytest.fixture
def session(tmp_path, make_finding):
    """An image of 1 nm, analysed with 2 nm that a recipe gave."""
    path = tmp_path / "a.tif"
    pixels = np.zeros(WINDOW[2:], np.uint8)
    tifffile.imwrite(
        path, pixels, imagej=True, metadata={"unit": "nm"}, resolution=(1, 1)
    )
    session = Session()
    (key,) = session.add_files([path])
    session.put_finding(key, make_finding("a", [10, 30, 20], nm=2.0))
    session.update(
        key, shape=WINDOW[2:], pixel_size_nm=(2.0, 2.0), pixel_size_source=GIVEN
    )
    return session


@pytest.fixture
def find(session):
    """Find what was seen of it; ``find.micrographs`` may hold its pixels."""
    looks, entry, empty = Looks(Micrographs()), session.current, np.zeros(WINDOW[2:])
    found = Segmentation(
        probability=empty.astype(np.float32), mask=empty > 0, threshold=0.5
    )
    looks.maps.keep(entry.pixels_key, session.recipe, found)

    def find():
        finding = session.finding(entry.key)
        return looks.find(session.current, session.recipe, finding, WINDOW)

    find.micrographs = looks.micrographs
    return find


def test_a_size_of_an_earlier_recipe_counts_no_more(find):
    assert find().pixel_size_nm is None


def test_the_size_of_the_file_counts_in_place_of_one_of_an_earlier_recipe(
    session, find
):
    find.micrographs.read(session.current)

    assert find().pixel_size_nm == PixelSize(1.0, 1.0)


def test_a_look_keeps_no_size_that_was_given(session, bright_recipe):
    looks = Looks(Micrographs())
    session.give_pixel_size([session.current.key], 3.0)
    task = looks.task(session.current, bright_recipe, None, WINDOW)

    assert task(SILENT).pixel_size_nm is None
