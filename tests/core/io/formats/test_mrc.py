"""MRC pictures and stacks."""

import mrcfile
import numpy as np
import pytest
from mrcfile.dtypes import get_ext_header_dtype

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


def test_no_sampling_is_no_size_and_no_warning_of_numpy(tmp_path):
    write(tmp_path / "a.mrc", STACK[0], voxel_size=2.0)
    with mrcfile.open(tmp_path / "a.mrc", "r+") as file:
        file.header.mx = file.header.my = 0
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


@pytest.mark.parametrize("cell_edge", [0.0, 1.0])
def test_fei_extended_header_gives_the_size_that_the_cell_lacks(tmp_path, cell_edge):
    with mrcfile.new(tmp_path / "a.mrc") as file:
        file.set_data(STACK[:1])
        kind = get_ext_header_dtype(b"FEI1")
        records = np.zeros(1, kind)
        records["Metadata size"] = kind.itemsize
        records["Pixel size X"], records["Pixel size Y"] = 2e-10, 3e-10
        file.set_extended_header(records)
        file.header.exttyp = b"FEI1"
        file.voxel_size = cell_edge
    (picture,) = read_micrographs(tmp_path / "a.mrc", ocr=False)
    assert picture.pixel_size_nm == pytest.approx((0.3, 0.2))
    assert picture.pixel_size_source == "MRC extended header (FEI)"


def write_old_fei(path, edge_m, voxel_size=0.0, kind=b""):
    with mrcfile.new(path) as file:
        file.set_data(STACK[:1])
        extended = np.zeros(1024 * 32, "<f4")
        extended[11] = edge_m
        file.set_extended_header(extended)
        file.header.exttyp = kind
        file.voxel_size = voxel_size


@pytest.mark.parametrize("kind", [b"", b"AGAR"])
@pytest.mark.parametrize(
    "cell_edge",
    [
        pytest.param(0.0, id="unset"),
        pytest.param(1.0, id="1 Å as by default"),
        pytest.param(0.005, id="in µm"),
    ],
)
def test_the_extended_header_of_older_microscopes_gives_the_size(
    tmp_path, kind, cell_edge
):
    write_old_fei(tmp_path / "a.mrc", 5e-9, cell_edge, kind)
    (picture,) = read_micrographs(tmp_path / "a.mrc", ocr=False)
    assert picture.pixel_size_nm == pytest.approx((5.0, 5.0))
    assert picture.pixel_size_source == "MRC extended header (FEI)"
    assert not picture.warnings


@pytest.mark.parametrize("kind", [b"", b"AGAR"])
def test_a_cell_that_is_set_is_believed_over_another_size(tmp_path, kind):
    write_old_fei(tmp_path / "a.mrc", 5e-9, 2.0, kind)
    (picture,) = read_micrographs(tmp_path / "a.mrc", ocr=False)
    assert picture.pixel_size_nm == pytest.approx((0.2, 0.2))


def test_extended_headers_of_other_programs_are_no_size(tmp_path):
    write_old_fei(tmp_path / "a.mrc", 5e-9, 1.0, b"SERI")
    (picture,) = read_micrographs(tmp_path / "a.mrc", ocr=False)
    assert picture.pixel_size_nm == pytest.approx((0.1, 0.1))


BYTES = np.arange(200, dtype=np.uint8).reshape(10, 20)


def write_bytes(path, imod_flags=None, dmin=-128.0, dmax=127.0, data=BYTES):
    with mrcfile.new(path) as file:
        file.set_data(data.view(np.int8))
        file.header.dmin, file.header.dmax = dmin, dmax
        if imod_flags is not None:
            extra = np.zeros(21, "<i4")
            extra[10:12] = 1146047817, imod_flags
            file.header.extra2 = extra.tobytes()


@pytest.mark.parametrize(
    "marks",
    [
        pytest.param({"imod_flags": 0}, id="IMOD's flag"),
        pytest.param({"dmin": 0.0, "dmax": 199.0}, id="a maximum above 127"),
    ],
)
def test_bytes_that_the_header_marks_as_unsigned_count_from_0(tmp_path, marks):
    write_bytes(tmp_path / "a.mrc", **marks)
    (picture,) = read_micrographs(tmp_path / "a.mrc", ocr=False)
    np.testing.assert_array_equal(picture.pixels, BYTES)


