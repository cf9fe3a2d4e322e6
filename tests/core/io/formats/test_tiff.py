"""TIFF of every kind."""

import struct

import numpy as np
import pytest
import tifffile
from PIL import Image

from feretlab.core.errors import FileError, InputError
from feretlab.core.io.read import read_micrographs

GREY = np.arange(6 * 7, dtype=np.uint8).reshape(6, 7)


def pixels(path):
    return [micrograph.pixels for micrograph in read_micrographs(path, ocr=False)]


@pytest.mark.parametrize("dtype", ["u1", "u2", "u4", "i2", "i4", "f2", "f4", "f8"])
@pytest.mark.parametrize("compression", [None, "lzw", "deflate"])
@pytest.mark.parametrize("byteorder", ["<", ">"])
def test_numbers_survive(tmp_path, dtype, compression, byteorder):
    tifffile.imwrite(
        tmp_path / "a.tif",
        GREY.astype(dtype),
        compression=compression,
        byteorder=byteorder,
    )
    (read,) = pixels(tmp_path / "a.tif")
    np.testing.assert_array_equal(read, GREY)


def test_bits_become_black_and_white(tmp_path):
    tifffile.imwrite(tmp_path / "a.tif", GREY > 9, photometric="minisblack")
    np.testing.assert_array_equal(pixels(tmp_path / "a.tif")[0], (GREY > 9) * 255)


@pytest.mark.parametrize("planar", ["contig", "separate"])
def test_rgb_in_either_order(tmp_path, planar):
    rgb = np.dstack([GREY] * 3)
    data = rgb if planar == "contig" else np.moveaxis(rgb, -1, 0)
    tifffile.imwrite(tmp_path / "a.tif", data, photometric="rgb", planarconfig=planar)
    np.testing.assert_array_equal(pixels(tmp_path / "a.tif")[0], GREY)


def test_inks_of_a_print_give_the_light_they_leave(tmp_path):
    grey = np.arange(64, dtype=np.uint8).reshape(8, 8) * 4
    Image.fromarray(grey).convert("CMYK").save(tmp_path / "inks.tif")
    black = np.dstack([np.zeros((8, 8), np.uint8)] * 3 + [255 - grey])
    tifffile.imwrite(tmp_path / "black.tif", black, photometric="separated")
    for name in ("inks.tif", "black.tif"):
        np.testing.assert_array_equal(pixels(tmp_path / name)[0], grey)


@pytest.mark.parametrize("colours", ["cielab", "ycbcr"])
def test_lightness_is_taken_where_it_is_stored(tmp_path, colours):
    grey = np.arange(64, dtype=np.uint8).reshape(8, 8)
    samples = np.dstack([grey, grey * 0 + 128, grey * 0 + 128])
    options = {"subsampling": (1, 1)} if colours == "ycbcr" else {}
    tifffile.imwrite(tmp_path / "a.tif", samples, photometric=colours, **options)
    np.testing.assert_array_equal(pixels(tmp_path / "a.tif")[0], grey)


def test_white_is_zero_is_shown_as_seen(tmp_path):
    tifffile.imwrite(tmp_path / "a.tif", GREY, photometric="miniswhite")
    np.testing.assert_array_equal(pixels(tmp_path / "a.tif")[0], 255 - GREY)


def test_palette_of_greys_gives_indices(tmp_path):
    ramp = np.tile(np.arange(256) * 257, (3, 1)).astype(np.uint16)
    tifffile.imwrite(tmp_path / "a.tif", GREY, photometric="palette", colormap=ramp)
    np.testing.assert_array_equal(pixels(tmp_path / "a.tif")[0], GREY)


@pytest.mark.parametrize("photometric", ["palette", "miniswhite"])
def test_what_imagej_wrote_gives_what_imagej_measures(tmp_path, photometric):
    """Its lookup tables, inverting ones too, are for display."""
    falling = np.tile(np.arange(255, -1, -1) * 256, (3, 1)).astype(np.uint16)
    tifffile.imwrite(
        tmp_path / "a.tif",
        GREY,
        photometric=photometric,
        colormap=falling if photometric == "palette" else None,
        description="ImageJ=1.54p\nunit=nm\n",
        metadata=None,
    )
    np.testing.assert_array_equal(pixels(tmp_path / "a.tif")[0], GREY)


def test_imagej_hyperstack_gives_every_plane(tmp_path):
    stack = np.arange(2 * 3 * 4 * 5, dtype=np.uint16).reshape(2, 3, 4, 5)
    tifffile.imwrite(
        tmp_path / "a.tif", stack, imagej=True, metadata={"axes": "TCYX", "unit": "nm"},
        resolution=(1, 1),
    )  # fmt: skip
    np.testing.assert_array_equal(pixels(tmp_path / "a.tif"), stack.reshape(6, 4, 5))


def test_imagej_stack_behind_one_page_header(tmp_path):
    """As ImageJ writes stacks over 4 GB: one header, then all planes."""
    stack = np.arange(3 * 4 * 5, dtype=">u2").reshape(3, 4, 5)
    description = b"ImageJ=1.54p\nimages=3\nslices=3\nunit=nm\n\x00"
    tags = [
        (256, 3, 1, 5), (257, 3, 1, 4), (258, 3, 1, 16), (262, 3, 1, 1),
        (270, 2, len(description), 134), (273, 4, 1, 134 + len(description)),
        (277, 3, 1, 1), (278, 3, 1, 4), (279, 4, 1, 40),
    ]  # fmt: skip
    ifd = struct.pack(">H", len(tags))
    for code, kind, count, value in tags:
        packed = struct.pack(">HH", value, 0) if kind == 3 else struct.pack(">I", value)
        ifd += struct.pack(">HHI", code, kind, count) + packed
    head = (b"MM\x00*" + struct.pack(">I", 8) + ifd).ljust(134, b"\x00")
    (tmp_path / "a.tif").write_bytes(head + description + stack.tobytes())
    np.testing.assert_array_equal(pixels(tmp_path / "a.tif"), stack)


