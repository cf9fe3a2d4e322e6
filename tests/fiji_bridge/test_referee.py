"""FeretLab's measurements are those of ImageJ's own code, to 1e-6."""

import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.measurement.columns import COLUMNS
from feretlab.core.measurement.measure import measure
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles
from feretlab.core.separation.scenes import SceneRecipe, draw_scene
from feretlab.fiji_bridge.particle_analyzer import analyze_particles
from feretlab.fiji_bridge.referee import measure_mask, measure_particles, pages_apart

pytestmark = [pytest.mark.java, pytest.mark.usefixtures("running_imagej")]
SQUARE = PixelSize(7.34375, 7.34375)
WITHOUT = {"convexity", "mean_grey"} | {
    f"{name}_{unit}"
    for name in ("inscribed_diameter", "enclosing_diameter")
    for unit in ("px", "nm")
}


def assert_same(ours, theirs, without=WITHOUT):
    """Every column that ImageJ has, within 1e-6; the others are NaN."""
    assert list(ours) == list(theirs)
    for name, values in theirs.items():
        if name in without:
            assert np.isnan(values).all(), name
        else:
            np.testing.assert_allclose(
                ours[name], values, rtol=0, atol=1e-6, err_msg=name
            )


def spots(seed, shape=(140, 180)):
    """Blobs with holes, and noise of single pixels, at every border."""
    rng = np.random.default_rng(seed)
    smooth = ndimage.gaussian_filter(rng.normal(size=shape), 1.5)
    return np.hstack([smooth > 0.05, rng.random(shape) < 0.25])


@pytest.mark.parametrize("seed", range(3))
def test_masks_with_holes_specks_and_borders(seed):
    mask = spots(seed)
    ours = measure(Particles.from_mask(mask), pixel_size_nm=SQUARE)
    assert len(ours["area_px"]) > 300
    assert_same(ours, measure_mask(mask, pixel_size_nm=SQUARE))


@pytest.mark.parametrize(
    "rows",
    [
        ["#"],
        ["#######"],
        ["#"] * 9,
        ["#...", ".#..", "..#.", "...#"],
        ["#####", "#...#", "#.#.#", "#...#", "#####"],
        [".#.", "#.#", ".#."],
        ["#.#.#", "#####"],
        ["##", "##"],
    ],
    ids=["pixel", "row", "column", "diagonal", "island", "corners", "comb", "square"],
)
@pytest.mark.parametrize("frame", [0, 1])
def test_single_shapes(rows, frame):
    region = np.array([[sign == "#" for sign in row] for row in rows])
    labels = np.pad(region, frame).astype(np.uint8)
    particles = Particles.from_labels(labels)
    assert_same(
        measure(particles, pixel_size_nm=SQUARE),
        measure_particles(particles, pixel_size_nm=SQUARE),
    )


def test_labels_that_touch_or_lie_in_parts():
    rng = np.random.default_rng(4)
    labels = rng.integers(0, 9, (40, 50)) * (rng.random((40, 50)) < 0.6)
    blocks = np.kron(np.arange(1, 13).reshape(3, 4), np.ones((9, 11), int))
    both = np.zeros((70, 60), int)
    both[:40, :50], both[40:67, :44] = labels, np.where(blocks, blocks + 20, 0)
    particles = Particles.from_labels(both)
    assert len(particles) == 20
    assert_same(measure(particles), measure_particles(particles))


def test_pages_of_overlapping_particles():
    scene = draw_scene(SceneRecipe(shape=(400, 400), count=30, waviness=0.1), seed=2)
    assert len(scene.to_label_pages()) > 1
    assert_same(
        measure(scene, pixel_size_nm=SQUARE),
        measure_particles(scene, pixel_size_nm=SQUARE),
    )


def test_pages_keep_neighbours_apart():
    labels = np.kron(np.arange(1, 10).reshape(3, 3), np.ones((4, 5), int))
    particles = Particles.from_labels(labels)
    pages = pages_apart(particles)
    assert sum(int((page > 0).sum()) for page in pages) == labels.size
    whole = np.ones((3, 3))
    alone = [ndimage.label(page, whole)[1] for page in pages]
    assert alone == [len(np.unique(page)) - 1 for page in pages]
    assert sum(alone) == 9


def test_four_connected_particles_are_measured_each_alone():
    mask = np.zeros((20, 30), bool)
    mask[2:9, 2:9] = mask[9:12, 9:12] = True
    mask[4:6, 4:6] = False
    particles = Particles.from_mask(mask, connectivity=4)
    theirs = measure_particles(particles)
    assert theirs["area_px"].tolist() == [45, 9]
    assert_same(measure(particles), theirs)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_grey_values_are_averaged_as_in_imagej(dtype):
    rng = np.random.default_rng(8)
    grey = (rng.random((140, 360)) * 250).astype(dtype)
    mask = spots(5)
    parts = Particles.from_labels(mask * rng.integers(1, 4, mask.shape))
    for particles, theirs in (
        (Particles.from_mask(mask), measure_mask(mask, intensity=grey)),
        (parts, measure_particles(parts, intensity=grey)),
    ):
        ours = measure(particles, intensity=grey)
        assert_same(ours, theirs, WITHOUT - {"mean_grey"})


def test_oblong_pixels_have_no_ellipse_in_imagej():
    mask, size = spots(6), PixelSize(2.0, 3.5)
    theirs = measure_mask(mask, pixel_size_nm=size)
    ellipse = {"major_nm", "minor_nm", "ellipse_angle_deg", "aspect_ratio", "roundness"}
    ours = measure(Particles.from_mask(mask), pixel_size_nm=size)
    assert_same(ours, theirs, WITHOUT | ellipse)


def test_nothing_gives_every_column_without_rows():
    nothing = np.zeros((5, 6), bool)
    for theirs in (
        measure_mask(nothing, pixel_size_nm=SQUARE),
        measure_particles(Particles.from_mask(nothing), pixel_size_nm=SQUARE),
    ):
        assert list(theirs) == [column.name for column in COLUMNS]
        assert {values.shape for values in theirs.values()} == {(0,)}


@pytest.mark.parametrize("field", [0, 11, 22, 33])
def test_real_fields_parted_by_one_pixel(shared_data, field):
    import tifffile

    paths = sorted((shared_data / "bam_tio2" / "masks_manual").glob("*.tif"))
    mask = tifffile.imread(paths[field]) > 0
    particles = Particles.from_mask(mask, connectivity=4)
    assert_same(
        measure(particles, pixel_size_nm=SQUARE),
        measure_particles(particles, pixel_size_nm=SQUARE),
    )
    assert_same(measure(Particles.from_mask(mask)), measure_mask(mask))


def test_lengths_and_grey_values_can_be_measured_at_once():
    """ImageJ takes the calibration of the picture on which it measures the mean."""
    mask = spots(9)
    grey = np.arange(mask.size, dtype=np.uint16).reshape(mask.shape)
    both = analyze_particles(mask, pixel_size_nm=SQUARE, intensity=grey)
    lengths = analyze_particles(mask, pixel_size_nm=SQUARE)
    np.testing.assert_array_equal(both["Area"], lengths["Area"])
    np.testing.assert_array_equal(both["MinFeret"], lengths["MinFeret"])
