"""Descriptors against ImageJ itself, other programs and closed formulas."""

import subprocess
import sys

import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.errors import InputError
from feretlab.core.measurement.columns import COLUMNS
from feretlab.core.measurement.measure import measure
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles

IMAGEJ_COLUMNS = {
    column.name: column.imagej
    for column in COLUMNS
    if column.imagej and not column.calibrated and column.name != "mean_grey"
}


def one(mask):
    """Measure a whole mask as a single particle."""
    table = measure(Particles.from_labels(mask.astype(np.uint8)))
    return {name: values[0] for name, values in table.items()}


def assert_same(ours, theirs, names, tolerance=1e-6):
    for name, heading in names.items():
        np.testing.assert_allclose(
            ours[name], theirs[heading], rtol=0, atol=tolerance, err_msg=name
        )


@pytest.mark.java
def test_every_descriptor_is_imagejs_on_any_mask(imagej, mixed_mask):
    ours = measure(Particles.from_mask(mixed_mask))
    assert len(ours["area_px"]) > 3000
    assert_same(ours, imagej.particles(mixed_mask), IMAGEJ_COLUMNS)


@pytest.mark.java
def test_small_and_thin_regions_are_measured_as_in_imagej(imagej, small_region):
    ours = measure(Particles.from_mask(small_region))
    assert_same(ours, imagej.particles(small_region), IMAGEJ_COLUMNS)


@pytest.mark.java
@pytest.mark.parametrize("framed", [False, True])
def test_a_full_frame_is_measured_as_in_imagej(imagej, framed):
    mask = np.pad(np.ones((6, 11), bool), int(framed))
    ours = measure(Particles.from_mask(mask))
    assert_same(ours, imagej.particles(mask), IMAGEJ_COLUMNS)


@pytest.mark.java
def test_real_particles_are_measured_as_in_imagej(imagej, shared_data):
    import tifffile

    path = sorted((shared_data / "bam_tio2" / "masks_manual").glob("*.tif"))[0]
    mask = tifffile.imread(path) > 0
    ours = measure(Particles.from_mask(mask))
    assert_same(ours, imagej.particles(mask), IMAGEJ_COLUMNS)


@pytest.mark.java
def test_square_pixels_in_nm_give_imagejs_calibrated_lengths(imagej, mixed_mask):
    mask = mixed_mask[:140]
    size = PixelSize(7.34375, 7.34375)
    ours = measure(Particles.from_mask(mask), pixel_size_nm=size)
    names = {
        column.name: column.imagej
        for column in COLUMNS
        if column.imagej and column.calibrated
    }
    assert len(names) == 8
    assert_same(ours, imagej.particles(mask, size), names, 1e-6 * size.x**2)


@pytest.mark.java
def test_oblong_pixels_give_imagejs_calipers_and_perimeter(imagej, mixed_mask):
    mask = mixed_mask[:140]
    size = PixelSize(2.0, 3.5)
    ours = measure(Particles.from_mask(mask), pixel_size_nm=size)
    names = {
        "area_nm2": "Area",
        "perimeter_nm": "Perim.",
        "feret_nm": "Feret",
        "min_feret_nm": "MinFeret",
        "centroid_x_nm": "X",
        "centroid_y_nm": "Y",
        "circularity": "Circ.",
    }
    assert_same(ours, imagej.particles(mask, size), names)


@pytest.mark.java
def test_a_region_in_parts_is_imagejs_composite_selection(imagej):
    rng = np.random.default_rng(5)
    mask = ndimage.binary_opening(rng.random((40, 50)) < 0.7)
    assert ndimage.label(mask, np.ones((3, 3)))[1] > 3
    whole = {name: np.array([value]) for name, value in one(mask).items()}
    theirs = imagej.selection(mask)
    outline = {"perimeter_px", "circularity"}  # ImageJ adds the outlines of holes
    names = {k: v for k, v in IMAGEJ_COLUMNS.items() if k not in outline}
    assert_same(whole, theirs, names)
    parts = imagej.particles(mask)["Perim."].sum()
    np.testing.assert_allclose(whole["perimeter_px"], parts)