def test_pages_of_different_sizes(tmp_path):
    with tifffile.TiffWriter(tmp_path / "a.tif") as file:
        file.write(GREY)
        file.write(GREY[:3])
    assert [page.shape for page in pages_of(tmp_path / "a.tif")] == [(6, 7), (3, 7)]


def pages_of(path):
    return list(read_micrographs(path, ocr=False))


def test_a_thumbnail_is_left_out(tmp_path):
    with tifffile.TiffWriter(tmp_path / "a.tif") as file:
        file.write(GREY)
        file.write(GREY[::2, ::2], subfiletype=1)
    assert len(pixels(tmp_path / "a.tif")) == 1


@pytest.mark.parametrize(
    "options",
    [
        {"subfiletype": 0},  # as the next page
        {"subfiletype": 1},  # called reduced, though it is not
    ],
)
def test_a_second_detector_is_a_picture_of_its_own(tmp_path, options):
    with tifffile.TiffWriter(tmp_path / "a.tif") as file:
        file.write(GREY)
        file.write(GREY + 9, **options)
    first, second = pixels(tmp_path / "a.tif")
    np.testing.assert_array_equal(second - 9, first)


def test_a_second_detector_may_hang_on_the_page_of_the_first(tmp_path):
    with tifffile.TiffWriter(tmp_path / "a.tif") as file:
        file.write(GREY, subifds=2)
        file.write(GREY + 9)
        file.write(GREY[::2, ::2], subfiletype=1)
    first, second = pixels(tmp_path / "a.tif")
    np.testing.assert_array_equal(second - 9, first)


@pytest.mark.parametrize("planar", ["contig", "separate"])
@pytest.mark.parametrize("count", [2, 3, 5])
def test_grey_samples_are_the_pictures_of_several_detectors(tmp_path, planar, count):
    stack = np.stack([GREY + index for index in range(count)])
    data = stack if planar == "separate" else np.moveaxis(stack, 0, -1)
    options = {"photometric": "minisblack", "planarconfig": planar}
    tifffile.imwrite(tmp_path / "a.tif", data, **options)
    np.testing.assert_array_equal(pixels(tmp_path / "a.tif"), stack)


@pytest.mark.parametrize("alpha", ["ASSOCALPHA", "UNASSALPHA"])
def test_alpha_beside_grey_is_no_picture(tmp_path, alpha):
    tifffile.imwrite(
        tmp_path / "a.tif",
        np.dstack([GREY, GREY * 0 + 255]),
        photometric="minisblack",
        planarconfig="contig",
        extrasamples=[alpha],
    )
    np.testing.assert_array_equal(pixels(tmp_path / "a.tif"), [GREY])


@pytest.mark.parametrize("compression", [None, "lzw"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_file_gets_one_line(tmp_path, compression, share):
    noise = np.random.default_rng(0).integers(0, 256, (64, 64)).astype(np.uint8)
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, noise, compression=compression)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(
        FileError, match=r"Reading '.*a\.tif': the (file ends|TIFF data)"
    ):
        pixels(path)


def patched(path, code, value):
    """Overwrite the value of one tag."""
    with tifffile.TiffFile(path, mode="r+") as file:
        file.pages[0].tags[code].overwrite(value)


def test_a_header_of_a_million_squared_is_refused(tmp_path):
    tifffile.imwrite(tmp_path / "a.tif", GREY, compression="deflate")
    patched(tmp_path / "a.tif", 256, 10**6)
    patched(tmp_path / "a.tif", 257, 10**6)
    with pytest.raises(InputError, match="header claims 1000000 x 1000000 pixels"):
        pixels(tmp_path / "a.tif")


def test_a_header_of_more_than_the_file_is_refused(tmp_path):
    tifffile.imwrite(tmp_path / "a.tif", GREY)
    patched(tmp_path / "a.tif", 257, 60_000)
    with pytest.raises(FileError, match="file ends before its pixels do"):
        pixels(tmp_path / "a.tif")


def test_a_file_without_pages_is_refused(tmp_path):
    (tmp_path / "a.tif").write_bytes(b"II*\x00\x00\x00\x00\x00")
    with pytest.raises((FileError, InputError), match=r"Reading '.*a\.tif'"):
        pixels(tmp_path / "a.tif")


def test_pages_in_a_circle_are_read_once(tmp_path):
    path = tmp_path / "a.tif"
    tifffile.imwrite(path, GREY, byteorder="<")
    content = bytearray(path.read_bytes())
    (first,) = struct.unpack_from("<I", content, 4)
    (count,) = struct.unpack_from("<H", content, first)
    # Behind the tags stands the place of the next page.
    struct.pack_into("<I", content, first + 2 + 12 * count, first)
    path.write_bytes(content)
    (read,) = pixels(path)
    np.testing.assert_array_equal(read, GREY)


def test_volumes_in_one_page_are_refused(tmp_path):
    tifffile.imwrite(
        tmp_path / "a.tif", np.zeros((16, 16, 16), np.uint8), volumetric=True,
        tile=(16, 16, 16), photometric="minisblack",
    )  # fmt: skip
    with pytest.raises(InputError, match="expected a 2-D picture"):
        pixels(tmp_path / "a.tif")


def test_nothing_reaches_the_terminal(tmp_path, capfd):
    tifffile.imwrite(
        tmp_path / "a.tif", GREY, extratags=[(34118, 2, 0, "0\r\n=", True)]
    )
    pixels(tmp_path / "a.tif")
    assert capfd.readouterr() == ("", "")
