import numpy as np
import pytest

from feretlab.core.errors import CancelledError
from feretlab.core.segmentation.tiling import Tiling, predicted_strips


def blur(grey):
    """A mean over 15 x 15 pixels with zeros around, and the picture itself."""
    from scipy import ndimage

    smooth = ndimage.uniform_filter(grey, 15, mode="constant")
    return np.stack((smooth, grey), axis=-1)


def run(picture, tiling, **kwargs):
    strips = predicted_strips(
        lambda rows, columns: picture[rows, columns],
        picture.shape,
        blur,
        tiling,
        **kwargs,
    )
    return np.concatenate(list(strips), axis=1)


CUTS = [
    Tiling(tile_px=64, margin_px=8, ramp_px=8, divisor=16),
    Tiling(tile_px=96, margin_px=8, ramp_px=1, divisor=8),
    Tiling(tile_px=64, margin_px=16, ramp_px=32, divisor=16),  # three tiles meet
    Tiling(tile_px=16, margin_px=20, ramp_px=0, divisor=4),  # overlap over tile
]


@pytest.mark.parametrize("tiling", CUTS)
@pytest.mark.parametrize("shape", [(317, 250), (64, 640), (300, 10), (1, 1)])
def test_tiled_equals_untiled(tiling, shape):
    picture = np.random.default_rng(1).random(shape, np.float32)
    tiled = run(picture, tiling)
    untiled = run(picture, Tiling(tile_px=1000, divisor=tiling.divisor))
    assert tiled.shape == (2, *shape)
    np.testing.assert_allclose(tiled, untiled, atol=2e-6)


def test_seams_show_where_the_margin_is_too_small():
    picture = np.random.default_rng(1).random((200, 200), np.float32)
    tiled = run(picture, Tiling(tile_px=64, margin_px=0, ramp_px=8))
    untiled = run(picture, Tiling(tile_px=1000))
    assert np.abs(tiled - untiled).max() > 0.01


@pytest.mark.parametrize("tiling", CUTS)
@pytest.mark.parametrize("size", [1, 63, 64, 65, 200, 1023])
def test_tiles_keep_to_the_divisor_and_cover_the_axis(tiling, size):
    tiles = tiling.along(size, tiling.tile_px)
    covered = np.zeros(tiles[-1].stop, int)
    for tile, share in zip(tiles, tiling.weights(tiles), strict=True):
        covered[tile] += 1
        assert tile.start % tiling.divisor == 0
        assert len(share) == tile.stop - tile.start
    assert covered.min() > 0
    assert len({tile.stop - tile.start for tile in tiles}) == 1
    assert size <= len(covered) < size + tiling.divisor


@pytest.mark.parametrize("size", [65, 200, 1023])
def test_shares_of_all_tiles_sum_to_one(size):
    tiling = CUTS[2]
    tiles = tiling.along(size, tiling.tile_px)
    total = np.zeros(tiles[-1].stop)
    for tile, share in zip(tiles, tiling.weights(tiles), strict=True):
        total[tile] += share
    np.testing.assert_allclose(total, 1, atol=1e-6)


def test_a_small_picture_is_not_cut():
    rows, columns = Tiling(tile_px=768).cut((712, 1024))
    assert (rows, columns) == ([slice(0, 720)], [slice(0, 1024)])


def test_work_stops_between_tiles():
    class Stopping:
        seen = 0

        def report(self, done, total, note=""):
            self.seen += 1
            if done == 3:
                raise CancelledError("Stopped.")

    progress = Stopping()
    with pytest.raises(CancelledError, match="Stopped"):
        run(np.zeros((300, 300), np.float32), CUTS[0], progress=progress)
    assert progress.seen == 4


def test_progress_ends_complete():
    class Watching:
        reports = ()

        def report(self, done, total, note=""):
            self.reports += ((done, total),)

    progress = Watching()
    run(np.zeros((100, 150), np.float32), CUTS[0], progress=progress)
    done, total = progress.reports[-1]
    assert done == total == len(progress.reports) - 1
