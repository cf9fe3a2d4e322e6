"""EMD files of Berkeley."""

import h5py
import numpy as np
import pytest

from feretlab.core.io.read import read_micrographs

STACK = np.arange(3 * 4 * 5, dtype=np.uint16).reshape(3, 4, 5)


def berkeley(path, unit="[n_m]"):
    with h5py.File(path, "w") as file:
        group = file.create_group("data/picture")
        group.attrs["emd_group_type"] = 1
        group["data"] = STACK
        for number, step in ((1, 1.0), (2, 0.5), (3, 0.25)):
            group[f"dim{number}"] = np.arange(STACK.shape[number - 1]) * step
            group[f"dim{number}"].attrs["units"] = unit


@pytest.mark.parametrize("unit", ["[n_m]", "n_m", "nm", b"[n_m]"])
def test_berkeley_frames_and_size(tmp_path, unit):
    berkeley(tmp_path / "a.emd", unit)
    frames = list(read_micrographs(tmp_path / "a.emd", ocr=False))
    np.testing.assert_array_equal([frame.pixels for frame in frames], STACK)
    assert frames[0].pixel_size_nm == pytest.approx((0.5, 0.25))
