"""Micrographs to look at, before their scale bars are read."""

from dataclasses import replace

import numpy as np
import pytest
import tifffile

from feretlab.gui.session.entries import Entry
from feretlab.gui.session.micrographs import Micrographs


@pytest.fixture
def entry(tmp_path):
    pages = np.arange(3 * 20 * 30, dtype=np.uint16).reshape(3, 20, 30)
    tifffile.imwrite(tmp_path / "a.tif", pages, photometric="minisblack")
    return Entry(key="image1", path=tmp_path / "a.tif")


def test_no_scale_bar_is_read_for_a_look(entry, monkeypatch):
    monkeypatch.setattr(
        "feretlab.core.io.read.with_scale_bar",
        lambda *_: pytest.fail("the scale bar was read"),
    )

    assert Micrographs().look(entry).pixel_size_nm is None


def test_what_is_known_of_the_size_stands_in(entry):
    micrographs = Micrographs()
    known = replace(entry, pixel_size_nm=(2.0, 3.0), pixel_size_source="scale bar")

    assert micrographs.look(known).pixel_size_nm == (2, 3)
    given = micrographs.look(replace(known, given_size_nm=5.0))
    assert (given.pixel_size_nm, given.pixel_size_source) == ((5, 5), "given")


def test_pixels_are_read_once(entry):
    micrographs = Micrographs()
    first = micrographs.look(entry)

    assert micrographs.look(replace(entry, given_size_nm=5.0)).pixels is first.pixels


@pytest.mark.parametrize("way", ["read", "look"])
def test_pixels_in_memory_outlive_their_file(entry, way):
    micrographs = Micrographs()
    assert micrographs.in_memory(entry) is None
    first = getattr(micrographs, way)(entry)
    entry.path.unlink()

    assert micrographs.in_memory(entry).pixels is first.pixels


def test_each_page_is_looked_at_by_itself(entry):
    micrographs = Micrographs()

    second = micrographs.look(replace(entry, page=1))
    assert second.pixels[0, 0] == 600
    assert micrographs.look(entry).pixels[0, 0] == 0
