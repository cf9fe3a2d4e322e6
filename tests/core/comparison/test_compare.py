"""Whole comparisons of drawn particles."""

import numpy as np
import pytest

from feretlab.core.comparison.compare import compare_measurements, compare_operators
from feretlab.core.comparison.measurements import Measured, Measurements
from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.errors import InputError
from feretlab.core.particles import Particles

FEW = CompareParameters(resamples=100)
GRID = [(y, x) for y in (20, 50, 80) for x in (20, 50, 80, 105)]


def side(name, **images):
    """Measurements whose values are given beside the label images."""
    found = [
        Measured(
            image=image,
            ids=np.arange(1, len(values) + 1).astype(str),
            values=np.array(values, float),
            particles=None if labels is None else Particles.from_labels(labels),
        )
        for image, (labels, values) in images.items()
    ]
    return Measurements(name=name, unit="nm", images=tuple(found))


@pytest.fixture
def grid(discs):
    """Twelve discs; a function that leaves some out."""

    def draw(*left_out):
        kept = [place for i, place in enumerate(GRID) if i not in left_out]
        return discs(*((y, x, 10) for y, x in kept))

    return draw


def test_pairs_misses_and_false_finds_are_counted(grid):
    sizes = np.arange(20.0, 32)
    manual = side("anna", f1=(grid(3), np.delete(sizes, 3)))
    automatic = side("automatic", f1=(grid(0, 7), np.delete(sizes, [0, 7]) + 2))
    found = compare_measurements(manual, automatic, FEW).paired
    assert (found.agreement.count, found.misses, found.false_finds) == (9, 2, 1)
    # Each pair is of the same disc, so each difference is the same.
    assert (found.agreement.bias.value, found.agreement.sd) == (2, 0)


def test_images_of_one_side_alone_are_left_out_and_told(grid):
    sizes = np.arange(20.0, 32)
    automatic = side("automatic", f1=(grid(), sizes), f2=(grid(), sizes + 9))
    manual = side("anna", f1=(grid(), sizes), f3=(grid(), sizes))
    found = compare_measurements(manual, automatic, FEW)
    assert len(found.automatic) == 12
    told = " ".join(found.warnings)
    assert "anna: left out f3" in told
    assert "automatic: left out f2" in told


def test_rows_without_an_image_are_left_out_and_told(grid):
    sizes = np.arange(20.0, 32)
    automatic = side("automatic", f1=(grid(), sizes), f2=(grid(), sizes))
    manual = side("anna", f1=(grid(), sizes), **{"": (None, sizes)})
    told = " ".join(compare_measurements(manual, automatic, FEW).warnings)
    assert "anna: left out rows without an image" in told


def test_sizes_of_other_images_are_compared_as_a_whole_with_a_warning(grid):
    sizes = np.arange(20.0, 32)
    automatic = side("automatic", f1=(grid(), sizes), f2=(grid(), sizes))
    manual = side("anna", g1=(None, sizes), g2=(None, sizes))
    found = compare_measurements(manual, automatic, FEW)
    assert len(found.manual) == 24
    assert found.warnings[0].startswith(
        "anna: found images 'g1', 'g2', expected names as on the automatic side, such "
        "as 'f1', 'f2'"
    )


def test_places_without_a_common_image_are_refused(grid):
    sizes = np.arange(20.0, 32)
    automatic = side("automatic", f1=(grid(), sizes), f2=(grid(), sizes))
    manual = side("anna", x=(grid(), sizes))
    with pytest.raises(InputError, match=r"found images 'x', expected .* 'f1', 'f2'"):
        compare_measurements(manual, automatic, FEW)


def test_a_table_without_places_is_compared_with_all_images(grid):
    sizes = np.arange(20.0, 32)
    automatic = side("automatic", f1=(grid(), sizes), f2=(grid(), sizes + 10))
    manual = side("anna", **{"": (None, [20.0, 24.0, np.nan])})
    found = compare_measurements(manual, automatic, FEW)
    assert found.paired is None
    assert (len(found.manual), len(found.automatic)) == (2, 24)
    assert found.contrasts["mean"].difference.value == sizes.mean() + 5 - 22


