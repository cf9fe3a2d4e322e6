"""EMD files of Velox, and others."""

import json

import h5py
import numpy as np
import pytest

from feretlab.core.errors import FileError, InputError
from feretlab.core.io.read import read_micrographs

STACK = np.arange(3 * 4 * 5, dtype=np.uint16).reshape(3, 4, 5)


def velox(path, unit="m", frames=STACK):
    result = {
        "PixelSize": {"width": "2e-09", "height": "3e-09"},
        "PixelUnitX": unit,
        "PixelUnitY": unit,
    }
    text = json.dumps({"BinaryResult": result}).encode().ljust(500, b"\x00")
    with h5py.File(path, "w") as file:
        group = file.create_group("Data/Image/abc")
        group["Data"] = np.moveaxis(frames, 0, -1)
        group["Metadata"] = np.frombuffer(text, np.uint8)[:, None]


def test_velox_frames_and_size(tmp_path):
    velox(tmp_path / "a.emd")
    frames = list(read_micrographs(tmp_path / "a.emd", ocr=False))
    np.testing.assert_array_equal([frame.pixels for frame in frames], STACK)
    assert frames[2].pixel_size_nm == pytest.approx((3.0, 2.0))


def test_velox_fourier_transform_is_refused(tmp_path):
    velox(tmp_path / "a.emd", unit="1/m")
    with pytest.raises(InputError, match="reciprocal lengths"):
        list(read_micrographs(tmp_path / "a.emd"))


def test_other_hdf5_is_refused(tmp_path):
    with h5py.File(tmp_path / "a.emd", "w") as file:
        file["x"] = STACK
    with pytest.raises(InputError, match="holds no real-valued picture"):
        list(read_micrographs(tmp_path / "a.emd"))


def test_a_truncated_file_gets_one_line(tmp_path):
    velox(tmp_path / "a.emd", frames=np.zeros((3, 64, 64), np.uint16))
    whole = (tmp_path / "a.emd").read_bytes()
    (tmp_path / "a.emd").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FileError, match="EMD data are damaged"):
        list(read_micrographs(tmp_path / "a.emd"))


def test_more_pixels_than_the_file_can_hold_are_refused(tmp_path):
    with h5py.File(tmp_path / "a.emd", "w") as file:
        group = file.create_group("Data/Image/abc")
        shape, chunks = (65536, 32768, 1), (64, 64, 1)
        group.create_dataset("Data", shape, np.uint16, chunks=chunks)
    with pytest.raises(InputError, match=r"claims \(65536, 32768, 1\) pixels from 0 b"):
        list(read_micrographs(tmp_path / "a.emd"))


def test_more_frames_than_the_file_can_hold_are_refused(tmp_path):
    with h5py.File(tmp_path / "a.emd", "w") as file:
        group = file.create_group("Data/Image/abc")
        shape, chunks = (64, 64, 1 << 28), (64, 64, 1)
        data = group.create_dataset("Data", shape, np.uint16, chunks=chunks)
        data[:, :, 0] = 1
    with pytest.raises(InputError, match="pixels from 8192 bytes"):
        list(read_micrographs(tmp_path / "a.emd"))


def test_metadata_without_end_are_not_read_whole(tmp_path):
    velox(tmp_path / "a.emd")
    with h5py.File(tmp_path / "a.emd", "r+") as file:
        group = file["Data/Image/abc"]
        del group["Metadata"]
        shape, chunks = (1 << 40, 1), (1 << 16, 1)
        group.create_dataset("Metadata", shape, np.uint8, chunks=chunks)
    (first, *_) = read_micrographs(tmp_path / "a.emd", ocr=False)
    assert first.pixel_size_nm is None


def test_a_series_of_which_few_frames_were_written_is_read(tmp_path):
    with h5py.File(tmp_path / "a.emd", "w") as file:
        group = file.create_group("Data/Image/abc")
        data = group.create_dataset("Data", (4, 5, 100), np.uint16, chunks=(4, 5, 1))
        data[:, :, 0] = STACK[0]
    (first, *_) = read_micrographs(tmp_path / "a.emd", ocr=False)
    np.testing.assert_array_equal(first.pixels, STACK[0])
