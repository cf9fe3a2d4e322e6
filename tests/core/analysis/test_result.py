"""What a batch keeps of an image."""

import json

import numpy as np
import pytest

from feretlab.core.analysis.micrograph import Analysis
from feretlab.core.analysis.result import ImageFacts, ImageResult, load, save
from feretlab.core.micrograph import Micrograph, PixelSize
from feretlab.core.particles import Particles
from feretlab.core.segmentation.segment import Segmentation


@pytest.fixture
def kept(tmp_path):
    """Keep a result; gives its files and where it is kept."""
    labels, path = tmp_path / "a_labels.tif", tmp_path / ".feretlab" / "a.npz"
    labels.write_bytes(b"labels")
    facts = ImageFacts(
        image="a",
        source="/a.tif",
        height_px=4,
        width_px=5,
        info_bar_rows=0,
        pixel_size_nm=(2.0, 2.0),
        pixel_size_source="given",
        scale=1.0,
        scale_reason="given",
        inverted=False,
        particle_count=1,
        warnings=(),
    )
    result = ImageResult(facts=facts, table={"area_px": np.array([7])})
    save(result, "key", [labels], path)
    return [labels], path


def test_a_kept_result_comes_back(kept):
    result = load("key", *kept)
    assert result is not None
    assert result.facts.pixel_size_nm == (2.0, 2.0)
    assert result.table["area_px"].tolist() == [7]


def test_a_result_whose_file_was_written_over_is_none(kept):
    kept[0][0].write_bytes(b"of another command")
    assert load("key", *kept) is None


def test_a_result_that_lacks_a_file_of_now_is_none(kept):
    overlay = kept[0][0].with_name("a_overlay.png")
    overlay.write_bytes(b"by hand")
    assert load("key", [*kept[0], overlay], kept[1]) is None


def test_half_a_result_is_none(kept):
    kept[1].write_bytes(kept[1].read_bytes()[:300])
    assert load("key", *kept) is None


def test_a_result_of_a_method_that_nobody_knows_is_none(kept):
    data = bytearray(kept[1].read_bytes())
    data[data.find(b"PK\1\2") + 10] = 99
    kept[1].write_bytes(data)
    assert load("key", *kept) is None


@pytest.mark.parametrize(
    "change",
    [
        lambda _: [],
        lambda _: 5,
        lambda facts: facts | {"files": 5},
        lambda facts: facts | {"pixel_size_nm": 5},
        lambda facts: facts | {"pixel_size_nm": ["a", "b"]},
        lambda facts: facts | {"warnings": None},
        lambda facts: facts | {"height_px": "high"},
    ],
)
def test_facts_of_other_kinds_are_none(kept, change):
    with np.load(kept[1]) as content:
        arrays = dict(content)
    facts = change(json.loads(str(arrays["facts"])))
    np.savez(kept[1], **(arrays | {"facts": np.array(json.dumps(facts))}))
    assert load("key", *kept) is None


def test_a_result_with_other_facts_than_now_is_none(kept):
    with np.load(kept[1]) as content:
        columns = dict(content)
    facts = json.loads(str(columns["facts"]))
    del facts["scale_reason"]
    np.savez(kept[1], **(columns | {"facts": np.array(json.dumps(facts))}))
    assert load("key", *kept) is None


def test_an_oblong_pixel_keeps_its_height_and_its_width():
    mask = np.ones((4, 5), bool)
    analysis = Analysis(
        micrograph=Micrograph(
            pixels=np.zeros((4, 5), np.float32), pixel_size_nm=PixelSize(y=2.0, x=3.0)
        ),
        segmentation=Segmentation(
            probability=mask.astype(np.float32), mask=mask, threshold=0.5
        ),
        particles=Particles.from_mask(mask),
        table={"area_px": np.array([20])},
    )
    result = ImageResult.of(analysis, "a")
    assert result.facts.pixel_size_nm == (2.0, 3.0)
    assert result.pixel_size_nm == PixelSize(y=2.0, x=3.0)