def test_outlines_that_one_image_lacks_are_told(grid):
    sizes = np.arange(20.0, 32)
    manual = side("anna", f1=(grid(), sizes), f2=(grid(), sizes))
    automatic = side("automatic", f1=(grid(), sizes), f2=(None, sizes))
    found = compare_measurements(manual, automatic, FEW)
    assert found.paired is None
    (told,) = found.warnings
    assert told.startswith("automatic: found no outlines of f2, so that nothing is")


def test_wrong_units_are_suspected():
    manual = side("anna", f=(None, [0.2, 0.3, 0.25]))
    automatic = side("automatic", f=(None, [200.0, 300.0]))
    warnings = compare_measurements(manual, automatic, FEW).warnings
    assert any("check the units" in line for line in warnings)


def test_a_side_without_particles_is_refused(grid):
    automatic = side("automatic", f1=(grid(), np.arange(20.0, 32)))
    with pytest.raises(InputError, match="'anna': found no sizes"):
        compare_measurements(side("anna", f1=(None, [])), automatic, FEW)


def test_persons_are_compared_on_the_particles_that_all_found(grid):
    sizes = np.arange(20.0, 32)
    automatic = side("automatic", f1=(grid(), sizes + 1))
    persons = [
        side("anna", f1=(grid(0), np.delete(sizes, 0))),
        side("ben", f1=(grid(5), np.delete(sizes, 5) + 4)),
    ]
    comparisons = [compare_measurements(who, automatic, FEW) for who in persons]
    found = compare_operators(comparisons, ["anna", "ben"])
    assert found.targets == 10
    # Each pair of sizes is 0 and 4 apart from the same, the automatic one is 1.
    assert found.total_sd == pytest.approx(8**0.5)
    assert (found.automatic.bias, found.automatic.sd) == (-1, 0)


def test_persons_without_places_are_compared_by_their_means():
    automatic = side("automatic", f=(None, [30.0, 32.0]))
    persons = [side("a", f=(None, [28.0, 30.0])), side("b", f=(None, [31.0, 33.0]))]
    comparisons = [compare_measurements(who, automatic, FEW) for who in persons]
    found = compare_operators(comparisons, ["a", "b"])
    assert found.targets == 0
    assert found.automatic.bias == 0.5


def test_one_person_has_no_spread():
    automatic = side("automatic", f=(None, [30.0, 32.0]))
    one = compare_measurements(side("a", f=(None, [28.0, 30.0])), automatic, FEW)
    assert compare_operators([one], ["a"]) is None


def _by_points(grid, points, sizes=None):
    labels = grid()
    manual = Measured(
        image="f1",
        ids=np.arange(len(points)).astype(str),
        values=np.full(len(points), 20.0),
        points=np.array(points, float),
    )
    hand = Measurements(name="anna", unit="nm", images=(manual,))
    sizes = np.full(len(GRID), 21.0) if sizes is None else sizes
    automatic = side("automatic", f1=(labels, sizes))
    return compare_measurements(hand, automatic, FEW)


def test_results_with_places_are_compared_particle_by_particle(grid):
    found = _by_points(grid, [_middle(grid(), 1), _middle(grid(), 2), (1, 1)])

    assert (found.paired.agreement.count, found.paired.misses) == (2, 1)
    assert found.paired.by_lines
    assert not any("X, Y" in line for line in found.warnings)


def test_beside_a_few_lengths_only_what_was_measured_is_compared(grid):
    sizes = np.where(np.arange(len(GRID)) < 3, 21.0, 90.0)
    found = _by_points(grid, [_middle(grid(), n) for n in (1, 2, 3)], sizes)

    assert found.automatic.tolist() == [21, 21, 21]
    assert found.contrasts["mean"].difference.value == 1
    assert not any("check the units" in line for line in found.warnings)
    assert (found.paired.measured, found.paired.unmeasured) == (3, len(GRID) - 3)


def test_places_that_meet_nothing_are_doubted(grid):
    found = _by_points(grid, [(500 + i, 500) for i in range(4)])

    assert any("only 0 of 4 places X, Y lie in a particle" in w for w in found.warnings)


def _middle(labels, number):
    y, x = np.nonzero(labels == number)
    return x.mean() + 0.5, y.mean() + 0.5
