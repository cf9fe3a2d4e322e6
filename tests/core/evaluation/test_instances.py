"""Every kind of image becomes the same numbered outlines."""

import numpy as np
import pytest

from feretlab.core.errors import InputError
from feretlab.core.evaluation.instances import instances_of, kind_of
from feretlab.core.particles import Particles

CORNERS = np.eye(3, dtype=np.uint8)


@pytest.mark.parametrize(
    ("image", "kind"),
    [
        (CORNERS * 255, "mask"),
        (CORNERS, "mask"),
        (CORNERS > 0, "mask"),
        (CORNERS * 7, "mask"),
        (CORNERS.astype(np.uint16) * 65535, "mask"),
        (np.zeros((3, 3), np.uint8), "labels"),
        (CORNERS.astype(np.uint16), "mask"),
        (CORNERS.astype(np.uint16) * 7, "labels"),
        (CORNERS * 7.0, "labels"),
        (CORNERS * 255.0, "mask"),
        (CORNERS / 2, "probability"),
        (Particles.from_mask(CORNERS), "labels"),
    ],
)
def test_the_kind_is_seen_in_the_values(image, kind):
    assert kind_of(image) == kind


@pytest.mark.parametrize(("connectivity", "count"), [(4, 3), (8, 1)])
def test_a_mask_follows_the_connectivity(connectivity, count):
    assert instances_of(CORNERS, "mask", connectivity).count == count


def test_labels_are_numbered_without_gaps_and_need_not_be_connected():
    found = instances_of(np.array([[9, 0, 9], [0, 4, 4]], np.uint16), "labels", 8)
    np.testing.assert_array_equal(found.pages, [[[2, 0, 2], [0, 1, 1]]])
    assert found.count == 2


@pytest.mark.parametrize("labels", [[[3, 0, 2**40]], [[3, 0, 2**31 - 1]]])
def test_strange_labels_cost_no_memory(labels):
    found = instances_of(np.array(labels), "labels", 8)
    np.testing.assert_array_equal(found.pages, [[[1, 0, 2]]])


def test_a_probability_is_foreground_from_the_threshold_on():
    image = np.array([[0.49, 0.5, 0.0, 0.9]], np.float32)
    found = instances_of(image, "auto", 8, 0.5)
    np.testing.assert_array_equal(found.pages, [[[0, 1, 0, 2]]])


def test_bytes_can_be_probabilities():
    image = np.array([[0, 100, 200]], np.uint8)
    assert instances_of(image, "probability", 8, 0.5).flat.tolist() == [[0, 0, 1]]


def test_outlines_of_few_pixels_are_background():
    mask = np.array([[1, 0, 1, 1, 1], [0, 0, 0, 0, 0], [1, 1, 0, 0, 0]], bool)
    found = instances_of(mask, "mask", 8, min_area_px=2)
    np.testing.assert_array_equal(
        found.flat, [[0, 0, 1, 1, 1], [0, 0, 0, 0, 0], [2, 2, 0, 0, 0]]
    )


def test_outlines_under_others_are_whole_when_their_area_is_asked():
    square = np.ones((2, 2), bool)
    particles = Particles.from_masks(
        [square, square, square[:1]], [(0, 0), (1, 1), (0, 1)], (3, 3)
    )
    found = instances_of(particles, "auto", 8, min_area_px=4)
    assert found.count == 2
    np.testing.assert_array_equal(found.flat, [[1, 1, 0], [1, 1, 2], [0, 2, 2]])


@pytest.mark.parametrize("worst", [1.5, -0.1, np.nan])
def test_floats_beyond_probabilities_are_refused(worst):
    image = np.array([[0.0, worst]])
    with pytest.raises(InputError, match="expected 0 to 1"):
        instances_of(image, "auto", 8)


def test_a_stack_is_no_mask():
    with pytest.raises(InputError, match=r"found shape \(2, 3, 3\)"):
        instances_of(np.zeros((2, 3, 3), bool), "auto", 8)


def test_the_first_page_shows_where_outlines_overlap():
    square = np.ones((2, 2), bool)
    particles = Particles.from_masks([square, square], [(0, 0), (1, 1)], (3, 3))
    flat = instances_of(particles, "auto", 8).flat
    np.testing.assert_array_equal(flat, [[1, 1, 0], [1, 1, 2], [0, 2, 2]])


@pytest.mark.parametrize("high", [9, 2**40])
def test_the_first_page_of_a_file_shows_however_outlines_are_packed(high):
    pages = np.array([[[5, 5, 0, 0, 0]], [[0, 7, 7, 7, 0]], [[0, 0, 0, high, high]]])
    found = instances_of(pages, "labels", 8)
    assert len(found.pages) == 2
    np.testing.assert_array_equal(found.flat, [[1, 1, 2, 2, 3]])


@pytest.mark.parametrize("dtype", [np.int16, np.int32, np.float32])
def test_negative_lines_between_labels_are_background(dtype):
    labels = np.array([[3, 3, -1, 4, 4]] * 2, dtype)
    found = instances_of(labels, "auto", 4)
    assert found.count == 2
    np.testing.assert_array_equal(found.flat, [[1, 1, 0, 2, 2]] * 2)


def test_negative_lines_make_no_labels_of_a_mask():
    mask = np.array([[255, 255, -1, 255, 255]] * 2, np.int16)
    assert kind_of(mask) == "mask"
    assert instances_of(mask, "auto", 4).count == 2
