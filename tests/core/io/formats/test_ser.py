"""TIA series and the .emi that belongs to them."""

import struct

import numpy as np
import pytest

from feretlab.core.errors import FileError, InputError
from feretlab.core.io.read import read_micrographs

STACK = np.arange(2 * 4 * 5, dtype=np.uint16).reshape(2, 4, 5)


def write(path, deltas=(2e-9, 3e-9), kind=0x4122, data_type=2, dtype="<u2"):
    """A series of version 0x0210 with 32-bit offsets; rows from the bottom up."""
    count, head_size = len(STACK), 30
    element = b""
    elements = []
    for plane in STACK:
        element = b"".join(struct.pack("<ddi", 0.0, delta, 0) for delta in deltas)
        element += struct.pack("<hii", data_type, 5, 4)
        element += plane[::-1].astype(dtype).tobytes()
        elements.append(element)
    first = head_size + 8 * count
    offsets = [first + index * len(element) for index in range(count)]
    head = struct.pack("<hhhiiiiii", 0x4949, 0x0197, 0x0210, kind, 0x4152, count, count,
                       head_size, 0)  # fmt: skip
    head = head.ljust(head_size, b"\x00")
    table = struct.pack(f"<{count}i", *offsets) * 2
    path.write_bytes(head + table + b"".join(elements))


def test_pictures_and_their_size(tmp_path):
    write(tmp_path / "a_1.ser")
    pages = list(read_micrographs(tmp_path / "a_1.ser", ocr=False))
    np.testing.assert_array_equal([page.pixels for page in pages], STACK)
    assert pages[1].pixel_size_nm == pytest.approx((3.0, 2.0))


def test_pictures_of_8_bits(tmp_path):
    write(tmp_path / "a_1.ser", data_type=1, dtype="u1")
    pages = list(read_micrographs(tmp_path / "a_1.ser", ocr=False))
    np.testing.assert_array_equal([page.pixels for page in pages], STACK)
    assert pages[0].pixels.dtype == np.uint8


def test_a_diffraction_pattern_is_refused(tmp_path):
    write(tmp_path / "a_1.ser", deltas=(1e8, 1e8))
    with pytest.raises(InputError, match="diffraction pattern"):
        list(read_micrographs(tmp_path / "a_1.ser"))


def test_spectra_are_refused(tmp_path):
    write(tmp_path / "a_1.ser", kind=0x4120)
    with pytest.raises(InputError, match="found spectra, expected pictures"):
        list(read_micrographs(tmp_path / "a_1.ser"))


def test_an_emi_gives_all_its_series(tmp_path):
    (tmp_path / "a.emi").write_bytes(b"JK\x00\x02" + bytes(100))
    write(tmp_path / "a_1.ser")
    write(tmp_path / "a_2.ser")
    assert len(list(read_micrographs(tmp_path / "a.emi", ocr=False))) == 4


def test_an_emi_alone_says_where_the_pixels_are(tmp_path):
    (tmp_path / "a.emi").write_bytes(b"JK\x00\x02" + bytes(100))
    with pytest.raises(FileError, match=r"pixels are in a_1\.ser"):
        list(read_micrographs(tmp_path / "a.emi"))


def test_more_pictures_than_the_file_holds_are_refused(tmp_path):
    write(tmp_path / "a_1.ser")
    data = bytearray((tmp_path / "a_1.ser").read_bytes())
    data[18:22] = struct.pack("<i", 10**8)
    (tmp_path / "a_1.ser").write_bytes(data)
    with pytest.raises(FileError, match="claims 100000000 pictures"):
        list(read_micrographs(tmp_path / "a_1.ser", ocr=False))


@pytest.mark.parametrize("share", [0.1, 0.4, 0.9])
def test_a_truncated_file_gets_one_line(tmp_path, share):
    write(tmp_path / "a_1.ser")
    whole = (tmp_path / "a_1.ser").read_bytes()
    (tmp_path / "a_1.ser").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(FileError, match="data are damaged"):
        list(read_micrographs(tmp_path / "a_1.ser", ocr=False))