def test_calipers_agree_with_the_feret_package(small_region):
    feret = pytest.importorskip("feret")
    ours = one(small_region)
    theirs = feret.calc(np.pad(small_region, 2).astype(int), edge=True)
    np.testing.assert_allclose(ours["feret_px"], theirs.maxf)
    np.testing.assert_allclose(ours["min_feret_px"], theirs.minf)


@pytest.mark.parametrize(("height", "width"), [(1, 1), (2, 2), (5, 3), (4, 17), (1, 9)])
def test_rectangles_follow_their_formulas(height, width):
    ours = one(np.ones((height, width), bool))
    diagonal = np.hypot(height, width)
    short = min(height, width)
    expected = {
        "area_px": height * width,
        "feret_px": diagonal,
        "min_feret_px": short,
        "ecd_px": 2 * np.sqrt(height * width / np.pi),
        "solidity": 1,
        "feret_ratio": diagonal / short,
        "inscribed_diameter_px": short,
        "enclosing_diameter_px": diagonal,
        "aspect_ratio": max(height, width) / short,
    }
    for name, value in expected.items():
        assert ours[name] == pytest.approx(value, rel=1e-7), name


@pytest.mark.parametrize(("height", "width"), [(2, 2), (5, 3), (4, 17)])
def test_a_rectangle_loses_its_four_corners_to_diagonals(height, width):
    ours = one(np.ones((height, width), bool))
    expected = 2 * (height + width) - 4 * (2 - np.sqrt(2))
    assert ours["perimeter_px"] == pytest.approx(expected)


@pytest.mark.parametrize("radius", [5.3, 20, 61.8])
def test_discs_come_out_round(radius):
    half = int(radius) + 2
    y, x = np.mgrid[-half : half + 1, -half : half + 1]
    ours = one(np.hypot(y, x) <= radius)
    for name in ("ecd_px", "feret_px", "min_feret_px", "major_px", "minor_px"):
        assert ours[name] == pytest.approx(2 * radius, abs=1.5), name
    for name in ("inscribed_diameter_px", "enclosing_diameter_px"):
        assert ours[name] == pytest.approx(2 * radius, abs=2), name
    for name in ("aspect_ratio", "roundness", "feret_ratio"):
        assert ours[name] == pytest.approx(1, abs=0.05), name


def test_no_region_is_more_than_convex():
    # A pixel's outline loses its corners to diagonals, its hull does not.
    assert one(np.ones((1, 1), bool))["convexity"] == 1


def test_a_hole_takes_area_but_no_perimeter():
    full = np.ones((9, 9), bool)
    holed = full.copy()
    holed[3:6, 3:6] = False
    with_hole, without = one(holed), one(full)
    assert with_hole["area_px"] == 72
    assert with_hole["perimeter_px"] == without["perimeter_px"]
    assert with_hole["feret_px"] == without["feret_px"]
    assert with_hole["inscribed_diameter_px"] < 4


def test_overlapping_regions_are_measured_each_alone():
    disc = np.hypot(*np.mgrid[-6:7, -6:7]) <= 6
    pair = Particles.from_masks([disc, disc], [(0, 0), (3, 4)], (30, 30))
    table = measure(pair)
    for name in ("area_px", "perimeter_px", "feret_px", "inscribed_diameter_px"):
        assert table[name][0] == table[name][1]
    assert table["centroid_x_px"][1] - table["centroid_x_px"][0] == pytest.approx(4)


