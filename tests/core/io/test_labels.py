"""Label images, masks and probabilities, against tifffile and ImageJ's rules."""

import struct
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest
import tifffile
from PIL import Image

from feretlab.core.errors import FileError
from feretlab.core.io.labels import (
    read_labels,
    write_labels,
    write_mask,
    write_probability,
)
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles

SIZE = PixelSize(y=6.1234567, x=7.34375)


@pytest.fixture
def overlapping():
    disc = np.hypot(*np.mgrid[-8:9, -8:9]) <= 8
    return Particles.from_masks([disc] * 3, [(0, 0), (5, 5), (30, 40)], (60, 70))


def test_overlapping_particles_survive_the_file(tmp_path, overlapping):
    write_labels(overlapping, tmp_path / "a_labels.tif", SIZE)
    read = read_labels(tmp_path / "a_labels.tif")
    again = read.to_particles()
    assert read.pages.shape == (2, 60, 70)
    np.testing.assert_array_equal(again.boxes, overlapping.boxes)
    np.testing.assert_array_equal(again.bits, overlapping.bits)


def test_pixel_sizes_survive_the_file(tmp_path, overlapping):
    write_labels(overlapping, tmp_path / "a.tif", SIZE)
    read = read_labels(tmp_path / "a.tif").pixel_size_nm
    assert read == pytest.approx(SIZE, rel=1e-9)
    assert (read.y, read.x) == pytest.approx((6.1234567, 7.34375))


def test_rows_of_an_info_bar_survive_the_file(tmp_path, overlapping):
    write_labels(overlapping, tmp_path / "a.tif", info_bar_rows=7)
    found = read_labels(tmp_path / "a.tif")
    assert found.info_bar_rows == 7
    assert found.field.shape[1] == found.pages.shape[1] - 7
    write_labels(overlapping, tmp_path / "b.tif")
    assert read_labels(tmp_path / "b.tif").info_bar_rows == 0


@pytest.mark.parametrize("rule", ["include", "miles"])
def test_the_border_rule_survives_the_file_with_its_weights(
    tmp_path, overlapping, rule
):
    inside = overlapping.select(np.array([1, 2]))
    write_labels(inside, tmp_path / "a.tif", info_bar_rows=2, border=rule)
    found = read_labels(tmp_path / "a.tif")
    assert found.border == rule
    # 17 px wide, in a field of 70 x 58 px above the bar.
    weight = 70 * 58 / ((70 - 18) * (58 - 18)) if rule == "miles" else 1
    assert found.to_particles().weight == pytest.approx([weight] * 2)


def test_uncalibrated_labels_claim_no_size(tmp_path, overlapping):
    write_labels(overlapping, tmp_path / "a.tif")
    assert read_labels(tmp_path / "a.tif").pixel_size_nm is None


def test_tifffile_sees_labels_of_the_input_size(tmp_path, overlapping):
    write_labels(overlapping.select(np.array([1, 2])), tmp_path / "a.tif", SIZE)
    pixels = tifffile.imread(tmp_path / "a.tif")
    assert pixels.dtype == np.uint16
    assert pixels.shape == (60, 70)
    assert set(np.unique(pixels)) == {0, 1, 2}


def test_more_particles_than_16_bits_hold_take_32(tmp_path):
    labels = np.arange(300 * 300, dtype=np.int32).reshape(300, 300)
    write_labels(Particles.from_labels(labels), tmp_path / "a.tif", SIZE)
    read = read_labels(tmp_path / "a.tif")
    assert read.pages.dtype == np.int32
    np.testing.assert_array_equal(read.pages[0], labels)
    assert read.pixel_size_nm == pytest.approx(SIZE)


def test_no_particles_give_an_empty_page(tmp_path):
    nobody = Particles.from_mask(np.zeros((4, 5), bool))
    write_labels(nobody, tmp_path / "a.tif")
    assert read_labels(tmp_path / "a.tif").pages.shape == (1, 4, 5)
    assert len(read_labels(tmp_path / "a.tif").to_particles()) == 0


def test_the_same_labels_give_the_same_bytes(tmp_path, overlapping):
    write_labels(overlapping, tmp_path / "a.tif", SIZE)
    write_labels(overlapping, tmp_path / "b.tif", SIZE)
    assert (tmp_path / "a.tif").read_bytes() == (tmp_path / "b.tif").read_bytes()


