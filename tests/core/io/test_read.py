"""Micrographs of every format, one page after another."""

import csv

import numpy as np
import pytest
import tifffile

from feretlab.core.errors import FileError, InputError
from feretlab.core.io.read import read_micrographs
from feretlab.core.micrograph import PixelSize


def one(path, **options):
    (micrograph,) = read_micrographs(path, **options)
    return micrograph


def rows_of_table(shared_data):
    with (shared_data / "vendor" / "pixel_sizes.csv").open() as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", range(16))
def test_real_files_have_their_pixel_size(shared_data, row):
    expected = rows_of_table(shared_data)[row]
    read = read_micrographs(shared_data / "vendor" / expected["file"], ocr=False)
    size = next(iter(read)).pixel_size_nm
    assert size == pytest.approx(
        (float(expected["nm_per_px_y"]), float(expected["nm_per_px_x"])), rel=1e-3
    )


def test_every_row_of_the_table_is_tested(shared_data):
    assert len(rows_of_table(shared_data)) == 16


def test_jeol_text_beside_the_picture_gives_its_size(shared_data):
    read = one(shared_data / "vendor/jeol_sidecar/image001_1280_all.tif", ocr=False)
    assert read.pixel_size_nm == pytest.approx((100e3 / 101,) * 2)
    assert read.info_bar_rows == 64


def test_phenom_names_its_size_in_the_xml(shared_data):
    read = one(shared_data / "vendor/phenom_206.796nm.tiff", ocr=False)
    assert read.pixel_size_nm == pytest.approx((206.796, 206.796), rel=1e-5)


@pytest.mark.parametrize(
    ("name", "bar"),
    [
        ("2_cal_2.tif", 79),
        ("SEM_Image-SliceImage-001.tif", 0),
        ("tescan_example_sem1.tif", 120),
        ("A-2h-01.tif", 66),
        ("001_003_5_11.tif", 106),
        ("test_tiff_Zeiss_SEM_512pix.tif", 34),
        ("grains.tif", 0),
        ("test-nanorods.tif", 0),
    ],
)
def test_info_bar_of_real_files(shared_data, name, bar):
    assert one(shared_data / "vendor" / name, ocr=False).info_bar_rows == bar


def test_a_given_pixel_size_overrides_the_file(tmp_path):
    path = tmp_path / "a.tif"
    resolution = (2.0, 2.0)
    tifffile.imwrite(
        path,
        np.eye(8, dtype=np.uint8),
        imagej=True,
        resolution=resolution,
        metadata={"unit": "nm"},
    )
    assert one(path).pixel_size_nm == PixelSize(0.5, 0.5)
    given = one(path, pixel_size_nm=3.0)
    assert given.pixel_size_nm == PixelSize(3.0, 3.0)
    assert given.pixel_size_source == "given"


@pytest.mark.parametrize("size", [0.0, -1.0, float("nan"), float("inf"), 1e-300])
def test_a_pixel_size_must_be_a_length(tmp_path, size):
    tifffile.imwrite(tmp_path / "a.tif", np.eye(8, dtype=np.uint8))
    with pytest.raises(InputError, match="expected lengths from"):
        one(tmp_path / "a.tif", pixel_size_nm=size)


def test_print_resolution_is_no_pixel_size(tmp_path):
    tifffile.imwrite(
        tmp_path / "a.tif",
        np.eye(8, dtype=np.uint8),
        resolution=(300, 300),
        resolutionunit="INCH",
    )
    assert one(tmp_path / "a.tif").pixel_size_nm is None


def test_stack_pages_are_read_when_asked_for(tmp_path):
    stack = np.arange(5 * 8 * 9, dtype=np.uint16).reshape(5, 8, 9)
    tifffile.imwrite(tmp_path / "a.tif", stack, photometric="minisblack")
    pages = list(read_micrographs(tmp_path / "a.tif", ocr=False))
    assert [page.name for page in pages] == [f"a_p000{i}" for i in range(1, 6)]
    np.testing.assert_array_equal([page.pixels for page in pages], stack)


def test_a_damaged_page_is_named(tmp_path, damage_page):
    path = tmp_path / "a.tif"
    stack = np.eye(64, dtype=np.uint8)[None].repeat(2, axis=0)
    tifffile.imwrite(path, stack, photometric="minisblack", compression="zlib")
    damage_page(path, 1)
    pages = read_micrographs(path, ocr=False)
    np.testing.assert_array_equal(next(pages).pixels, stack[0])
    with pytest.raises(FileError, match=r"a\.tif', page 2: the image data are damaged"):
        next(pages)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"name,area\n1,2\n" * 80, "the file is text"),
        (bytes(range(256)) * 8, "begins with"),
    ],
)
def test_what_is_no_image_gets_one_line(tmp_path, content, message):
    path = tmp_path / "a.tif"
    path.write_bytes(content)
    with pytest.raises(FileError, match=message):
        one(path)


def test_a_missing_file_gets_one_line(tmp_path):
    with pytest.raises(FileError, match=r"'.*absent\.tif': No such file"):
        one(tmp_path / "absent.tif")


def test_a_folder_gets_one_line(tmp_path):
    with pytest.raises(FileError, match="it is a folder"):
        one(tmp_path)


def test_a_wrong_ending_does_not_matter(tmp_path):
    tifffile.imwrite(tmp_path / "a.png", np.eye(8, dtype=np.uint8))
    assert one(tmp_path / "a.png", ocr=False).shape == (8, 8)


def test_all_nan_is_refused_and_some_nan_is_told(tmp_path):
    pixels = np.full((8, 8), np.nan, np.float32)
    tifffile.imwrite(tmp_path / "nan.tif", pixels)
    with pytest.raises(InputError, match="every pixel is NaN"):
        one(tmp_path / "nan.tif")
    pixels[1:] = 3
    tifffile.imwrite(tmp_path / "some.tif", pixels)
    assert "8 of 64 pixels are NaN" in one(tmp_path / "some.tif", ocr=False).warnings[0]


def test_an_all_white_picture_is_valid_and_told(tmp_path):
    tifffile.imwrite(tmp_path / "a.tif", np.full((64, 64), 255, np.uint8))
    assert one(tmp_path / "a.tif").warnings == ("All pixels have the value 255.",)


def test_one_pixel_is_a_picture(tmp_path):
    tifffile.imwrite(tmp_path / "a.tif", np.ones((1, 1), np.uint8))
    assert one(tmp_path / "a.tif").shape == (1, 1)


def test_complex_values_are_refused_by_the_name_of_the_file(tmp_path):
    tifffile.imwrite(tmp_path / "wave.tif", np.ones((4, 4), np.complex64))
    with pytest.raises(InputError, match=r"wave\.tif.*found complex64"):
        next(read_micrographs(tmp_path / "wave.tif"))
