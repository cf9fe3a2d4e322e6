import numpy as np
import pytest
from skimage.metrics import peak_signal_noise_ratio

from feretlab.core.synthesis.detector import jpeg, record

DISC = np.hypot(*np.mgrid[-64:64, -64:64]) < 30


@pytest.mark.parametrize("seed", range(8))
def test_particles_stay_visible_through_every_detector(seed):
    ideal = np.where(DISC, 0.7, 0.3).astype(np.float32)
    pixels = record(np.random.default_rng(seed), ideal, DISC.astype(np.int32))
    assert pixels.dtype == np.uint8
    inside, outside = pixels[DISC].astype(float), pixels[~DISC].astype(float)
    spread = np.hypot(inside.std(), outside.std())
    assert abs(inside.mean() - outside.mean()) > 0.8 * spread


def test_lower_jpeg_quality_loses_more():
    pixels = np.random.default_rng(0).integers(0, 255, (64, 64)).astype(np.uint8)
    good, bad = (peak_signal_noise_ratio(pixels, jpeg(pixels, q)) for q in (95, 20))
    assert good > bad + 5
