"""One micrograph, all the way."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from feretlab.core.analysis.micrograph import (
    SEGMENT_SHARE,
    analyze_micrograph,
    measure_segmentation,
)
from feretlab.core.analysis.networks import open_network
from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.errors import InputError
from feretlab.core.micrograph import Micrograph, PixelSize
from feretlab.core.segmentation.segment import Segmentation


def _micrograph():
    """Bright discs on dark ground, above an info bar."""
    rows, columns = np.mgrid[:160, :192]
    pixels = np.full((160, 192), 40.0)
    for y, x, radius in ((40, 40, 14), (60, 120, 20), (100, 60, 17)):
        distance = np.hypot(rows - y, columns - x)
        pixels += 120 * np.clip(radius - distance, 0, 1)
    pixels += np.random.default_rng(2).normal(0, 4, pixels.shape)
    return Micrograph(
        pixels=pixels.astype(np.float32),
        pixel_size_nm=PixelSize(2.0, 2.0),
        info_bar_rows=16,
    )


def test_another_threshold_needs_no_network():
    micrograph, network = _micrograph(), open_network("default")
    low = AnalyzeParameters(threshold=0.2, min_confidence=0)
    high = AnalyzeParameters(threshold=0.9, min_confidence=0)
    expected = analyze_micrograph(micrograph, network, high)

    before = analyze_micrograph(micrograph, network, low)
    found = measure_segmentation(micrograph, before.segmentation, high)

    assert before.table["area_px"].sum() > expected.table["area_px"].sum()
    np.testing.assert_array_equal(found.segmentation.mask, expected.segmentation.mask)
    for name, values in expected.table.items():
        np.testing.assert_array_equal(found.table[name], values)


def test_a_probability_of_just_the_threshold_is_enough():
    probability = np.zeros((160, 192), np.float32)
    probability[20:40, 30:60] = 0.5
    found = Segmentation(
        probability=probability, mask=np.zeros(probability.shape, bool), threshold=0.9
    )
    parameters = AnalyzeParameters(threshold=0.5, min_confidence=0, method="none")
    analysis = measure_segmentation(_micrograph(), found, parameters)
    assert analysis.table["area_px"].tolist() == [20 * 30]


def test_nearly_all_of_the_progress_is_the_networks():
    told = []

    class Record:
        def report(self, done, total, note=""):
            told.append((done / total, note.split(":")[0]))

    analyze_micrograph(_micrograph(), open_network("default"), progress=Record())
    shares = [share for share, _ in told]
    first = {note: share for share, note in reversed(told)}

    assert np.diff(shares).min() > -1e-9  # rounding
    assert first["segment"] == 0
    assert first["separate"] == SEGMENT_SHARE
    assert SEGMENT_SHARE < first["measure"] < shares[-1] == 1


def test_a_size_in_nm_without_a_pixel_size_is_told_before_the_network_runs():
    told = []

    class Record:
        def report(self, done, total, note=""):
            told.append(note)

    parameters = AnalyzeParameters(min_size_nm=5.0)
    source = Path("field.tif")
    unknown = replace(_micrograph(), pixel_size_nm=None, source=source)
    with pytest.raises(InputError, match=r"Separating 'field\.tif': a size of 5\.0 nm"):
        analyze_micrograph(unknown, open_network("default"), parameters, Record())
    assert told == []