@pytest.mark.parametrize(
    "marks",
    [
        pytest.param({}, id="no mark"),
        pytest.param({"imod_flags": 1, "dmin": 0.0, "dmax": 199.0}, id="IMOD's flag"),
        pytest.param({"dmin": 0.0, "dmax": 1000.0}, id="a maximum of other data"),
    ],
)
def test_other_bytes_are_signed_as_the_standard_has_them(tmp_path, marks):
    write_bytes(tmp_path / "a.mrc", **marks)
    (picture,) = read_micrographs(tmp_path / "a.mrc", ocr=False)
    np.testing.assert_array_equal(picture.pixels, BYTES.view(np.int8))


@pytest.mark.parametrize("statistics", [(0.0, 199.0), (20.0, 255.0), (0.0, 255.0)])
def test_statistics_that_the_pixels_belie_mark_no_bytes(tmp_path, statistics):
    signed = np.random.default_rng(0).integers(-100, 100, (64, 96)).astype(np.int8)
    dmin, dmax = statistics
    write_bytes(tmp_path / "a.mrc", dmin=dmin, dmax=dmax, data=signed)
    (picture,) = read_micrographs(tmp_path / "a.mrc", ocr=False)
    np.testing.assert_array_equal(picture.pixels, signed)


def test_a_mask_of_0_and_255_counts_from_0(tmp_path):
    mask = np.where(BYTES > 90, np.uint8(255), np.uint8(0))
    write_bytes(tmp_path / "a.mrc", dmin=0.0, dmax=255.0, data=mask)
    (picture,) = read_micrographs(tmp_path / "a.mrc", ocr=False)
    np.testing.assert_array_equal(picture.pixels, mask)


@pytest.mark.parametrize("levels", [(50, 200), (1, 255), (0, 100, 200)])
def test_few_levels_of_which_the_header_tells_the_outermost_count_from_0(
    tmp_path, levels
):
    mask = np.zeros((40, 60), np.uint8) + np.uint8(levels[0])
    for number, level in enumerate(levels[1:]):
        mask[10:30, 5 + 25 * number : 25 + 25 * number] = level
    write_bytes(tmp_path / "a.mrc", dmin=levels[0], dmax=levels[-1], data=mask)
    (picture,) = read_micrographs(tmp_path / "a.mrc", ocr=False)
    np.testing.assert_array_equal(picture.pixels, mask)


@pytest.mark.parametrize("order", ["little", "big"])
def test_a_longer_extended_header_than_the_file_is_refused(tmp_path, order):
    write(tmp_path / "a.mrc")
    data = bytearray((tmp_path / "a.mrc").read_bytes())
    data[92:96] = (2**30).to_bytes(4, order)
    data[12:16] = (1).to_bytes(4, order)
    (tmp_path / "a.mrc").write_bytes(data)
    with pytest.raises(FileError, match="claims 1073741824 bytes before its pixels"):
        list(read_micrographs(tmp_path / "a.mrc"))


@pytest.mark.parametrize("stamp", [b"\0\0", b"DD"])
def test_big_endian_files_need_no_stamp_before_an_extended_header(tmp_path, stamp):
    plane = np.arange(48 * 64, dtype=">i2").reshape(48, 64)
    header = np.zeros(256, ">i4")
    header[:10] = [64, 48, 1, 1, 0, 0, 0, 64, 48, 1]
    header[16:19], header[23] = (1, 2, 3), 1024
    text = bytearray(header.tobytes())
    text[208:212], text[212:214] = b"MAP ", stamp
    (tmp_path / "a.mrc").write_bytes(bytes(text) + bytes(1024) + plane.tobytes())
    (picture,) = read_micrographs(tmp_path / "a.mrc", ocr=False)
    np.testing.assert_array_equal(picture.pixels, plane)


def test_an_extended_header_of_another_kind_than_it_says_gives_no_warning(tmp_path):
    write(tmp_path / "a.mrc", STACK[0], voxel_size=2.0)
    with mrcfile.open(tmp_path / "a.mrc", "r+") as file:
        file.set_extended_header(np.zeros(1000, np.uint8))
        file.header.exttyp = b"FEI1"
    (picture,) = read_micrographs(tmp_path / "a.mrc", ocr=False)
    assert picture.pixel_size_nm == pytest.approx((0.2, 0.2))
