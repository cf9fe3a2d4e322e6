from dataclasses import replace

import numpy as np
import pytest

from feretlab.core.analysis.finished import Finished, digest_of
from feretlab.core.micrograph import Micrograph, PixelSize
from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.core.separation.parameters import SeparateParameters


@pytest.fixture
def files(tmp_path):
    path = tmp_path / "a_mask.tif"
    path.touch()
    return (path,)


def finished(tmp_path, parameters=None, model="m"):
    return Finished(
        output=tmp_path,
        command="segment",
        parameters=parameters or SegmentParameters(),
        model_sha256=model,
    )


def test_a_finished_result_is_recalled(tmp_path, files):
    finished(tmp_path).remember("a", "digest", 0, files, "a: done")
    assert finished(tmp_path).recall("a", "digest", 0, files) == "a: done"


@pytest.mark.parametrize(
    "changed",
    [
        {"sha256": "other"},
        {"page": 1},
        {"model": "other"},
        {"parameters": SegmentParameters(threshold=0.4)},
        {"parameters": SeparateParameters()},
        {"name": "b"},
    ],
)
def test_made_from_other_things_it_is_not(tmp_path, files, changed):
    finished(tmp_path).remember("a", "digest", 0, files, "a: done")
    at = {"name": "a", "sha256": "digest", "page": 0, "model": "m", "parameters": None}
    at |= changed
    later = finished(tmp_path, at["parameters"], at["model"])
    assert later.recall(at["name"], at["sha256"], at["page"], files) is None


def test_a_network_whose_path_is_no_text_is_part_of_the_key(tmp_path, files):
    parameters = SegmentParameters(model="f\udcfcr.onnx")
    finished(tmp_path, parameters).remember("a", "digest", 0, files, "a: done")
    assert finished(tmp_path, parameters).recall("a", "digest", 0, files) == "a: done"


def test_without_its_files_it_is_not(tmp_path, files):
    finished(tmp_path).remember("a", "digest", 0, files, "a: done")
    files[0].unlink()
    assert finished(tmp_path).recall("a", "digest", 0, files) is None


def test_with_a_file_that_was_written_over_it_is_not(tmp_path, files):
    finished(tmp_path).remember("a", "digest", 0, files, "a: done")
    files[0].write_bytes(b"of another command")
    assert finished(tmp_path).recall("a", "digest", 0, files) is None


def test_with_a_name_that_no_system_takes_it_is_not(tmp_path, files):
    finished(tmp_path).remember("a", "digest", 0, files, "a: done")
    files = [tmp_path / ("a" * 255 + "_mask.tif")]
    assert finished(tmp_path).recall("a", "digest", 0, files) is None


def test_a_damaged_note_is_no_result(tmp_path, files):
    finished(tmp_path).remember("a", "digest", 0, files, "a: done")
    (tmp_path / ".feretlab" / "a.segment.json").write_text("[")
    assert finished(tmp_path).recall("a", "digest", 0, files) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"pixels": np.ones((4, 5), np.uint8)},
        {"pixels": np.zeros((5, 4), np.uint8)},
        {"pixels": np.zeros((2, 5), np.uint16)},
        {"pixel_size_nm": PixelSize(4.0, 4.0)},
        {"pixel_size_nm": None},
        {"pixel_size_source": "given"},
        {"info_bar_rows": 1},
        {"warnings": ("Something looked odd.",)},
    ],
)
def test_whatever_is_read_differently_has_another_digest(changed):
    read = Micrograph(
        pixels=np.zeros((4, 5), np.uint8),
        pixel_size_nm=PixelSize(2.0, 2.0),
        pixel_size_source="TESCAN .hdr file",
    )
    assert digest_of(read) == digest_of(replace(read))
    assert digest_of(replace(read, **changed)) != digest_of(read)
