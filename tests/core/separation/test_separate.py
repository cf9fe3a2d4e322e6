import numpy as np
import pytest

from feretlab.core.errors import CancelledError, InputError
from feretlab.core.micrograph import PixelSize
from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.separation.separate import separate

METHODS = ("network", "watershed", "uecs", "contour", "none")


def _two_discs(gap=30):
    y, x = np.mgrid[:80, :140]
    return (np.hypot(y - 40, x - 45) <= 20) | (np.hypot(y - 40, x - 45 - gap) <= 20)


def _maps(mask):
    """What a perfect network would say about `_two_discs`."""
    y, x = np.mgrid[:80, :140]
    out = np.minimum(np.hypot(y - 40, x - 45), np.hypot(y - 40, x - 75)) / 20
    contact = mask & (np.abs(x - 60) < 1.5)
    return {
        "contact": contact.astype(np.float32),
        "distance": np.where(mask, np.clip(1 - out, 0, 1), 0).astype(np.float32),
    }


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", [(0, 0), (0, 7), (1, 1), (1, 30), (30, 1), (50, 60)])
@pytest.mark.parametrize("value", [False, True])
def test_every_method_takes_plain_masks(method, shape, value):
    mask = np.full(shape, value)
    maps = {name: mask.astype(np.float32) for name in ("contact", "distance")}
    parameters = SeparateParameters(method=method, min_size_px=1)
    particles = separate(mask, parameters, maps=maps)
    assert len(particles) == int(value and mask.size > 0)
    assert not particles.separated.any()


@pytest.mark.parametrize("method", METHODS)
def test_every_method_parts_two_touching_discs(method):
    mask = _two_discs(38)
    particles = separate(mask, SeparateParameters(method=method), maps=_maps(mask))
    expected = 1 if method == "none" else 2
    assert len(particles) == expected
    assert particles.separated.tolist() == [expected == 2] * expected


def test_network_without_maps_is_contour():
    mask = _two_discs()
    one = separate(mask, SeparateParameters(method="network"))
    other = separate(mask, SeparateParameters(method="contour"))
    assert np.array_equal(one.bits, other.bits)


def test_the_mask_is_not_modified():
    mask = _two_discs()
    before = mask.copy()
    separate(mask, SeparateParameters(method="contour"))
    assert np.array_equal(mask, before)


def test_confidence_is_the_mean_probability():
    mask = _two_discs(60)
    probability = np.where(np.arange(140) < 75, 0.25, 0.75) * np.ones((80, 1))
    particles = separate(
        mask,
        SeparateParameters(method="none", min_confidence=0),
        probability=probability.astype(np.float32),
    )
    assert particles.confidence.tolist() == [0.25, 0.75]


def test_confidence_does_not_suffer_from_lines_between_particles():
    mask = _two_discs(60)
    probability = np.full(mask.shape, 0.9, np.float32)
    probability[:, 60:64] = 0.55
    contact = np.where(probability < 0.9, 0.8, 0).astype(np.float32)
    particles = separate(
        mask,
        SeparateParameters(method="none", min_confidence=0),
        maps={"contact": contact, "distance": np.zeros_like(contact)},
        probability=probability,
    )
    rows, columns = np.nonzero(next(iter(particles.masks())))
    on_line = (
        probability[particles.boxes[0, 0] + rows, particles.boxes[0, 1] + columns] < 0.9
    )
    assert on_line.any()
    assert particles.confidence[0] == pytest.approx(0.9 - 0.1 * on_line.mean())


def test_doubtful_particles_are_left_out():
    probability = np.where(np.arange(140) < 75, 0.55, 0.95) * np.ones((80, 1))
    particles = separate(
        _two_discs(60),
        SeparateParameters(method="none", min_confidence=0.8),
        probability=probability.astype(np.float32),
    )
    assert particles.confidence == pytest.approx([0.95])


def test_confidence_is_nan_without_a_probability():
    particles = separate(_two_discs(), SeparateParameters(method="none"))
    assert np.isnan(particles.confidence).all()


def test_small_particles_go_by_their_diameter_in_nm():
    mask = np.zeros((60, 60), bool)
    mask[5:9, 5:9] = mask[20:40, 20:40] = True
    parameters = SeparateParameters(method="none", min_size_nm=30.0)
    particles = separate(mask, parameters, pixel_size_nm=PixelSize(2.0, 2.0))
    assert [mask.sum() for mask in particles.masks()] == [400]


def test_a_diameter_in_nm_needs_a_pixel_size():
    parameters = SeparateParameters(min_size_nm=30.0)
    with pytest.raises(InputError, match="Separating particles: a size of 30"):
        separate(_two_discs(), parameters)


@pytest.mark.parametrize(("connectivity", "count"), [(4, 2), (8, 1)])
def test_corners_join_by_connectivity(connectivity, count):
    mask = np.zeros((20, 20), bool)
    mask[2:8, 2:8] = mask[8:14, 8:14] = True
    parameters = SeparateParameters(method="none", connectivity=connectivity)
    assert len(separate(mask, parameters)) == count


def test_border_rules_know_the_info_bar():
    mask = np.zeros((50, 40), bool)
    mask[35:45, 5:15] = mask[10:20, 10:20] = True
    parameters = SeparateParameters(method="none", border="exclude")
    assert len(separate(mask, parameters)) == 2
    assert len(separate(mask, parameters, info_bar_rows=5)) == 1


def test_wrong_shapes_are_refused():
    with pytest.raises(InputError, match=r"shape \(2, 3, 4\), expected \(Y, X\)"):
        separate(np.zeros((2, 3, 4), bool), SeparateParameters())
    maps = {"contact": np.zeros((3, 3), np.float32)}
    with pytest.raises(InputError, match="'contact' has shape"):
        separate(np.zeros((4, 4), bool), SeparateParameters(), maps=maps)


@pytest.mark.parametrize("method", ["uecs", "contour"])
def test_somebody_may_stop_it(method):
    class Stop:
        def report(self, done, total, note=""):
            raise CancelledError("stop")

    with pytest.raises(CancelledError, match="stop"):
        separate(_two_discs(), SeparateParameters(method=method), progress=Stop())
