"""Pixels and ROIs go to ImageJ and back ten times, and nothing changes."""

import zipfile

import numpy as np
import pytest
import tifffile
from PIL import Image
from scipy import ndimage

from feretlab.core.errors import InputError
from feretlab.core.io.labels import read_labels, write_labels, write_mask
from feretlab.core.io.rois import read_rois, write_rois
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles
from feretlab.fiji_bridge import java
from feretlab.fiji_bridge.convert import to_array, to_image, to_processor, to_roi

pytestmark = [pytest.mark.java, pytest.mark.usefixtures("running_imagej")]
TIMES = 10
SIZE = PixelSize(2.5, 2.5)


def slices_of(image):
    stack = image.getStack()
    return [to_array(stack.getProcessor(i + 1)) for i in range(stack.getSize())]


def assert_equal(first, second):
    for name in ("boxes", "offsets", "bits"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))


@pytest.fixture(scope="module")
def mask():
    rng = np.random.default_rng(1)
    smooth = ndimage.gaussian_filter(rng.normal(size=(83, 117)), 1.2)
    return (smooth > 0.05) | (rng.random(smooth.shape) < 0.02)


@pytest.fixture(scope="module")
def overlapping(mask):
    """Blobs with holes, specks and labels in parts, on several pages."""
    rng = np.random.default_rng(2)
    parts = Particles.from_labels((rng.random(mask.shape) < 0.2) * 7)
    blobs = Particles.from_mask(mask, connectivity=4)
    masks = [*blobs.masks(), *parts.masks()]
    corners = np.concatenate([blobs.boxes[:, :2], parts.boxes[:, :2]])
    return Particles.from_masks(masks, [tuple(c) for c in corners], mask.shape)


def test_a_mask_of_pillow_is_white_inside():
    mask = np.asarray(Image.new("1", (4, 3), 1))
    assert mask.view(np.uint8).max() == 255
    assert (to_array(to_processor(mask)) == 255).all()


def test_masks_in_memory(mask):
    again = mask
    for _ in range(TIMES):
        again = to_array(java.ImagePlus("mask", to_processor(again)).getProcessor()) > 0
    np.testing.assert_array_equal(again, mask)


@pytest.mark.parametrize("highest", [200, 60_000, 2**24])
def test_label_pages_in_memory(highest):
    rng = np.random.default_rng(highest)
    pages = rng.integers(0, highest + 1, (3, 41, 57)).astype(np.int32)
    pages[0, 0, 0] = highest
    again = list(pages)
    for _ in range(TIMES):
        again = [page.astype(np.int32) for page in slices_of(to_image(again, "l"))]
    np.testing.assert_array_equal(again, pages)


def test_labels_that_imagej_cannot_tell_apart_are_refused():
    labels = np.full((3, 3), 2**24 + 1, np.int32)
    with pytest.raises(InputError, match="found 0 to 16777217, expected none beyond"):
        to_processor(labels)


def test_mask_files(mask, tmp_path):
    path = tmp_path / "mask.tif"
    write_mask(mask, path, SIZE)
    for _ in range(TIMES):
        image = java.IJ.openImage(str(path))
        assert java.IJ.saveAsTiff(image, str(path))
    found = read_labels(path)
    np.testing.assert_array_equal(found.pages[0] > 0, mask)
    assert found.is_mask
    assert found.pixel_size_nm == pytest.approx(SIZE)


def test_label_files(overlapping, tmp_path):
    path, particles = tmp_path / "labels.tif", overlapping
    for _ in range(TIMES):
        write_labels(particles, path, SIZE)
        image = java.IJ.openImage(str(path))
        assert image.getStackSize() == len(overlapping.to_label_pages())
        assert java.IJ.saveAsTiff(image, str(path))
        found = read_labels(path)
        particles = found.to_particles()
        assert found.pixel_size_nm == pytest.approx(SIZE)
    assert_equal(particles, overlapping)


def test_roi_sets_through_the_roi_manager(overlapping, tmp_path):
    path, again = tmp_path / "set.zip", overlapping
    manager = java.RoiManager.getInstance2()
    for _ in range(TIMES):
        write_rois(again, path)
        manager.reset()
        assert manager.runCommand("open", str(path))
        assert manager.getCount() == len(overlapping)
        path.unlink()
        assert manager.runCommand("save", str(path))
        again = read_rois(path, overlapping.shape)
    manager.reset()
    assert_equal(again, overlapping)


def test_single_rois_through_encoder_and_decoder(overlapping, tmp_path):
    write_rois(overlapping, tmp_path / "set.zip")
    encoder = java.RoiEncoder
    with zipfile.ZipFile(tmp_path / "set.zip") as archive:
        contents = [archive.read(name) for name in archive.namelist()]
    for index, content in enumerate(contents):
        roi = to_roi(content)
        for _ in range(TIMES):
            roi = to_roi(bytes(encoder.saveAsByteArray(roi)))
        (tmp_path / "one.roi").write_bytes(bytes(encoder.saveAsByteArray(roi)))
        found = read_rois(tmp_path / "one.roi", overlapping.shape)
        assert_equal(found, overlapping.select(np.array([index])))


@pytest.mark.parametrize("content", [b"", b"no ROI", b"Iout\0\xe4\x07" + b"\xff" * 200])
def test_broken_rois_are_none(content):
    assert to_roi(content) is None


def test_real_masks_are_kept(shared_data, tmp_path):
    path = sorted((shared_data / "bam_tio2" / "masks_manual").glob("*.tif"))[0]
    particles = Particles.from_mask(tifffile.imread(path), connectivity=4)
    again = particles
    for _ in range(TIMES):
        write_labels(again, tmp_path / "labels.tif", SIZE)
        image = java.IJ.openImage(str(tmp_path / "labels.tif"))
        pages = np.stack(slices_of(image))
        again = Particles.from_labels(pages)
    assert_equal(again, particles)
