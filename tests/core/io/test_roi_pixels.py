"""Pixels of ROIs against ImageJ's own masks and simple counts."""

import numpy as np
import pytest
from roifile import ROI_OPTIONS, ROI_SUBTYPE, ROI_TYPE, ImagejRoi

from feretlab.core.errors import InputError
from feretlab.core.io.roi_pixels import fill_polygons, roi_mask


def drawn(mask, corner, shape=(60, 80)):
    """Place a mask in an image."""
    image = np.zeros(shape, bool)
    top, left = corner
    image[top : top + mask.shape[0], left : left + mask.shape[1]] = mask
    return image


def from_imagej(imagej, roi, shape=(60, 80)):
    """Give ImageJ's mask of a ROI and ours of the bytes that ImageJ saves."""
    data = bytes(imagej.java_class("ij.io.RoiEncoder").saveAsByteArray(roi))
    bounds = roi.getBounds()
    processor = roi.getMask()
    if processor is None:
        theirs = np.ones((bounds.height, bounds.width), bool)
    else:
        pixels = np.array(processor.getPixels(), copy=True)
        theirs = pixels.reshape(processor.getHeight(), processor.getWidth()) != 0
    ours = drawn(*roi_mask(ImagejRoi.frombytes(data)), shape)
    return drawn(theirs, (bounds.y, bounds.x), shape), ours


@pytest.mark.java
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("kind", ["POLYGON", "FREEROI"])
@pytest.mark.parametrize("real", [False, True])
def test_polygons_fill_as_in_imagej(imagej, seed, kind, real):
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(2, 70, 12), rng.uniform(2, 50, 12)
    if not real:
        x, y = x.round(), y.round()
    name = "java.lang.Float" if real else "java.lang.Integer"
    number = imagej.java_class(name).TYPE
    arrays = [imagej.java_array(number, values.tolist()) for values in (x, y)]
    polygon = imagej.java_class("ij.gui.PolygonRoi")
    roi = polygon(*arrays, len(x), getattr(imagej.java_class("ij.gui.Roi"), kind))
    theirs, ours = from_imagej(imagej, roi)
    assert theirs.sum() > 100
    np.testing.assert_array_equal(ours, theirs)


@pytest.mark.java
@pytest.mark.parametrize("size", [(1, 1), (2, 3), (7, 7), (10, 31), (40, 8)])
@pytest.mark.parametrize("kind", ["OvalRoi", "Roi"])
def test_ovals_and_rectangles_fill_as_in_imagej(imagej, kind, size):
    roi = imagej.java_class(f"ij.gui.{kind}")(3, 5, size[1], size[0])
    theirs, ours = from_imagej(imagej, roi)
    np.testing.assert_array_equal(ours, theirs)


@pytest.mark.java
def test_composites_fill_as_in_imagej(imagej):
    shape = imagej.java_class("ij.gui.ShapeRoi")
    oval, box = imagej.java_class("ij.gui.OvalRoi"), imagej.java_class("ij.gui.Roi")
    roi = shape(oval(3, 5, 41, 37)).xor(shape(box(20, 20, 50, 9)))
    theirs, ours = from_imagej(imagej, roi)
    np.testing.assert_array_equal(ours, theirs)


@pytest.mark.java
def test_ellipses_fill_as_in_imagej(imagej):
    roi = imagej.java_class("ij.gui.EllipseRoi")(10.0, 12.0, 60.0, 40.0, 0.45)
    theirs, ours = from_imagej(imagej, roi)
    np.testing.assert_array_equal(ours, theirs)


def test_polygons_inside_each_other_leave_a_hole():
    outer = np.array([[2, 3], [12, 3], [12, 13], [2, 13]])
    mask, corner = fill_polygons([outer, (outer + outer.mean(axis=0)) / 2])
    image = drawn(mask, corner)
    assert image.sum() == 100 - 25
    assert image[3, 2]
    assert not image[8, 7]


@pytest.mark.parametrize("kind", ["LINE", "POLYLINE", "FREELINE", "ANGLE", "POINT"])
def test_lines_and_points_are_no_area(kind):
    roi = ImagejRoi.frompoints([[1, 2], [5, 9], [3, 4]])
    roi.roitype = ROI_TYPE[kind]
    with pytest.raises(InputError, match="expected an area"):
        roi_mask(roi)


def test_texts_are_no_area():
    roi = ImagejRoi(roitype=ROI_TYPE.RECT, subtype=ROI_SUBTYPE.TEXT, right=9, bottom=9)
    with pytest.raises(InputError, match="'text'"):
        roi_mask(roi)


def test_rounded_corners_are_refused():
    roi = ImagejRoi(roitype=ROI_TYPE.RECT, right=9, bottom=9, rounded_rect_arc_size=4)
    with pytest.raises(InputError, match="curved edges"):
        roi_mask(roi)


def test_corners_out_of_reach_are_refused():
    with pytest.raises(InputError, match="corners beyond"):
        fill_polygons([np.array([[0, 0], [1e30, 0], [0, 5]])])


@pytest.mark.parametrize("far", [30_000, 199_000])
def test_polygons_larger_than_any_particle_are_refused(far):
    with pytest.raises(InputError, match=r"it spans .* expected at most"):
        fill_polygons([np.array([[0, 0], [far, 0], [0, far]])])


def test_ovals_larger_than_any_particle_are_refused():
    roi = ImagejRoi(roitype=ROI_TYPE.OVAL, right=32767, bottom=32767)
    with pytest.raises(InputError, match="it spans 32767 x 32767 pixels"):
        roi_mask(roi)


@pytest.mark.parametrize("height", [1e9, 1e38, np.inf, np.nan])
def test_rectangles_out_of_reach_are_refused(height):
    roi = ImagejRoi(roitype=ROI_TYPE.RECT, right=9, bottom=9)
    roi.options = ROI_OPTIONS.SUB_PIXEL_RESOLUTION
    roi.xd, roi.yd, roi.widthd, roi.heightd = 1.0, 1.0, 10.0, height
    roi = ImagejRoi.frombytes(roi.tobytes())
    with pytest.raises(InputError, match="corners beyond"):
        roi_mask(roi)


@pytest.mark.parametrize(
    "path", [[0, 1, 1, 7, 5, 5, 4], [0, 1, 1, 1, 5], [0, 1, 1, np.nan, 5, 5, 4]]
)
def test_a_damaged_path_is_refused(path):
    roi = ImagejRoi(roitype=ROI_TYPE.RECT, right=9, bottom=9)
    roi.multi_coordinates = np.array(path, np.float32)
    roi.shape_roi_size = len(path)
    with pytest.raises(InputError, match="its path is damaged"):
        roi_mask(roi)


def test_polygons_over_each_other_hundreds_of_times_are_even_odd():
    square = np.array([[0, 0], [4, 0], [4, 4], [0, 4]])
    assert not fill_polygons([square] * 256)[0].any()
    assert fill_polygons([square] * 257)[0].sum() == 16
