"""JEOL microscopes: variants of their texts and of the MakerNote."""

from pathlib import Path

import numpy as np
import pytest
import tifffile

from feretlab.core.io.read import read_micrographs
from feretlab.core.io.vendors.recorded import Header
from feretlab.core.io.vendors.registry import recorded_by_vendor

SHAPE = (48, 64)


def plain(path):
    tifffile.imwrite(path, np.zeros(SHAPE, np.uint8))
    return path


def read(path):
    return next(iter(read_micrographs(path, ocr=False)))


def size_of(path):
    size = read(path).pixel_size_nm
    return size and (size.y, size.x)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("$CM_PIXEL_SIZE 1.5nm 2.5nm", (2.5, 1.5)),
        ("$CM_PIXEL_SIZE 1.5 1.5 nm", (1.5, 1.5)),
        ("$CM_PIXEL_SIZE 1.5", None),
        ("$CM_FIELD_OF_VIEW 0.64µm 0.40µm", (10.0, 10.0)),
        ("$CM_FIELD_OF_VIEW 0.64 0.40 um", (10.0, 10.0)),
        ("$CM_FIELD_OF_VIEW 640nm 0.80µm", (20.0, 10.0)),
        ("$$SM_MICRON_BAR 50\n$$SM_MICRON_MARKER 10.0deg.", None),
    ],
)
def test_jeol_pairs_of_lengths(tmp_path, line, expected):
    path = plain(tmp_path / "a.tif")
    text = f"$CM_FORMAT JEOL-SEM\n$CM_FULL_SIZE 64 40\n{line}\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    size = size_of(path)
    assert size == (None if expected is None else pytest.approx(expected))


def test_jeol_size_of_thousands_of_digits_is_none(tmp_path):
    path = plain(tmp_path / "a.tif")
    text = f"$CM_FULL_SIZE {'9' * 5000} 40\n$CM_PIXEL_SIZE 2nm\n"
    (tmp_path / "a.txt").write_text(text)
    assert size_of(path) == (2.0, 2.0)


def test_jeol_tells_that_a_picture_was_rescaled(tmp_path):
    path = plain(tmp_path / "a.tif")
    text = "$CM_FORMAT JEOL-SEM\n$CM_FULL_SIZE 1280 960\n$CM_PIXEL_SIZE 2nm\n"
    (tmp_path / "a.txt").write_text(text)
    assert "1280 columns but the file has 64" in read(path).warnings[0]


def test_jeol_micro_sign_in_shift_jis(tmp_path):
    path = plain(tmp_path / "a.tif")
    text = "$CM_FORMAT JEOL\n$$SM_MICRON_BAR 50\n$$SM_MICRON_MARKER 1μm\n"
    (tmp_path / "a.txt").write_bytes(text.encode("cp932"))
    assert size_of(path) == pytest.approx((20.0, 20.0))


def test_jeol_text_with_tabs_behind_its_keys(tmp_path):
    path = plain(tmp_path / "a.tif")
    text = "$CM_FULL_SIZE\t64\t40\n$SM_MICRON_BAR\t50\n$SM_MICRON_MARKER\t100nm\n"
    (tmp_path / "a.txt").write_text(text)
    assert size_of(path) == pytest.approx((2.0, 2.0))
    assert read(path).info_bar_rows == 8


@pytest.mark.parametrize("view", ["0.64 0.40 um", "0.64 0.48 um"])
def test_jeol_field_of_view_alone_may_leave_the_bar_out(tmp_path, view):
    path = plain(tmp_path / "a.tif")
    (tmp_path / "a.txt").write_text(f"$CM_FORMAT JEOL\n$CM_FIELD_OF_VIEW {view}\n")
    assert size_of(path) == pytest.approx((10.0, 10.0))


@pytest.mark.parametrize("blanks", ["\t\t\t\t\t\t\t\t\r\n" * 20_000, " \t" * 100_000])
def test_a_table_of_empty_cells_is_gone_through_once(tmp_path, blanks):
    path = plain(tmp_path / "a.tif")
    text = f"$CM_FORMAT\tJEOL{blanks} \t$CM_PIXEL_SIZE 2nm{blanks}x\n"
    (tmp_path / "a.txt").write_text(text)
    assert size_of(path) == (2.0, 2.0)


def test_jeol_value_may_hold_a_dollar_behind_a_blank(tmp_path):
    path = plain(tmp_path / "a.tif")
    (tmp_path / "a.txt").write_text("$CM_TITLE for 5 $CM_MAG\n$CM_PIXEL_SIZE 2nm\n")
    assert read(path).metadata["CM_TITLE"] == "for 5 $CM_MAG"


def test_jeol_maker_note_beside_an_exif_without_one():
    note = b"ASCII\x00\x00\x00$CM_FORMAT=JEOL\t$CM_PIXEL_SIZE=1.5nm 2.5nm\t"
    tags = {34665: {"DateTimeOriginal": "2025:01:17"}, 37500: note}
    recorded = recorded_by_vendor(Header(path=Path("a"), shape=(48, 64), tags=tags))
    assert recorded.pixel_size_nm == pytest.approx((2.5, 1.5))


def jem_2200fs(folder, signal, columns=64):
    """Write a picture and its text, 2 and 4 pixels a nm down and along."""
    (folder / "a.txt").write_text(
        f"$CM_FORMAT \n$CM_INSTRUMENT JEM-2200FS\n$CM_FRAME_SIZE {columns} 48\n"
        f"$CM_SIGNAL {signal}\n$$EM_PIXELSPERMETER_X 4000000000.000000\n"
        "$$EM_PIXELSPERMETER_Y 2000000000.000000\n"
    )
    return plain(folder / "a.tif")


@pytest.mark.parametrize(
    ("signal", "expected"),
    [("TEM", (0.5, 0.25)), ("STEM DF", (0.5, 0.25)), ("Spectrum", None)],
)
def test_jeol_pixels_of_a_metre(tmp_path, signal, expected):
    size = size_of(jem_2200fs(tmp_path, signal))
    assert size == (None if expected is None else pytest.approx(expected))


def test_jeol_frame_tells_that_a_picture_was_rescaled(tmp_path):
    warnings = read(jem_2200fs(tmp_path, "TEM", columns=2048)).warnings
    assert "2048 columns but the file has 64" in warnings[0]


def test_jeol_diffraction_pattern_is_marked(tmp_path):
    path = jem_2200fs(tmp_path, "DIFF")
    assert recorded_by_vendor(Header(path=path, shape=SHAPE)).is_reciprocal
