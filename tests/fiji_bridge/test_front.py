"""ImageJ's front image: pixels, calibration and what the selection leaves."""

import numpy as np
import pytest
import tifffile
from PIL import Image

from feretlab.core.errors import InputError
from feretlab.core.io.read import read_micrographs
from feretlab.core.micrograph import PixelSize
from feretlab.fiji_bridge.front import locked_front_image
from feretlab.fiji_bridge.macro import run_macro

pytestmark = pytest.mark.java


def front_image():
    with locked_front_image() as front:
        return front


def test_no_open_image_is_told(fresh_imagej):
    with pytest.raises(InputError, match=r"found none open\. Open an image first"):
        front_image()


def test_the_image_of_a_macro_is_in_front(fresh_imagej):
    image = show(fresh_imagej)
    front = front_image()
    assert (front.title, front.stem) == ("a_mask.tif", "a")
    assert (front.shape, front.slices) == ((30, 40), 1)
    assert front.region.rows == slice(0, 30)
    assert image.getWidth() == 40


@pytest.mark.parametrize(
    ("title", "stem"),
    [("f.tif", "f"), ("a.b.dm3", "a.b"), ("a 5.3 nm", "a 5.3 nm"), ("1/2", "1/2")],
)
def test_results_are_named_by_the_title_without_the_ending_of_a_file(
    fresh_imagej, title, stem
):
    show(fresh_imagej).setTitle(title)
    assert front_image().stem == stem


def test_an_image_that_is_closed_meanwhile_keeps_its_pixels(fresh_imagej):
    image = show(fresh_imagej)
    image.getProcessor().set(3, 1, 7)
    with locked_front_image() as front:
        image.flush()  # as its window does when it is closed
        assert front.pixels(0)[1, 3] == 7
    assert not image.isLocked()


@pytest.mark.parametrize(
    ("unit", "edges"),
    [("nm", PixelSize(3.0, 2.0)), ("µm", PixelSize(3000.0, 2000.0))],
)
def test_a_length_calibrates_in_nm(fresh_imagej, unit, edges):
    calibrate(show(fresh_imagej), unit)
    assert front_image().pixel_size_nm == pytest.approx(edges)


@pytest.mark.parametrize("unit", ["pixel", "inch", "cm", "sec"])
def test_what_is_no_length_or_a_printers_gives_no_size(fresh_imagej, unit):
    calibrate(show(fresh_imagej), unit)
    assert front_image().pixel_size_nm is None


def test_a_rectangle_over_the_edge_is_cut_off(fresh_imagej):
    show(fresh_imagej).setRoi(fresh_imagej("ij.gui.Roi")(-5, 20, 10, 40))
    region = front_image().region
    assert (region.rows, region.columns) == (slice(20, 30), slice(0, 5))
    assert region.inside is None


def test_an_oval_leaves_what_imagej_counts_in_it(fresh_imagej):
    image = show(fresh_imagej)
    image.setRoi(fresh_imagej("ij.gui.OvalRoi")(30, 10, 20, 10))
    region = front_image().region
    assert (region.rows, region.columns) == (slice(10, 20), slice(30, 40))
    whole = np.ones((30, 40))
    assert region.clip(region.of(whole)).sum() == image.getStatistics().pixelCount


def test_a_line_selects_nothing(fresh_imagej):
    show(fresh_imagej).setRoi(fresh_imagej("ij.gui.Line")(1, 1, 9, 9))
    assert front_image().region.columns == slice(0, 40)


def test_a_selection_beside_the_picture_is_told(fresh_imagej):
    show(fresh_imagej).setRoi(fresh_imagej("ij.gui.Roi")(100, 100, 5, 5))
    with pytest.raises(InputError, match="found none of its 40 x 30 pixels inside"):
        front_image()


@pytest.mark.parametrize(
    ("kind", "dtype"),
    [("8-bit", np.uint8), ("16-bit", np.uint16), ("32-bit", np.float32)],
)
def test_pixels_come_as_they_are(fresh_imagej, kind, dtype):
    image = show(fresh_imagej, kind, slices=2)
    image.getStack().getProcessor(2).setf(3, 1, 7.0)
    pixels = front_image().pixels(1)
    assert pixels.dtype == dtype
    assert pixels[1, 3] == 7


def test_colours_become_grey(fresh_imagej):
    image = show(fresh_imagej, "RGB")
    image.getProcessor().set(3, 1, 0x646464)
    assert front_image().pixels(0)[1, 3] == 100


@pytest.mark.parametrize("name", ["white_is_zero.tif", "palette.png", "16_bit.tif"])
def test_a_files_grey_values_are_those_of_the_command_line(
    fresh_imagej, tmp_path, name
):
    path = tmp_path / name
    write_shown(path)
    image = fresh_imagej("ij.IJ").openImage(str(path))
    fresh_imagej("ij.WindowManager").setTempCurrentImage(image)
    front, read = front_image(), next(read_micrographs(path, ocr=False)).pixels
    assert not np.array_equal(front.pixels(0), read)
    np.testing.assert_array_equal(front.grey_values(0), read)
    np.testing.assert_array_equal(front.micrograph(0, front.region).pixels, read)


def test_other_colours_on_the_screen_change_no_grey_value(fresh_imagej):
    image = show(fresh_imagej)
    image.getProcessor().setf(3, 1, 7.0)
    run_macro('run("Fire");')
    assert front_image().grey_values(0)[1, 3] == 7


def write_shown(path):
    """Write a picture whose stored numbers are not its brightness."""
    grey = np.arange(1200, dtype=np.uint16).reshape(30, 40) * 50
    if path.name.startswith("palette"):
        shown = Image.fromarray((grey >> 8).astype(np.uint8))
        Image.merge("RGB", [shown, shown.transpose(0), shown]).quantize(32).save(path)
    else:
        stored = grey if "16" in path.name else (grey >> 8).astype(np.uint8)
        tifffile.imwrite(path, stored, photometric="miniswhite")


def show(java_class, kind="8-bit", slices=1):
    """Make an image of 40 x 30 pixels the front one."""
    run_macro('close("*");')
    image = java_class("ij.IJ").createImage(
        "a_mask.tif", f"{kind} black", 40, 30, slices
    )
    java_class("ij.WindowManager").setTempCurrentImage(image)
    return image


def calibrate(image, unit):
    calibration = image.getCalibration()
    calibration.setUnit(unit)
    calibration.pixelHeight, calibration.pixelWidth = 3.0, 2.0


@pytest.fixture(autouse=True)
def no_front_image_left(running_imagej):
    yield
    running_imagej("ij.WindowManager").setTempCurrentImage(None)
