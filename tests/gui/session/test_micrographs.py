"""Pixels, and the file that they were read from."""

from dataclasses import replace

import numpy as np
import pytest
import tifffile

from feretlab.gui.session.entries import Entry
from feretlab.gui.session.file_stamps import seen_at
from feretlab.gui.session.micrographs import Micrographs


@pytest.fixture
def entry(tmp_path):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, np.zeros((20, 30), np.uint8))
    return Entry(key="image1", path=path)


@pytest.mark.parametrize("way", ["read", "look"])
def test_pixels_that_a_file_holds_no_more_are_to_be_read_again(entry, way):
    micrographs = Micrographs()
    getattr(micrographs, way)(entry)
    tifffile.imwrite(entry.path, np.full((40, 60), 99, np.uint8))
    now = micrographs.as_on_disk(entry)

    assert now == replace(entry, rereadings=1)
    assert micrographs.read(now).pixels.max() == 99
    assert micrographs.as_on_disk(now) is now


def test_pixels_that_were_read_again_in_vain_are_not_taken_for_newer_ones(entry):
    micrographs = Micrographs()
    micrographs.read(entry)
    for value in (98, 99):
        tifffile.imwrite(entry.path, np.full((value, 60), value, np.uint8))
        now = micrographs.read(micrographs.as_on_disk(entry))  # and then cancelled

    assert now.pixels.max() == 99


def test_pixels_of_a_file_that_stayed_or_is_missing_are_kept(entry):
    micrographs = Micrographs()
    assert micrographs.as_on_disk(entry) is entry

    micrographs.read(entry)
    assert micrographs.as_on_disk(entry) is entry
    entry.path.unlink()
    assert micrographs.as_on_disk(entry) is entry


def test_the_file_is_noted_as_it_was_when_it_was_first_read(entry):
    micrographs, before = Micrographs(room_bytes=0), seen_at(entry.path)
    assert micrographs.seen(entry) is None

    micrographs.look(entry)
    tifffile.imwrite(entry.path, np.full((40, 60), 99, np.uint8))
    micrographs.read(entry)
    assert micrographs.seen(entry) == before