def test_oblong_pixels_measure_the_stretched_shape():
    """A disc drawn on pixels twice as high as wide is still a disc in nm."""
    y, x = np.mgrid[-40:41, -80:81]
    mask = np.hypot(2 * y, x) <= 70
    table = measure(Particles.from_mask(mask), pixel_size_nm=PixelSize(4.0, 2.0))
    for name in ("feret_nm", "min_feret_nm", "ecd_nm", "major_nm", "minor_nm"):
        assert table[name] == pytest.approx(280, rel=0.02), name
    for name in ("inscribed_diameter_nm", "enclosing_diameter_nm"):
        assert table[name] == pytest.approx(280, rel=0.03), name
    assert table["aspect_ratio"] == pytest.approx(1, abs=0.01)
    assert table["feret_px"] == pytest.approx(140, abs=2)
    assert table["min_feret_px"] == pytest.approx(71, abs=2)


def test_the_orientation_of_oblong_pixels_is_that_of_the_sample():
    mask = np.zeros((60, 60), bool)
    for step in range(50):
        mask[step : step + 2, step : step + 2] = True
    size = PixelSize(np.sqrt(3), 1.0)
    table = measure(Particles.from_mask(mask), pixel_size_nm=size)
    assert table["feret_angle_deg"] == pytest.approx(120, abs=0.5)
    assert table["ellipse_angle_deg"] == pytest.approx(120, abs=0.5)


def test_columns_without_a_pixel_size_are_those_in_pixels():
    table = measure(Particles.from_mask(np.ones((3, 3))))
    assert list(table) == [c.name for c in COLUMNS if not c.calibrated]
    assert np.isnan(table["mean_grey"]).all()


def test_columns_with_a_pixel_size_are_all_of_the_table():
    table = measure(Particles.from_mask(np.ones((3, 3))), pixel_size_nm=PixelSize(1, 1))
    assert list(table) == [column.name for column in COLUMNS]


def test_no_particles_give_empty_columns():
    nothing = Particles.from_mask(np.zeros((5, 5)))
    image = np.zeros((5, 5))
    table = measure(nothing, pixel_size_nm=PixelSize(2, 3), intensity=image)
    assert {values.shape for values in table.values()} == {(0,)}


@pytest.mark.parametrize("size", [None, PixelSize(2, 3)])
def test_empty_columns_are_of_the_kinds_of_others(size):
    nothing = measure(Particles.from_mask(np.zeros((5, 5))), pixel_size_nm=size)
    one = measure(Particles.from_mask(np.ones((5, 5))), pixel_size_nm=size)
    kinds = [(name, values.dtype) for name, values in nothing.items()]
    assert kinds == [(name, values.dtype) for name, values in one.items()]


def test_no_particles_are_measured_without_compiled_loops():
    code = (
        "import sys, numpy as np;"
        "from feretlab.core.measurement.measure import measure;"
        "from feretlab.core.particles import Particles;"
        "measure(Particles.from_masks([], [], (5, 5)), intensity=np.zeros((5, 5)));"
        "print('numba' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_grey_values_are_averaged_over_the_region(dtype):
    rng = np.random.default_rng(7)
    image = (rng.random((40, 50)) * 200).astype(dtype)
    labels, count = ndimage.label(rng.random((40, 50)) < 0.5)
    ours = measure(Particles.from_labels(labels), intensity=image)["mean_grey"]
    expected = ndimage.mean(image.astype(float), labels, range(1, count + 1))
    np.testing.assert_allclose(ours, expected)


def test_grey_values_of_another_image_are_refused():
    with pytest.raises(InputError, match=r"shape \(3, 9\)"):
        measure(Particles.from_mask(np.ones((4, 4))), intensity=np.zeros((3, 9)))


@pytest.mark.parametrize("size", [(0.0, 1.0), (1.0, -2.0), (np.nan, 1.0)])
def test_impossible_pixel_sizes_are_refused(size):
    with pytest.raises(InputError, match="expected positive"):
        measure(Particles.from_mask(np.ones((2, 2))), pixel_size_nm=PixelSize(*size))
