"""What `feretlab info` tells of a file."""

import json
import subprocess
import sys

import numpy as np
import pytest
import tifffile

from feretlab.core.io import calibration
from feretlab.core.io.calibration import CheckedBars
from feretlab.core.io.describe import describe
from feretlab.core.io.scale_bar import ScaleBar


def test_a_calibrated_stack(tmp_path):
    path = tmp_path / "a.tif"
    stack = np.random.default_rng(0).integers(0, 9, (3, 40, 50)).astype(np.int16)
    tifffile.imwrite(
        path, stack.astype(np.float32), imagej=True, resolution=(2.0, 4.0),
        metadata={"unit": "nm"},
    )  # fmt: skip
    assert describe(path) == {
        "path": str(path),
        "format": "TIFF",
        "shape": [40, 50],
        "dtype": "float32",
        "pages": 3,
        "pixel_size_nm": [0.25, 0.5],
        "pixel_size_source": "ImageJ calibration",
        "info_bar_rows": 0,
        "vendor": "ImageJ",
        "warnings": [],
    }


def test_an_unknown_size_is_null(tmp_path):
    tifffile.imwrite(tmp_path / "a.tif", np.eye(9, dtype=np.uint8))
    assert json.loads(json.dumps(describe(tmp_path / "a.tif")))["pixel_size_nm"] is None


@pytest.mark.parametrize(("recorded", "told"), [(2.0, 0), (2.2, 1)])
def test_a_scale_bar_that_contradicts_the_metadata_is_told(
    tmp_path, monkeypatch, recorded, told
):
    bar = ScaleBar(length_px=100.0, length_nm=200.0, text="200 nm")
    monkeypatch.setattr(calibration, "find_scale_bar", lambda *_: bar)
    monkeypatch.setattr(calibration, "can_read_text", lambda: True)
    pixels = np.full((300, 400), 120, np.uint8)
    pixels[270:274, 250:350] = 255
    path = tmp_path / "a.tif"
    size = {"resolution": (1 / recorded,) * 2, "metadata": {"unit": "nm"}}
    tifffile.imwrite(path, pixels, imagej=True, **size)
    lines = describe(path, checked=CheckedBars())["warnings"]
    assert ["means 2 nm per pixel" in line for line in lines] == [True] * told


def test_slow_libraries_stay_unloaded_for_a_tiff(tmp_path):
    """SciPy, matplotlib and OCR would take seconds in a cold process."""
    tifffile.imwrite(tmp_path / "a.tif", np.eye(90, dtype=np.uint8))
    code = (
        "import sys; from feretlab.core.io.describe import describe;"
        f"describe({str(tmp_path / 'a.tif')!r});"
        "slow = {'scipy', 'matplotlib', 'pandas', 'rapidocr', 'h5py', 'ncempy'};"
        "sys.exit(str(slow & set(sys.modules)) if slow & set(sys.modules) else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
