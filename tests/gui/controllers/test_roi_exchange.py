"""Outlines to ImageJ and back."""

from dataclasses import replace

import numpy as np
import pytest
import tifffile

from feretlab.core.errors import InputError
from feretlab.core.io.read import read_micrographs
from feretlab.core.io.rois import read_rois, write_rois
from feretlab.core.particles import Particles
from feretlab.gui.controllers.roi_exchange import exchange_files, roi_correction
from feretlab.gui.session.corrections import Corrections
from feretlab.gui.session.corrections_applied import corrected
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.micrographs import Micrographs

SQUARE = np.ones((6, 6), bool)


@pytest.fixture
def particles():
    corners = [(2, 2), (2, 20), (20, 2)]
    return Particles.from_masks([SQUARE] * 3, corners, (40, 40))


@pytest.fixture
def entry(tmp_path):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, np.zeros((44, 40), np.uint8))
    return Entry(key="k", path=path, name="a", shape=(44, 40))


def test_the_image_and_its_outlines_are_handed_over(entry, particles):
    _, (image, rois) = exchange_files(entry, particles, Micrographs())

    assert image == entry.path
    back = read_rois(rois, entry.shape)
    assert np.array_equal(back.bits, particles.bits)


def test_a_page_of_a_stack_is_handed_over_with_its_pixel_size(tmp_path):
    path = tmp_path / "stack.tif"
    pages = np.arange(3 * 8 * 9, dtype=np.uint8).reshape(3, 8, 9)
    tifffile.imwrite(path, pages, photometric="minisblack")
    entry = Entry(
        key="k", path=path, page=1, pages=3, name="stack_0002", given_size_nm=2.5
    )

    _, (image,) = exchange_files(entry, None, Micrographs())

    (read,) = read_micrographs(image, ocr=False)
    assert np.array_equal(read.pixels, pages[1])
    assert read.pixel_size_nm == pytest.approx((2.5, 2.5))


def test_a_vendors_pixel_size_is_handed_over_too(entry):
    known = replace(entry, pixel_size_nm=(7.5, 7.5), pixel_size_source="Zeiss")

    folder, (image,) = exchange_files(known, None, Micrographs())

    (read,) = read_micrographs(image, ocr=False)
    assert image.parent == folder
    assert read.pixel_size_nm == pytest.approx((7.5, 7.5))


def test_pixels_that_imagej_does_not_know_become_floats(tmp_path):
    path = tmp_path / "wide.tif"
    tifffile.imwrite(path, np.full((8, 9), 70_000, np.int32))
    entry = Entry(key="k", path=path, name="wide", given_size_nm=2.0)

    _, (image,) = exchange_files(entry, None, Micrographs())

    assert tifffile.imread(image).dtype == np.float32
    assert tifffile.imread(image)[0, 0] == 70_000


def test_an_edited_set_becomes_one_correction(particles, tmp_path):
    kept = particles.select(np.array([0, 2]))
    drawn = Particles.from_masks([np.ones((3, 4), bool)], [(30, 30)], (40, 40))
    wanted = Particles.from_masks(
        [*kept.masks(), *drawn.masks()],
        [tuple(box[:2]) for box in (*kept.boxes, *drawn.boxes)],
        (40, 40),
    )
    write_rois(wanted, tmp_path / "set.zip")

    correction, dropped, new = roi_correction(tmp_path / "set.zip", particles)
    after = corrected(particles, Corrections(items=(correction,))).particles

    assert (dropped, new) == (1, 1)
    assert after.boxes.tolist() == wanted.boxes.tolist()


def test_a_set_that_only_adds_drops_nothing(particles, tmp_path):
    write_rois(particles, tmp_path / "set.zip")
    fewer = particles.select(np.array([0, 1]))

    correction, dropped, new = roi_correction(tmp_path / "set.zip", fewer)
    after = corrected(fewer, Corrections(items=(correction,))).particles

    assert (dropped, new) == (0, 1)
    assert len(after) == 3


def test_a_set_that_changes_nothing_is_refused(particles, tmp_path):
    write_rois(replace(particles), tmp_path / "set.zip")

    with pytest.raises(InputError, match="its 3 ROIs are the particles that are here"):
        roi_correction(tmp_path / "set.zip", particles)
