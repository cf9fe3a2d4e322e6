"""Which particles count."""

import numpy as np
import pytest

from feretlab.core.errors import InputError
from feretlab.core.statistics.sample import sample_of


def test_particles_are_sorted_with_what_belongs_to_them():
    sample = sample_of([3, 1, 2], [0.5, 1, 2], ["b", "a", "b"])
    assert sample.values.tolist() == [1, 2, 3]
    assert sample.weights.tolist() == [1, 2, 0.5]
    assert sample.image.tolist() == [0, 1, 1]
    assert sample.volume.tolist() == [1, 16, 13.5]
    assert sample.images == 2


def test_sizes_that_are_not_finite_and_weights_of_zero_are_dropped():
    sample = sample_of([1, np.nan, np.inf, 4, 5], [1, 1, 1, 0, 1], [0, 1, 2, 3, 4])
    assert sample.values.tolist() == [1, 5]
    assert sample.images == 2


def test_a_given_volume_replaces_the_cube():
    assert sample_of([1, 2], [2, 3], volume=[10, 20]).volume.tolist() == [20, 60]


def test_equal_weights_are_as_many_particles_as_there_are():
    assert sample_of([1, 2, 3], [2, 2, 2]).effective == pytest.approx(3)
    assert sample_of([1, 2], [3, 1]).effective == pytest.approx(16 / 10)
    assert sample_of([]).effective == 0


def test_columns_of_other_lengths_are_refused():
    with pytest.raises(InputError, match="found 2 weights for 3 values"):
        sample_of([1, 2, 3], [1, 1])


@pytest.mark.parametrize("weight", [-1, np.nan, np.inf])
def test_impossible_weights_are_refused(weight):
    with pytest.raises(InputError, match="weight below 0 or not finite"):
        sample_of([1, 2], [1, weight])
