"""What the shipped network makes of drawings whose particles are known."""

import numpy as np
import pytest
from scipy import ndimage

from feretlab.core.micrograph import Micrograph
from feretlab.core.segmentation.segment import segment
from feretlab.models.catalog import model_path

PAPER, INK = 180.0, 20.0


def photographed(drawing):
    noise = np.random.default_rng(7).normal(0, 3, drawing.shape)
    grey = ndimage.gaussian_filter(drawing, 0.8) + noise
    return Micrograph(pixels=np.clip(grey, 0, 255).astype(np.uint8))


def shares_found(found, truth):
    """How much of each particle lies in the mask."""
    return ndimage.mean(found.mask, truth, np.arange(1, truth.max() + 1))


def test_even_cubes_along_the_edges_are_no_drawn_boxes():
    truth, edge_px = np.zeros((480, 480), int), 50
    step = 3 * edge_px
    corners = [(y, x) for y in range(20, 400, step) for x in range(20, 400, step)]
    for number, (y, x) in enumerate(corners, start=1):
        y, x = y + number % 3 * 4, x + number % 4 * 3
        truth[y : y + edge_px, x : x + edge_px] = number
    micrograph = photographed(np.where(truth > 0, INK, PAPER))
    found = segment(micrograph, model_path("default"))
    assert np.mean(shares_found(found, truth) > 0.8) > 0.9


def test_small_even_rods_along_the_edges_are_no_scale_bars():
    truth = np.zeros((480, 480), int)
    corners = [(y, x) for y in range(20, 400, 110) for x in range(20, 460, 50)]
    for number, (y, x) in enumerate(corners, start=1):
        y, x = y + number % 3 * 4, x + number % 4 * 3
        truth[y : y + 60, x : x + 12] = number
    micrograph = photographed(np.where(truth > 0, INK, PAPER))
    found = segment(micrograph, model_path("default"))
    assert np.mean(shares_found(found, truth) > 0.8) > 0.9


def test_an_island_of_crystals_is_seen_as_crystals():
    y, x = np.mgrid[:480, :480]
    step, radius = 14, 6.5
    row = np.round(y / step)
    column = np.round((x - row % 2 * step / 2) / step)
    middle = column * step + row % 2 * step / 2
    inside = np.hypot(y - row * step, x - middle) < radius
    inside &= np.hypot(row * step - 240, middle - 240) < 160
    found = segment(photographed(np.where(inside, 90.0, PAPER)), model_path("default"))
    typical_px = 2 * np.sqrt(found.mask.sum() / ndimage.label(inside)[1] / np.pi)
    assert found.scale >= 1
    assert typical_px == pytest.approx(2 * radius, rel=0.15)
