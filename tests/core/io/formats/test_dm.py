"""Gatan DigitalMicrograph."""

import numpy as np
import pytest

from feretlab.core.errors import FileError
from feretlab.core.io.formats.ncempy_part import ncempy_part
from feretlab.core.io.read import read_micrographs

FOLDER = "vendor"


def test_pixels_are_those_that_ncempy_gives(shared_data):
    path = shared_data / FOLDER / "dmTest_float32_nonSquare_diffPixelSize.dm3"
    (picture,) = read_micrographs(path, ocr=False)
    expected = ncempy_part("dm").dmReader(str(path))["data"]
    np.testing.assert_array_equal(picture.pixels, expected)


def test_what_the_microscope_told_is_kept(shared_data):
    read = read_micrographs(shared_data / FOLDER / "test.dm3", ocr=False)
    metadata = next(iter(read)).metadata
    assert any(key.startswith("Microscope Info.") for key in metadata)


@pytest.mark.parametrize("share", [0.001, 0.1, 0.6, 0.99])
def test_a_truncated_file_gets_one_line(shared_data, tmp_path, share):
    whole = (shared_data / FOLDER / "JEOL_HAADF_Image.dm4").read_bytes()
    (tmp_path / "a.dm4").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(FileError, match=r"Reading '.*a\.dm4'"):
        list(read_micrographs(tmp_path / "a.dm4", ocr=False))