def test_pages_of_many_strips_keep_their_order(tmp_path):
    rows = np.arange(1, 1501)[:, None]
    one, other = (np.repeat(rows, 700, 1), np.repeat(rows[::-1], 700, 1))
    pages = np.stack([one, other + 1500]).astype(np.int32)
    write_labels(Particles.from_labels(pages), tmp_path / "a.tif")
    with tifffile.TiffFile(tmp_path / "a.tif") as tiff:
        assert len(tiff.pages[0].dataoffsets) > 2
    np.testing.assert_array_equal(tifffile.imread(tmp_path / "a.tif"), pages)


def test_a_probability_in_half_precision_is_written_in_single(tmp_path):
    map_ = np.linspace(0, 1, 800 * 700).astype(np.float16).reshape(800, 700)
    write_probability(map_, tmp_path / "p.tif")
    pixels = tifffile.imread(tmp_path / "p.tif")
    assert pixels.dtype == np.float32
    np.testing.assert_array_equal(pixels, map_)


def test_writing_a_large_page_takes_little_memory(tmp_path):
    page = np.zeros((4096, 4096), np.float16)
    write_probability(page[:64], tmp_path / "first.tif")  # libraries are loaded
    tracemalloc.start()
    write_probability(page, tmp_path / "p.tif")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < page.nbytes, "twice that would be a copy in single precision"


def test_writing_labels_takes_no_copy_of_the_page(tmp_path):
    disc = np.hypot(*np.mgrid[-8:9, -8:9]) <= 8
    particles = Particles.from_masks([disc], [(3000, 40)], (4096, 4096))
    write_labels(particles, tmp_path / "first.tif")  # libraries are loaded
    tracemalloc.start()
    write_labels(particles, tmp_path / "l.tif")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.5 * 4096 * 4096 * np.dtype(np.uint16).itemsize


def test_masks_are_0_and_255(tmp_path):
    mask = np.eye(5, dtype=bool)
    write_mask(mask, tmp_path / "m.tif", SIZE)
    pixels = tifffile.imread(tmp_path / "m.tif")
    assert pixels.dtype == np.uint8
    np.testing.assert_array_equal(pixels, mask * 255)
    assert read_labels(tmp_path / "m.tif").is_mask


@pytest.mark.parametrize(("connectivity", "count"), [(4, 5), (8, 1)])
def test_masks_fall_into_connected_particles(tmp_path, connectivity, count):
    write_mask(np.eye(5, dtype=bool), tmp_path / "m.tif")
    assert len(read_labels(tmp_path / "m.tif").to_particles(connectivity)) == count


def test_one_particle_in_two_pieces_stays_one(tmp_path):
    labels = np.zeros((6, 6), np.uint16)
    labels[0, 0] = labels[5, 5] = 1
    write_labels(Particles.from_labels(labels), tmp_path / "a.tif")
    assert len(read_labels(tmp_path / "a.tif").to_particles()) == 1


def test_probabilities_are_written_in_single_precision(tmp_path):
    probability = np.random.default_rng(0).random((8, 9))
    write_probability(probability, tmp_path / "p.tif", SIZE)
    pixels = tifffile.imread(tmp_path / "p.tif")
    np.testing.assert_array_equal(pixels, probability.astype(np.float32))
    with pytest.raises(FileError, match="needs a threshold first"):
        read_labels(tmp_path / "p.tif")


def test_labels_that_imagej_keeps_as_floats_are_read(tmp_path):
    labels = np.arange(20, dtype=np.float32).reshape(4, 5)
    tifffile.imwrite(tmp_path / "f.tif", labels, imagej=True)
    np.testing.assert_array_equal(read_labels(tmp_path / "f.tif").pages[0], labels)


@pytest.mark.parametrize("compression", [None, "zlib"])
def test_stacks_that_imagej_keeps_are_read(tmp_path, compression):
    pages = np.arange(60, dtype=np.uint16).reshape(3, 4, 5)
    metadata = {"axes": "ZYX", "unit": "micron"}
    tifffile.imwrite(
        tmp_path / "s.tif",
        pages,
        imagej=True,
        compression=compression,
        resolution=(500, 250),
        metadata=metadata,
    )
    read = read_labels(tmp_path / "s.tif")
    np.testing.assert_array_equal(read.pages, pages)
    assert read.pixel_size_nm == pytest.approx((4, 2))


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("name", ["m.png", "m.tif", "m.bmp"])
def test_pictures_of_equal_channels_are_read(tmp_path, channels, name):
    pixels = np.uint8([[0, 255], [255, 0]])
    if channels == 3:
        pixels = np.dstack([pixels] * 3)
    Image.fromarray(pixels).save(tmp_path / name)
    read = read_labels(tmp_path / name)
    np.testing.assert_array_equal(read.pages[0], [[0, 255], [255, 0]])


