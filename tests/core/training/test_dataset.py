"""Labelled micrographs are found, read and checked."""

import shutil

import imageio.v3 as iio
import numpy as np
import pytest
import tifffile
from PIL import Image

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


@pytest.fixture
def pair(tmp_path):
    """Write an image and its labels, each as bidden; give them as a scene."""

    def write(image=None, labels=None, **how):
        scene = Scene(image=tmp_path / "image.tif", labels=tmp_path / "labels.tif")
        flat = np.zeros((4, 5), np.uint8)
        tifffile.imwrite(scene.image, flat if image is None else image, **how)
        tifffile.imwrite(scene.labels, flat if labels is None else labels)
        return scene

    return write


@pytest.mark.parametrize("planes", ["contig", "separate"])
def test_colours_become_grey_as_in_an_analysis(pair, planes):
    colours = np.zeros((4, 5, 3), np.uint8) + np.array([10, 20, 60], np.uint8)
    if planes == "separate":
        colours = np.moveaxis(colours, 2, 0)

    scene = pair(image=colours, photometric="rgb", planarconfig=planes)

    grey, _ = scene.read()
    assert grey.shape == (4, 5)
    assert np.unique(grey).tolist() == [22]


def test_lines_of_minus_one_between_labels_are_background(pair):
    drawn = np.array([[1, -1, 2, 0]], np.int16)

    _, labels = pair(image=np.zeros((1, 4), np.uint8), labels=drawn).read()

    assert labels.tolist() == [[1, 0, 2, 0]]


def test_endless_ids_are_counted_anew(pair):
    drawn = np.array([[7, 7, 0, 3_000_000_000]], np.uint32)

    _, labels = pair(image=np.zeros((1, 4), np.uint8), labels=drawn).read()

    assert labels.tolist() == [[1, 1, 0, 2]]


def test_the_parts_of_a_mask_are_particles_of_their_own(pair):
    drawn = np.array([[255, 255, 0, 255]], np.uint8)

    _, labels = pair(image=np.zeros((1, 4), np.uint8), labels=drawn).read()

    assert labels.tolist() == [[1, 1, 0, 2]]


@pytest.mark.parametrize("mode", ["P", "RGB"])
def test_labels_are_read_from_palettes_and_equal_colours(tmp_path, mode):
    drawn = np.array([[0, 1, 2]], np.uint8)
    path = tmp_path / "labels.png"
    if mode == "P":
        picture = Image.fromarray(drawn).convert("P")
        picture.putpalette([9, 0, 0, 0, 9, 0, 0, 0, 9])
    else:
        picture = Image.fromarray(np.stack([drawn] * 3, axis=-1))
    picture.save(path)
    iio.imwrite(tmp_path / "image.png", drawn)

    _, labels = Scene(image=tmp_path / "image.png", labels=path).read()

    assert labels.tolist() == [[0, 1, 2]]


def test_an_image_of_two_pages_is_refused_by_its_name(pair):
    pages = np.zeros((2, 4, 5), np.uint8)

    with pytest.raises(InputError, match=r"image '.*image\.tif': found 2 pages"):
        pair(image=pages, photometric="minisblack").read()


def test_labels_of_two_pages_are_refused_by_their_name(pair):
    pages = np.stack([np.full((4, 5), 3, np.uint8), np.full((4, 5), 4, np.uint8)])

    with pytest.raises(InputError, match=r"labels '.*labels\.tif': found 2 pages"):
        pair(labels=pages).read()


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


def test_what_macos_keeps_beside_each_file_is_passed_over(data_folder, tmp_path):
    copy = shutil.copytree(data_folder, tmp_path / "copy")
    (copy / "images" / "._0.png").write_bytes(b"no picture")

    assert len(find_scenes([copy])) == 4


@pytest.mark.parametrize("kind", ["images", "labels"])
def test_two_pictures_of_one_name_are_refused(data_folder, tmp_path, kind):
    copy = shutil.copytree(data_folder, tmp_path / "copy")
    shutil.copy(copy / kind / "0.png", copy / kind / "0.tif")

    with pytest.raises(FileError, match=rf"'0\.png' and '0\.tif' in its .*'{kind}'"):
        find_scenes([copy])


@pytest.mark.parametrize("name", ["a.png", "a.tif"])
def test_a_damaged_picture_is_named(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"no picture")

    with pytest.raises(FileError, match=rf"Reading '.*{name}'"):
        Scene(image=path, labels=path).read()


def test_labels_that_end_too_early_are_named(pair):
    scene = pair()
    tifffile.imwrite(scene.labels, np.zeros((4, 5), np.uint8), compression="zlib")
    scene.labels.write_bytes(scene.labels.read_bytes()[:-5])

    with pytest.raises(FileError, match=r"Reading .*labels\.tif'"):
        scene.read()


def test_the_hash_changes_with_a_label(data_folder, tmp_path):
    copy = shutil.copytree(data_folder, tmp_path / "copy")
    same = data_hash(find_scenes([copy]))
    labels = iio.imread(copy / "labels" / "2.png")
    iio.imwrite(copy / "labels" / "2.png", labels + np.uint16(1))

    assert same == data_hash(find_scenes([data_folder]))
    assert same != data_hash(find_scenes([copy]))
