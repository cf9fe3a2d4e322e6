import numpy as np
import pytest

from feretlab.core.errors import CancelledError, InputError, ModelError
from feretlab.core.micrograph import Micrograph
from feretlab.core.segmentation import mixing
from feretlab.core.segmentation import segment as module
from feretlab.core.segmentation.mixing import averaged_scales
from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.core.segmentation.segment import segment

AS_RECORDED = SegmentParameters(scale=1, invert="no")


def discs(shape=(200, 300), radius=12, background=60, grey=180):
    """Discs on a grid, the exact area known up to their outline."""
    y, x = np.mgrid[: shape[0], : shape[1]]
    step = 4 * radius
    inside = np.hypot(y % step - step / 2, x % step - step / 2) < radius
    noise = np.random.default_rng(5).normal(0, 3, shape)
    pixels = np.where(inside, grey, background) + noise
    return Micrograph(pixels=pixels.astype(np.uint8)), inside


def iou(a, b):
    return (a & b).sum() / (a | b).sum()


@pytest.mark.parametrize("scale", [2.0, 1.0, 0.7, 0.5])
def test_particles_are_found_at_the_micrographs_own_size(bright, scale):
    micrograph, inside = discs()
    found = segment(micrograph, bright, SegmentParameters(scale=scale, invert="no"))
    assert found.mask.shape == found.probability.shape == micrograph.shape
    assert found.scale == scale
    assert iou(found.mask, inside) > 0.93


def test_every_channel_comes_at_full_size(bright):
    found = segment(discs()[0], bright, AS_RECORDED)
    assert set(found.maps) == {"contact", "distance"}
    for channel in (found.probability, *found.maps.values()):
        assert channel.shape == found.mask.shape
        assert channel.dtype == np.float32
        assert 0 <= channel.min() < channel.max() <= 1


def test_the_mask_is_the_probability_at_the_threshold(bright):
    parameters = SegmentParameters(scale=1, invert="no", threshold=0.8)
    found = segment(discs()[0], bright, parameters)
    np.testing.assert_array_equal(found.mask, found.probability >= 0.8)
    assert found.threshold == 0.8


def test_the_info_bar_is_left_out(bright):
    micrograph, _ = discs()
    pixels = micrograph.pixels.copy()
    pixels[150:] = 255
    found = segment(Micrograph(pixels=pixels, info_bar_rows=50), bright, AS_RECORDED)
    alone = segment(Micrograph(pixels=pixels[:150]), bright, AS_RECORDED)
    assert not found.probability[150:].any()
    np.testing.assert_array_equal(found.probability[:150], alone.probability)


def test_dark_particles_are_found_when_inverted(bright):
    micrograph, inside = discs(background=180, grey=60)
    found = segment(micrograph, bright, SegmentParameters(scale=1, invert="yes"))
    assert found.inverted
    assert iou(found.mask, inside) > 0.93


def test_tiles_leave_no_seams(bright):
    micrograph, _ = discs((500, 700))
    tiled = SegmentParameters(scale=0.9, invert="no", tile_px=128)
    whole = SegmentParameters(scale=0.9, invert="no", tile_px=2048)
    a, b = (segment(micrograph, bright, each) for each in (tiled, whole))
    np.testing.assert_allclose(a.probability, b.probability, atol=1e-5)


def test_a_huge_micrograph_is_kept_in_fewer_bytes(bright, monkeypatch):
    micrograph, _ = discs()
    full = segment(micrograph, bright, AS_RECORDED)
    monkeypatch.setattr(module, "COMPACT_PIXELS", 1000)
    compact = segment(micrograph, bright, AS_RECORDED)
    assert compact.probability.dtype == np.float16
    assert compact.maps["contact"].dtype == np.uint8
    np.testing.assert_array_equal(compact.mask, full.mask)
    np.testing.assert_allclose(compact.probability, full.probability, atol=1e-3)
    contact = compact.maps["contact"] / 255
    np.testing.assert_allclose(contact, full.maps["contact"], atol=2e-3)


def test_an_info_bar_makes_no_micrograph_huge(bright, monkeypatch):
    micrograph, _ = discs()
    field = segment(micrograph, bright)
    with_bar = np.pad(micrograph.pixels, ((0, 16), (0, 0)))
    for each in (module, mixing):
        monkeypatch.setattr(each, "COMPACT_PIXELS", micrograph.pixels.size)
    found = segment(Micrograph(pixels=with_bar, info_bar_rows=16), bright)
    np.testing.assert_array_equal(found.mask[:-16], field.mask)
    np.testing.assert_array_equal(found.probability[:-16], field.probability)