def test_sixteen_bit_png_labels_are_read(tmp_path):
    labels = np.arange(1200, dtype=np.uint16).reshape(30, 40)
    Image.fromarray(labels).save(tmp_path / "l.png")
    np.testing.assert_array_equal(read_labels(tmp_path / "l.png").pages[0], labels)


@pytest.mark.parametrize("name", ["broken.tif", "broken.png", "missing.tif"])
def test_unreadable_files_give_one_line(tmp_path, name):
    if "broken" in name:
        head = b"II*\0" if name.endswith("tif") else b"\x89PNG"
        (tmp_path / name).write_bytes(head + b"\xff" * 8)
    with pytest.raises(FileError, match=f"Reading labels .*{name}") as caught:
        read_labels(tmp_path / name)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("background", [np.nan, np.inf])
def test_a_background_that_is_no_number_is_told(tmp_path, background):
    labels = np.full((9, 9), background, np.float32)
    labels[1:3, 1:3] = 1
    tifffile.imwrite(tmp_path / "l.tif", labels)
    with pytest.raises(FileError, match=r"l\.tif': found NaN or infinite .* value 0"):
        read_labels(tmp_path / "l.tif")


def test_numbers_of_regions_go_with_them_over_pages(tmp_path):
    pages = np.zeros((2, 9, 12), np.uint16)
    pages[0, 1:3, :3], pages[1, 1:6, 1:4], pages[1, 7:, 9:] = 9, 300, 4
    tifffile.imwrite(tmp_path / "l.tif", pages, photometric="minisblack")
    image = read_labels(tmp_path / "l.tif")
    assert image.numbers().tolist() == [4, 9, 300]
    areas = [mask.sum() for mask in image.to_particles().masks()]
    assert areas == [6, 6, 15]
    assert image.numbers("mask") is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [("", "the file is empty"), ("a table, no picture", "expected TIFF or PNG")],
)
def test_files_that_are_no_picture_are_told(tmp_path, content, reason):
    (tmp_path / "l.tif").write_text(content)
    with pytest.raises(FileError, match=rf"l\.tif': found no picture \({reason}\)"):
        read_labels(tmp_path / "l.tif")


def test_bits_that_are_no_numbers_are_told(tmp_path):
    tifffile.imwrite(tmp_path / "l.tif", np.zeros((9, 9), np.uint16))
    with tifffile.TiffFile(tmp_path / "l.tif") as tiff:
        place = tiff.pages[0].tags["BitsPerSample"].valueoffset
    data = bytearray((tmp_path / "l.tif").read_bytes())
    data[place : place + 2] = (65287).to_bytes(2, "little")
    (tmp_path / "l.tif").write_bytes(data)
    with pytest.raises(FileError, match=r"l\.tif': found a page of 65287 bits"):
        read_labels(tmp_path / "l.tif")


def test_colour_images_are_refused(tmp_path):
    colours = np.random.default_rng(0).integers(0, 255, (5, 5, 3)).astype(np.uint8)
    Image.fromarray(colours).save(tmp_path / "c.png")
    with pytest.raises(FileError, match="expected one grey value"):
        read_labels(tmp_path / "c.png")


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.int32, np.float32])
def test_ones_and_noughts_are_a_mask_of_any_type(tmp_path, dtype):
    two = np.zeros((9, 9), dtype)
    two[1:3, 1:3] = two[5:8, 5:8] = 1
    tifffile.imwrite(tmp_path / "m.tif", two)
    assert len(read_labels(tmp_path / "m.tif").to_particles()) == 2


def test_labels_beyond_31_bits_that_are_kept_as_floats_are_read(tmp_path):
    labels = np.diag([1, 2**31, 2**40]).astype(np.float64)
    tifffile.imwrite(tmp_path / "l.tif", labels)
    np.testing.assert_array_equal(read_labels(tmp_path / "l.tif").pages[0], labels)


@pytest.mark.parametrize("dtype", [np.int16, np.float32])
def test_negative_labels_are_background(tmp_path, dtype):
    labels = np.array([[1, 1, -1, 2, 2]], dtype)
    tifffile.imwrite(tmp_path / "l.tif", labels)
    assert len(read_labels(tmp_path / "l.tif").to_particles()) == 2


def test_pages_with_labels_of_their_own_are_one_picture(tmp_path, overlapping):
    pages = overlapping.to_label_pages()
    tifffile.imwrite(tmp_path / "l.tif", pages, photometric="minisblack")
    assert len(read_labels(tmp_path / "l.tif").pictures()) == 1
    write_labels(overlapping.select(np.array([0])), tmp_path / "a.tif")
    assert len(read_labels(tmp_path / "a.tif").pictures()) == 1


