import json

import numpy as np
import pytest
import tifffile
from skimage.io import imread

from feretlab.core.errors import CancelledError, FileError
from feretlab.core.synthesis.dataset import synthesize
from feretlab.core.synthesis.parameters import SynthesizeParameters
from feretlab.core.synthesis.scene import render_scene

TINY = SynthesizeParameters(count=3, size_px=64, max_diameter_px=20, workers=1)


class StopAfter:
    def __init__(self, reports):
        self.left = reports

    def report(self, done, total, note=""):
        self.left -= 1
        if self.left < 0:
            raise CancelledError("stopped")


def test_files_hold_what_the_renderer_gives(tmp_path):
    images = synthesize(TINY, tmp_path)
    scene = render_scene(TINY.seed + 2, TINY)
    assert [image.name for image in images] == [
        "000000.png",
        "000001.png",
        "000002.png",
    ]
    np.testing.assert_array_equal(imread(images[2]), scene.pixels)
    np.testing.assert_array_equal(imread(tmp_path / "labels/000002.png"), scene.labels)
    pages = tifffile.imread(tmp_path / "amodal/000002.tif").reshape(-1, 64, 64)
    np.testing.assert_array_equal(pages, scene.amodal.to_label_pages())
    assert json.loads((tmp_path / "dataset.json").read_text())["seeds"] == [0, 2]


def test_two_processes_write_the_same_files_as_one(tmp_path):
    one = synthesize(TINY, tmp_path / "one")
    two = synthesize(TINY.model_copy(update={"workers": 2}), tmp_path / "two")
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]


def test_cancelled_set_resumes_with_what_is_missing(tmp_path):
    with pytest.raises(CancelledError, match="stopped"):
        synthesize(TINY, tmp_path, StopAfter(2))
    first = tmp_path / "images/000000.png"
    stamp = first.stat().st_mtime_ns
    assert len(list((tmp_path / "images").iterdir())) < 3
    synthesize(TINY, tmp_path)
    assert len(list((tmp_path / "images").iterdir())) == 3
    assert first.stat().st_mtime_ns == stamp


def test_folder_of_another_set_is_refused(tmp_path):
    synthesize(TINY, tmp_path)
    with pytest.raises(FileError, match="choose another folder"):
        synthesize(TINY.model_copy(update={"kind": "tem"}), tmp_path)


@pytest.mark.parametrize(
    "known", [b"[]", b"{", b"[" * 100_000, '"\u00b5"'.encode("latin-1")]
)
def test_folder_of_a_damaged_record_is_refused(tmp_path, known):
    (tmp_path / "dataset.json").write_bytes(known)
    with pytest.raises(FileError, match="choose another folder"):
        synthesize(TINY, tmp_path)
