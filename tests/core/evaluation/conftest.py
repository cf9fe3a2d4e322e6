"""Pictures of particles that several tests score."""

import numpy as np
import pytest
from scipy import ndimage


@pytest.fixture(scope="module")
def blobs():
    """Give predicted and true labels of a noisy field, some split, some merged."""
    rng = np.random.default_rng(5)
    field = ndimage.gaussian_filter(rng.random((160, 200)), 2.5)
    truth = ndimage.label(field > 0.505)[0].astype(np.int32)
    noisy = np.roll(truth > 0, 2, axis=1) + rng.random(truth.shape) * 1.2
    prediction = ndimage.label(ndimage.gaussian_filter(noisy, 1.5) > 1.1)[0]
    return prediction.astype(np.int32), truth
