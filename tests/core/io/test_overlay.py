"""Outlines on the picture."""

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from feretlab.core.io.overlay import (
    FLAGS,
    PALETTE,
    draw_overlay,
    length_text,
    outline,
    overlay,
    scale_bar_nm,
)
from feretlab.core.micrograph import Micrograph, PixelSize
from feretlab.core.particles import Particles


def squares(count, side=20, gap=5):
    labels = np.zeros((side + 2 * gap, count * (side + gap) + gap), np.int32)
    for index in range(count):
        left = gap + index * (side + gap)
        labels[gap : gap + side, left : left + side] = index + 1
    return Particles.from_labels(labels)


def grey(shape, **known):
    return Micrograph(pixels=np.full(shape, 90, np.uint8), **known)


@pytest.mark.parametrize("width", [1, 2])
def test_outlines_are_masks_without_their_erosion(width):
    mask = ndimage.gaussian_filter(np.random.default_rng(0).random((60, 60)), 3) > 0.5
    eroded = ndimage.binary_erosion(mask, iterations=width)
    np.testing.assert_array_equal(outline(mask, width), mask & ~eroded)


def test_only_outlines_are_painted():
    particles = squares(3)
    pixels = overlay(grey(particles.shape), particles, numbers=False)
    painted = (pixels != 90).any(axis=2)
    expected = np.zeros(particles.shape, bool)
    for (top, left, bottom, right), mask in zip(
        particles.boxes, particles.masks(), strict=True
    ):
        expected[top:bottom, left:right] |= outline(mask)
    np.testing.assert_array_equal(painted, expected)


def test_neighbours_differ_in_colour():
    particles = squares(3)
    pixels = overlay(grey(particles.shape), particles, numbers=False)
    corners = [tuple(pixels[top, left]) for top, left in particles.boxes[:, :2]]
    assert corners == list(PALETTE[:3])


def test_flags_have_colours_and_a_legend():
    particles = squares(3, side=60, gap=40)
    particles.separated[1] = True
    moved = Particles.from_masks(
        list(particles.masks()),
        [(0, 10), (40, 100), (40, 200)],
        (400, 400),
        separated=particles.separated,
    )
    pixels = overlay(grey((400, 400)), moved, "flag", numbers=False)
    whole, parted, border = FLAGS.values()
    corners = [tuple(pixels[top, left]) for top, left in moved.boxes[:, :2]]
    assert corners == [border, parted, whole]
    legend = pixels[200:].reshape(-1, 3)
    assert all((legend == color).all(axis=1).any() for color in FLAGS.values())


def test_classes_have_colours():
    particles = Particles.from_labels(
        np.kron(np.arange(3), np.ones((200, 40))).astype(int),
        class_names=("rod", "disc"),
        class_index=np.int32([1, 0]),
    )
    pixels = overlay(grey(particles.shape), particles, "class", numbers=False)
    assert tuple(pixels[0, 40]) == PALETTE[1]
    assert tuple(pixels[0, 80]) == PALETTE[0]


def test_the_picture_keeps_its_size_and_info_bar(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 255, (200, 300)).astype(np.uint8)
    micrograph = Micrograph(
        pixels=pixels, info_bar_rows=30, pixel_size_nm=PixelSize(2, 2)
    )
    nobody = Particles.from_mask(np.zeros((200, 300), bool))
    draw_overlay(micrograph, nobody, tmp_path / "o.png")
    picture = np.asarray(Image.open(tmp_path / "o.png"))
    assert picture.shape == (200, 300, 3)
    np.testing.assert_array_equal(picture[170:, :, 0], pixels[170:])


def test_the_scale_bar_has_its_length():
    micrograph = grey((400, 500), pixel_size_nm=PixelSize(2.5, 2.5))
    nobody = Particles.from_mask(np.zeros((400, 500), bool))
    pixels = overlay(micrograph, nobody)
    white = (pixels == 255).all(axis=2).sum(axis=1).max()
    assert white * 2.5 == scale_bar_nm(500 * 2.5) == 200


def test_uncalibrated_pictures_have_no_scale_bar():
    nobody = Particles.from_mask(np.zeros((400, 500), bool))
    assert (overlay(grey((400, 500)), nobody) == 90).all()


@pytest.mark.parametrize("shape", [(1, 1), (300, 1), (1, 300), (12, 12), (40, 20)])
def test_pictures_without_room_have_no_scale_bar(shape):
    size = PixelSize(2.0, 2.0)
    pixels = overlay(
        grey(shape, pixel_size_nm=size), Particles.from_mask(np.zeros(shape, bool))
    )
    assert (pixels == 90).all()


def test_numbers_stand_inside_particles():
    particles = squares(2, side=30)
    plain = overlay(grey(particles.shape), particles, numbers=False)
    numbered = overlay(grey(particles.shape), particles)
    rows, _ = np.nonzero((plain != numbered).any(axis=2))
    assert len(rows)
    assert rows.min() > 10
    assert rows.max() < 30


@pytest.mark.parametrize(
    ("length_nm", "text"),
    [(0.5, "0.5 nm"), (200, "200 nm"), (5000, "5 µm"), (2e6, "2 mm")],
)
def test_lengths_are_short(length_nm, text):
    assert length_text(length_nm) == text


@pytest.mark.parametrize(("width", "bar"), [(7520, 1000), (999, 100), (26, 5)])
def test_scale_bars_are_round(width, bar):
    assert scale_bar_nm(width) == pytest.approx(bar)


def test_the_same_picture_gives_the_same_bytes(tmp_path):
    particles = squares(4)
    for name in "ab":
        draw_overlay(grey(particles.shape), particles, tmp_path / f"{name}.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_overlapping_particles_are_both_seen():
    disc = np.ones((20, 20), bool)
    particles = Particles.from_masks([disc, disc], [(5, 5), (12, 12)], (40, 40))
    pixels = overlay(grey((40, 40)), particles, numbers=False)
    assert tuple(pixels[5, 5]) == PALETTE[0]
    assert tuple(pixels[24, 5]) == PALETTE[0]
    assert tuple(pixels[31, 31]) == PALETTE[1]


def test_a_large_picture_is_drawn_smaller(monkeypatch, tmp_path):
    """Pillow opens no picture of 16384 x 16384 pixels, as in the report."""
    monkeypatch.setattr("feretlab.core.io.overlay.MAX_PX", 200 * 250)
    pixels = np.tile(np.array([[80, 100]], np.uint8), (401, 250))
    micrograph = Micrograph(pixels=pixels, pixel_size_nm=PixelSize(2.5, 2.5))
    labels = np.zeros((401, 500), np.int32)
    labels[41:81, 61:121] = 1
    labels[399:, 497:] = 2
    drawn = overlay(micrograph, Particles.from_labels(labels), numbers=False)

    assert drawn.shape == (200, 250, 3)
    assert (drawn[:20, :, 0] == 90).all()
    painted = (drawn[:100] != 90).any(axis=2)
    assert np.argwhere(painted).min(axis=0).tolist() == [21, 31]
    assert np.argwhere(painted).max(axis=0).tolist() == [40, 60]
    white = (drawn == 255).all(axis=2).sum(axis=1).max()
    assert white * 5 == scale_bar_nm(250 * 5) == 200
