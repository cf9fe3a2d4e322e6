"""Targets drawn from particles whose answer is known."""

import numpy as np
import pytest

from feretlab.core.training.targets import contact_lines, distance_to_edge, targets


def _disc(radius, size=64):
    y, x = np.mgrid[:size, :size] - size // 2
    return (np.hypot(y, x) <= radius).astype(np.int32)


def test_distance_in_a_disc_falls_from_one_at_the_centre_to_the_edge():
    labels = _disc(20)

    distance = distance_to_edge(labels)

    y, x = np.mgrid[:64, :64] - 32
    wanted = 1 - np.hypot(y, x) / 20.5
    assert distance[32, 32] == 1
    assert np.abs(distance - wanted)[labels > 0].max() < 0.06
    assert not distance[labels == 0].any()


def test_distance_of_touching_particles_falls_towards_their_common_edge():
    labels = np.zeros((21, 42), np.int32)
    labels[:, :21], labels[:, 21:] = 1, 2
    labels = np.pad(labels, 1)

    distance = distance_to_edge(labels)

    assert distance[11, 11] == distance[11, 32] == 1
    assert distance[11, 21] == distance[11, 22] == pytest.approx(0.5 / 10.5)


def test_every_particle_reaches_one_however_small():
    labels = np.zeros((9, 9), np.int32)
    labels[1, 1] = 3
    labels[4:8, 4:8] = 7

    distance = distance_to_edge(labels)

    assert distance[1, 1] == 1
    assert distance[labels == 7].max() == 1


def test_contact_lines_lie_on_both_sides_of_a_common_edge():
    labels = np.zeros((5, 6), np.int32)
    labels[1:4, :3], labels[1:4, 3:] = 1, 2

    columns = np.flatnonzero(contact_lines(labels)[2])

    assert columns.tolist() == [2, 3]


@pytest.mark.parametrize(("gap", "found"), [(1, [3]), (2, []), (3, [])])
def test_contact_lines_fill_a_gap_of_one_pixel(gap, found):
    labels = np.zeros((5, 6 + gap), np.int32)
    labels[:, :3], labels[:, 3 + gap :] = 1, 2

    assert np.flatnonzero(contact_lines(labels)[2]).tolist() == found


def test_a_lone_particle_has_no_contact():
    assert not contact_lines(_disc(10)).any()


def test_small_particles_and_contacts_weigh_more():
    labels = np.zeros((64, 64), np.int32)
    labels[2:12, 2:12] = 1  # 100 px: small
    labels[20:60, 5:30], labels[20:60, 30:60] = 2, 3

    maps = targets(labels, distance_to_edge(labels), contact_weight=4)

    weight = maps[..., 3]
    assert maps[..., 0].sum() == np.count_nonzero(labels)
    assert weight[40, 3] == 1  # background
    assert weight[6, 6] == 3
    assert weight[1, 6] == 3  # its rim
    assert weight[40, 15] == pytest.approx(1 + (400 / 1000) ** 0.5)
    assert weight[40, 30] == pytest.approx(1 + (400 / 1200) ** 0.5 + 3)