def test_where_nothing_was_recorded_there_is_no_particle(bright):
    micrograph, inside = discs(background=180, grey=60)
    pixels = np.where(inside, np.nan, micrograph.pixels).astype(np.float32)
    found = segment(Micrograph(pixels=pixels), bright, SegmentParameters(invert="yes"))
    assert not found.mask[inside].any()
    assert not found.probability[inside].any()


def test_the_mask_alone_is_the_same_without_the_other_channels(bright):
    micrograph, _ = discs()
    whole = segment(micrograph, bright, AS_RECORDED)
    alone = segment(micrograph, bright, AS_RECORDED, keep_maps=False)
    assert not alone.maps
    np.testing.assert_array_equal(alone.mask, whole.mask)
    np.testing.assert_array_equal(alone.probability, whole.probability)


def test_several_views_give_the_same_mask_without_the_other_channels(bright):
    micrograph, _ = discs()
    whole = segment(micrograph, bright)
    alone = segment(micrograph, bright, keep_maps=False)
    assert not alone.maps
    np.testing.assert_array_equal(alone.probability, whole.probability)


@pytest.mark.parametrize("keep_maps", [True, False])
def test_several_views_of_a_network_that_knows_the_mask_alone(matched, keep_maps):
    micrograph, inside = discs()
    found = segment(micrograph, matched, keep_maps=keep_maps)
    assert not found.maps
    assert iou(found.mask, inside) > 0.8


@pytest.mark.parametrize("value", [0, 255])
def test_a_blank_micrograph_holds_no_particles(bright, value):
    found = segment(Micrograph(pixels=np.full((50, 60), value, np.uint8)), bright)
    assert found.mask.shape == (50, 60)
    assert not found.mask.any()
    assert not found.probability.any()


def test_a_micrograph_of_nan_holds_no_particles(bright):
    found = segment(Micrograph(pixels=np.full((50, 60), np.nan, np.float32)), bright)
    assert not found.mask.any()


def test_nothing_but_an_info_bar_is_refused(bright):
    pixels = np.zeros((20, 30), np.uint8)
    with pytest.raises(InputError, match="info bar of 20 rows"):
        segment(Micrograph(pixels=pixels, info_bar_rows=20), bright)


def test_mirrored_averages_of_a_symmetric_network_change_nothing(bright):
    micrograph, _ = discs()
    plain = segment(micrograph, bright, AS_RECORDED)
    averaged = segment(
        micrograph, bright, AS_RECORDED.model_copy(update={"augment": True})
    )
    np.testing.assert_allclose(averaged.probability, plain.probability, atol=1e-5)


def test_a_model_may_be_given_as_a_file(bright, bright_model):
    micrograph, _ = discs()
    by_file = segment(micrograph, bright_model, AS_RECORDED)
    np.testing.assert_array_equal(
        by_file.mask, segment(micrograph, bright, AS_RECORDED).mask
    )
    assert by_file.model_hash == bright.sha256
    assert by_file.model == "bright 7"
    with pytest.raises(ModelError, match="none"):
        segment(micrograph, bright_model.with_name("none.onnx"))


def test_somebody_may_stop_it(bright):
    class Stop:
        def report(self, done, total, note=""):
            raise CancelledError("Stopped.")

    with pytest.raises(CancelledError, match="Stopped"):
        segment(discs()[0], bright, AS_RECORDED, Stop())


def test_neighbouring_scales_are_averaged_where_the_scale_is_free(matched, draw_discs):
    pixels, _ = draw_discs(20)
    micrograph = Micrograph(pixels=pixels)

    free = segment(micrograph, matched)

    finer = [step for step in (0.5, 1.0) if free.scale * 2**step < 1.001]
    single = {
        step: segment(
            micrograph,
            matched,
            SegmentParameters(scale=free.scale * 2**step, invert="no"),
        )
        for step in (0.0, -0.5, *finer)
    }
    weights = [2 if step > 0 else 1 for step in single]
    seen = [each.probability for each in single.values()]
    mean = np.average(seen, axis=0, weights=weights)
    np.testing.assert_allclose(free.probability, mean, atol=1e-5)
    for name, values in free.maps.items():
        lines = [single[step].maps[name] for step in finer or [0.0]]
        np.testing.assert_allclose(values, np.mean(lines, axis=0), atol=1e-5)


def test_a_view_is_as_much_of_the_progress_as_it_has_pixels(matched, draw_discs):
    shares = []

    class Record:
        def report(self, done, total, note=""):
            shares.append(done / total)

    pixels, _ = draw_discs(20)
    found = segment(Micrograph(pixels=pixels), matched, progress=Record())
    scales = averaged_scales(found.scale, SegmentParameters(), pixels.size)
    ends = np.cumsum(np.square(scales)) / np.sum(np.square(scales))

    assert len(scales) > 1
    assert np.abs(np.subtract.outer(ends, shares)).min(axis=1) == pytest.approx(0)
    assert shares == sorted(shares)
