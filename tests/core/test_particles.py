"""Packing and unpacking of overlapping regions."""

import numpy as np
import pytest

from feretlab.core.errors import InputError
from feretlab.core.particles import Particles


def test_labels_survive_packing_and_drawing():
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 30, (40, 50)).astype(np.int32)
    pages = Particles.from_labels(labels).to_label_pages()
    np.testing.assert_array_equal(pages, labels[None])


def test_overlapping_particles_take_several_pages():
    disc = np.ones((5, 5), bool)
    particles = Particles.from_masks([disc, disc], [(0, 0), (2, 2)], (10, 10))
    pages = particles.to_label_pages()
    assert pages.shape == (2, 10, 10)
    assert [(pages == value).sum() for value in (1, 2)] == [25, 25]


def test_a_label_on_two_pages_is_one_particle():
    pages = np.zeros((2, 4, 4), np.uint16)
    pages[0, 0, 0] = pages[1, 3, 3] = 7
    particles = Particles.from_labels(pages)
    assert len(particles) == 1
    assert particles.bits.sum() == 2


@pytest.mark.parametrize(("connectivity", "count"), [(4, 2), (8, 1)])
def test_connectivity_decides_about_shared_corners(connectivity, count):
    assert len(Particles.from_mask(np.eye(2), connectivity)) == count


def test_masks_are_cut_to_their_pixels():
    mask = np.zeros((6, 6), bool)
    mask[2:4, 3] = True
    particles = Particles.from_masks([mask], [(10, 20)], (64, 64))
    np.testing.assert_array_equal(particles.boxes, [[12, 23, 14, 24]])


def test_selection_keeps_order_and_columns():
    labels = np.arange(5, dtype=np.int32)[None].repeat(2, 0)
    particles = Particles.from_labels(
        labels, confidence=np.float32([0.1, 0.2, 0.3, 0.4])
    )
    chosen = particles.select(np.array([3, 0]))
    np.testing.assert_allclose(chosen.confidence, [0.4, 0.1])
    np.testing.assert_array_equal(chosen.boxes[:, 1], [4, 1])


def test_no_particles_are_a_valid_result():
    particles = Particles.from_mask(np.zeros((3, 4), bool))
    assert len(particles) == 0
    assert particles.to_label_pages().shape == (1, 3, 4)
    assert not particles.touches_border.size


def test_the_border_is_the_edge_of_the_micrograph():
    labels = np.zeros((5, 5), int)
    labels[0, 0], labels[2, 2], labels[4, 3] = 1, 2, 3
    np.testing.assert_array_equal(
        Particles.from_labels(labels).touches_border, [True, False, True]
    )


def test_float_labels_are_refused():
    with pytest.raises(InputError, match="expected integers"):
        Particles.from_labels(np.zeros((3, 3)))


def test_columns_of_wrong_length_are_refused():
    with pytest.raises(InputError, match="expected 1"):
        Particles.from_labels(np.ones((2, 2), int), weight=np.ones(2))
