"""Regions of every kind for the tests of their measurement."""

import numpy as np
import pytest
from scipy import ndimage

LETTERS = {
    "pixel": ["#"],
    "row": ["######"],
    "column": ["#"] * 7,
    "square": ["##", "##"],
    "rectangle": ["#####"] * 3,
    "diagonal": ["#...", ".#..", "..#.", "...#"],
    "antidiagonal": ["..#", ".#.", "#.."],
    "staircase": ["##..", ".##.", "..##"],
    "ring": ["####", "#..#", "#..#", "####"],
    "diamond of corners": [".#.", "#.#", ".#."],
    "comb": ["#.#.#", "#####"],
    "cross": [".#.", "###", ".#."],
    "notch": ["###", "#.#", "#.#"],
    "two holes": ["#####", "#.#.#", "#####"],
    "thick diagonal": ["##...", "###..", ".###.", "..###", "...##"],
}


def from_letters(rows):
    return np.array([[letter == "#" for letter in row] for row in rows])


@pytest.fixture(params=LETTERS, ids=str)
def small_region(request):
    return from_letters(LETTERS[request.param])


@pytest.fixture(scope="session")
def mixed_mask():
    """A mask of blobs with holes, noise, lines and particles at every border."""
    rng = np.random.default_rng(3)
    tiles = []
    for index in range(24):
        smooth = ndimage.gaussian_filter(rng.normal(size=(70, 90)), 0.5 + index / 6)
        blobs = smooth > np.quantile(smooth, 0.55 + 0.4 * rng.random())
        tiles.append(blobs)
        tiles.append(rng.random((70, 90)) < 0.02 + 0.5 * rng.random())
    return np.vstack([np.hstack(tiles[row::8]) for row in range(8)])
