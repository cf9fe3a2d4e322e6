"""Labelled micrographs are found, read and checked."""

import imageio.v3 as iio
import numpy as np
import pytest

from feretlab.core.errors import FileError, InputError
from feretlab.core.training.dataset import Scene, data_hash, find_scenes


def test_scenes_of_several_folders_come_in_order(data_folder):
    scenes = find_scenes([data_folder, data_folder])

    assert [scene.image.stem for scene in scenes] == ["0", "1", "2", "3"] * 2


def test_a_scene_gives_grey_and_ids_of_one_shape(data_folder):
    grey, labels = find_scenes([data_folder])[1].read()

    assert grey.shape == labels.shape == (96, 96)
    assert labels.dtype == np.int32
    assert labels.max() == 8


def test_colours_become_their_mean(tmp_path):
    colours = np.zeros((4, 5, 3), np.uint8) + np.array([10, 20, 60], np.uint8)
    iio.imwrite(tmp_path / "a.png", colours)
    iio.imwrite(tmp_path / "b.png", np.zeros((4, 5), np.uint8))

    grey, _ = Scene(image=tmp_path / "a.png", labels=tmp_path / "b.png").read()

    assert np.unique(grey).tolist() == [30]


def test_labels_of_another_size_are_refused(tmp_path):
    iio.imwrite(tmp_path / "a.png", np.zeros((4, 5), np.uint8))
    iio.imwrite(tmp_path / "b.png", np.zeros((5, 4), np.uint8))

    with pytest.raises(InputError, match=r"found \(5, 4\) pixels, expected \(4, 5\)"):
        Scene(image=tmp_path / "a.png", labels=tmp_path / "b.png").read()


def test_a_folder_without_images_is_refused(tmp_path):
    with pytest.raises(FileError, match="found no pictures in its folder 'images'"):
        find_scenes([tmp_path])


def test_an_image_without_labels_is_named(tmp_path):
    (tmp_path / "images").mkdir()
    iio.imwrite(tmp_path / "images" / "lone.png", np.zeros((4, 5), np.uint8))

    with pytest.raises(FileError, match="no labels for 1 images, 'lone' first"):
        find_scenes([tmp_path])


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
def test_a_damaged_picture_is_named(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"no picture")

    with pytest.raises(FileError, match=rf"Reading picture '.*{name}'"):
        Scene(image=path, labels=path).read()


def test_the_hash_changes_with_a_label(data_folder, tmp_path):
    import shutil

    copy = shutil.copytree(data_folder, tmp_path / "copy")
    same = data_hash(find_scenes([copy]))
    labels = iio.imread(copy / "labels" / "2.png")
    iio.imwrite(copy / "labels" / "2.png", labels + np.uint16(1))

    assert same == data_hash(find_scenes([data_folder]))
    assert same != data_hash(find_scenes([copy]))