def test_pages_numbered_anew_are_pictures_of_their_own(tmp_path):
    pages = np.zeros((2, 5, 9), np.uint16)
    pages[:, 1, 1], pages[:, 3, 3] = 1, 2
    tifffile.imwrite(tmp_path / "l.tif", pages, photometric="minisblack")
    pictures = read_labels(tmp_path / "l.tif").pictures()
    assert [len(picture.to_particles()) for picture in pictures] == [2, 2]


def test_a_picture_without_rows_is_damaged(tmp_path):
    path = tmp_path / "l.tif"
    tifffile.imwrite(path, np.eye(5, dtype=np.uint8), byteorder="<")
    content = path.read_bytes()
    rows = struct.pack("<HHI", 257, 4, 1)
    assert rows + struct.pack("<I", 5) in content
    path.write_bytes(content.replace(rows + struct.pack("<I", 5), rows + bytes(4)))
    with pytest.raises(FileError, match="found no picture"):
        read_labels(path)


def test_a_header_of_more_rows_than_the_file_holds_is_refused(tmp_path):
    path = tmp_path / "l.tif"
    tifffile.imwrite(path, np.eye(16, dtype=np.uint8), tile=(16, 16), byteorder="<")
    rows = struct.pack("<HHI", 257, 4, 1)
    told, claimed = struct.pack("<I", 16), struct.pack("<I", 1 << 24)
    content = path.read_bytes()
    assert rows + told in content
    path.write_bytes(content.replace(rows + told, rows + claimed))
    with pytest.raises(FileError, match="the file ends before its pixels do"):
        read_labels(path)


def test_what_tifffile_forgives_is_not_shown(tmp_path):
    path = tmp_path / "l.tif"
    tifffile.imwrite(path, np.eye(5, dtype=np.uint8), byteorder="<")
    content = bytearray(path.read_bytes())
    (first,) = struct.unpack_from("<I", content, 4)
    (count,) = struct.unpack_from("<H", content, first)
    struct.pack_into("<I", content, first + 2 + 12 * count, first)
    path.write_bytes(content)
    code = "import pathlib, sys; from feretlab.core.io.labels import read_labels; "
    code += "read_labels(pathlib.Path(sys.argv[1]))"
    told = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        check=True,
    )
    assert told.stderr == b""


@pytest.mark.parametrize("planar", ["contig", "separate"])
def test_samples_of_grey_are_pages(tmp_path, planar):
    first = np.arange(42, dtype=np.uint8).reshape(6, 7)
    both = np.stack([first, first + 9])
    data = both if planar == "separate" else np.moveaxis(both, 0, -1)
    options = {"photometric": "minisblack", "planarconfig": planar}
    tifffile.imwrite(tmp_path / "a.tif", data, **options)
    np.testing.assert_array_equal(read_labels(tmp_path / "a.tif").pages, both)


@pytest.mark.parametrize("second", [np.eye(3, 7), np.eye(6, 7, dtype=np.uint16)])
def test_pages_that_are_no_stack_are_refused(tmp_path, second):
    with tifffile.TiffWriter(tmp_path / "a.tif") as file:
        file.write(np.eye(6, 7, dtype=np.uint8))
        file.write(second.astype(second.dtype))
    with pytest.raises(FileError, match="expected one size and type"):
        read_labels(tmp_path / "a.tif")


def test_pages_written_one_by_one_are_all_read(tmp_path):
    pages = np.zeros((3, 12, 14), np.uint16)
    for index, page in enumerate(pages, 1):
        page[2:5, 2:5] = index
    with tifffile.TiffWriter(tmp_path / "l.tif") as file:
        for page in pages:
            file.write(page)
    np.testing.assert_array_equal(read_labels(tmp_path / "l.tif").pages, pages)


def test_one_whose_data_are_cut_off_is_damaged_though_the_first_is_whole(tmp_path):
    path = tmp_path / "l.tif"
    with tifffile.TiffWriter(path) as file:
        for _ in range(2):
            file.write(np.ones((64, 64), np.uint16))
    with tifffile.TiffFile(path) as tiff:
        last = tiff.pages[1].dataoffsets[0]
    content = path.read_bytes()
    path.write_bytes(content[: last + 100])
    with pytest.raises(FileError, match=r"^Reading .*l\.tif"):
        read_labels(path)


@pytest.mark.parametrize("dtype", [np.uint64, np.float32])
def test_labels_beyond_what_tables_hold_are_refused(tmp_path, dtype):
    pages = np.array([[0, 2**63]], dtype)
    tifffile.imwrite(tmp_path / "l.tif", pages)
    with pytest.raises(FileError, match=r"found 9223372036854775808, expected labels"):
        read_labels(tmp_path / "l.tif")
