"""MRC pictures and stacks."""

import mrcfile
import numpy as np
import pytest

from feretlab.core.errors import FileError
from feretlab.core.io.read import read_micrographs

STACK = np.arange(3 * 40 * 50, dtype=np.int16).reshape(3, 40, 50)


def write(path, data=STACK, voxel_size=None):
    with mrcfile.new(path) as file:
        file.set_data(data)
        if voxel_size is not None:
            file.voxel_size = voxel_size


def test_a_stack_and_its_size_along_each_axis(tmp_path):
    write(tmp_path / "a.mrc", voxel_size=(20.0, 30.0, 1.0))
    sections = list(read_micrographs(tmp_path / "a.mrc", ocr=False))
    np.testing.assert_array_equal([section.pixels for section in sections], STACK)
    assert sections[0].pixel_size_nm == pytest.approx((3.0, 2.0))


def test_no_cell_is_no_size(tmp_path):
    write(tmp_path / "a.mrc", STACK[0])
    (picture,) = read_micrographs(tmp_path / "a.mrc", ocr=False)
    assert picture.pixel_size_nm is None


def test_one_angstrom_is_told_as_doubtful(tmp_path):
    write(tmp_path / "a.mrc", STACK[0], voxel_size=1.0)
    (picture,) = read_micrographs(tmp_path / "a.mrc", ocr=False)
    assert "exactly 1 Å" in picture.warnings[0]


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_a_truncated_file_gets_one_line(tmp_path, share):
    write(tmp_path / "a.mrc")
    whole = (tmp_path / "a.mrc").read_bytes()
    (tmp_path / "a.mrc").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(FileError, match=r"Reading '.*a\.mrc'"):
        list(read_micrographs(tmp_path / "a.mrc"))
