"""Outlines saved as training data."""

from dataclasses import replace

import numpy as np
import pytest
import tifffile

from feretlab.core.errors import FileError
from feretlab.core.io.rois import read_rois
from feretlab.core.particles import Particles
from feretlab.core.progress import SILENT
from feretlab.core.training.dataset import find_scenes
from feretlab.gui.controllers.corrections import blank_finding
from feretlab.gui.controllers.corrections_training import (
    Example,
    existing_files,
    save_training_data,
)
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session


@pytest.fixture
def micrographs():
    return Micrographs()


@pytest.fixture
def example(tmp_path, micrographs):
    """A square of 20 px, one of 6 px over it, and an excluded one."""
    session = Session()
    pixels = np.random.default_rng(5).integers(0, 4096, (60, 80)).astype(np.uint16)
    tifffile.imwrite(tmp_path / "field.tif", pixels)
    session.add_files([tmp_path / "field.tif"])
    micrograph = micrographs.read(session.current)
    blank = blank_finding(micrograph, "field", session.recipe)
    masks = [np.ones((side, side), bool) for side in (6, 20, 10)]
    particles = Particles.from_masks(masks, [(12, 12), (5, 5), (40, 40)], (60, 80))
    finding = replace(blank, particles=particles, excluded=("", "", "dust"))
    return Example(entry=session.current, finding=finding)


def test_training_reads_what_was_saved(tmp_path, example, micrographs):
    folder = tmp_path / "set"
    count = save_training_data(folder, [example], micrographs, SILENT)

    (scene,) = find_scenes([folder])
    grey, ids = scene.read()
    assert count == 2
    np.testing.assert_array_equal(grey, micrographs.read(example.entry).pixels)
    sizes = sorted(np.unique(ids[ids > 0], return_counts=True)[1].tolist())
    assert sizes == [36, 400 - 36]


def test_rois_hold_overlapping_particles_whole(tmp_path, example, micrographs):
    save_training_data(tmp_path / "set", [example], micrographs, SILENT)

    rois = read_rois(tmp_path / "set" / "rois" / "field.zip", (60, 80))
    assert [int(mask.sum()) for mask in rois.masks()] == [36, 400]


def test_files_that_are_there_are_told(tmp_path, example, micrographs):
    folder = tmp_path / "set"
    assert existing_files(folder, [example]) == ()
    save_training_data(folder, [example], micrographs, SILENT)

    assert len(existing_files(folder, [example])) == 3


def test_nothing_is_saved_where_the_file_of_an_image_is_missing(
    tmp_path, example, micrographs
):
    entry = replace(example.entry, path=tmp_path / "gone.tif")
    gone = replace(example, entry=entry)
    with pytest.raises(FileError, match=r"Saving training data in .*gone.tif"):
        save_training_data(tmp_path / "set", [example, gone], micrographs, SILENT)

    assert not (tmp_path / "set").exists()


@pytest.mark.parametrize("way", ["read", "look"])
def test_pixels_in_memory_are_saved_though_their_file_is_gone(tmp_path, example, way):
    micrographs = Micrographs()
    pixels = getattr(micrographs, way)(example.entry).pixels
    example.entry.path.unlink()
    save_training_data(tmp_path / "set", [example], micrographs, SILENT)

    (scene,) = find_scenes([tmp_path / "set"])
    np.testing.assert_array_equal(scene.read()[0], pixels)


def test_a_folder_that_is_a_file_is_named(tmp_path, example, micrographs):
    (tmp_path / "set").write_text("")

    with pytest.raises(FileError, match="Saving training data in"):
        save_training_data(tmp_path / "set", [example], micrographs, SILENT)
