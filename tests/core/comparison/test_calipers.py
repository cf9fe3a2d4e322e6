"""Straight lines across particles."""

import numpy as np
import pytest
from roifile import ROI_TYPE, ImagejRoi

from feretlab.core.comparison.calipers import crossings, line_ends, line_lengths
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles


def test_ends_keep_fractions_of_a_pixel():
    roi = ImagejRoi(roitype=ROI_TYPE.LINE, x1=1.25, y1=2, x2=4.5, y2=6.75)
    read = ImagejRoi.frombytes(roi.tobytes())
    assert line_ends(read).tolist() == [[1.25, 2], [4.5, 6.75]]


def test_lengths_are_hypotenuses_scaled_by_the_pixel():
    lines = np.array([[[0, 0], [3, 4]], [[1, 1], [1, 3]]], float)
    assert line_lengths(lines).tolist() == [5, 2]
    assert line_lengths(lines, PixelSize(2, 2)).tolist() == [10, 4]
    # 3 * 4 along x and 4 * 0.5 along y.
    assert line_lengths(lines, PixelSize(0.5, 4))[0] == pytest.approx(148**0.5)


def test_a_line_is_shared_by_the_particles_it_crosses(discs):
    labels = np.zeros((10, 40), np.uint8)
    labels[:, 10:20], labels[:, 20:24] = 1, 2
    lines = np.array([[[5.0, 5.0], [25.0, 5.0]]])
    line, particle, share = crossings(lines, Particles.from_labels(labels))
    assert (line.tolist(), particle.tolist()) == ([0, 0], [0, 1])
    assert share == pytest.approx([0.5, 0.2])


def test_a_line_along_the_last_row_and_column_lies_inside():
    particles = Particles.from_labels(np.ones((10, 40), np.uint8))
    lines = np.array([[[0.0, 9.5], [40.0, 9.5]], [[39.5, 0.0], [39.5, 10.0]]])
    assert crossings(lines, particles)[2].tolist() == [1, 1]


def test_lines_outside_meet_nothing(discs):
    particles = Particles.from_labels(discs((50, 50, 10)))
    lines = np.array([[[-20.0, 5.0], [300.0, 5.0]], [[5.0, 5.0], [5.0, 5.0]]])
    assert all(len(column) == 0 for column in crossings(lines, particles))
