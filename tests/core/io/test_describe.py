"""What `feretlab info` tells of a file."""

import json
import subprocess
import sys

import numpy as np
import tifffile

from feretlab.core.io.describe import describe


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
