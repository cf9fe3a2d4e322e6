"""Variants that other versions of the same makers' instruments write."""

import sys
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image

from feretlab.core.io.read import read_micrographs
from feretlab.core.io.vendors.recorded import Header
from feretlab.core.io.vendors.registry import recorded_by_vendor

GREY = np.random.default_rng(0).integers(0, 200, (48, 64)).astype(np.uint8)


def tagged(path, code, value, kind=2):
    """Write a picture of 48 x 64 with one tag, as text (2) or bytes (1, 7)."""
    data = value.encode() if isinstance(value, str) else value
    tifffile.imwrite(path, GREY, extratags=[(code, kind, len(data), data, True)])
    return path


def plain(path, **options):
    tifffile.imwrite(path, GREY, **options)
    return path


def read(path):
    return next(iter(read_micrographs(path, ocr=False)))


def size_of(path):
    size = read(path).pixel_size_nm
    return size and (size.y, size.x)


def test_zeiss_label_counts_more_than_its_key(tmp_path):
    text = "0\r\nAP_PIXEL_SIZE\r\nImage Pixel Size = 2.791 nm\r\n"
    path = tagged(tmp_path / "a.tif", 34118, text)
    assert size_of(path) == pytest.approx((2.791, 2.791))


@pytest.mark.parametrize(
    ("written", "expected"),
    [("1,024.5 nm", 1024.5), ("1,5 µm", 1500.0), ("734.4 pm", 0.7344), ("7.3 Å", 0.73)],
)
def test_zeiss_numbers_and_units(tmp_path, written, expected):
    text = f"0\r\nAP_IMAGE_PIXEL_SIZE\r\nImage Pixel Size = {written}\r\n"
    path = tagged(tmp_path / "a.tif", 34118, text.encode("cp1252"))
    assert size_of(path) == pytest.approx((expected, expected))


@pytest.mark.parametrize(
    ("width", "rescaled"), [("2.560 µm", True), ("160.3 nm", False)]
)
def test_zeiss_width_tells_that_a_picture_was_rescaled(tmp_path, width, rescaled):
    text = (
        f"0\r\nAP_WIDTH\r\nWidth = {width}\r\n"
        "AP_IMAGE_PIXEL_SIZE\r\nImage Pixel Size = 2.5 nm\r\n"
    )
    path = tagged(tmp_path / "a.tif", 34118, text.encode("cp1252"))
    told = any("1024 columns but the file has 64" in x for x in read(path).warnings)
    assert told == rescaled


def test_zeiss_atlas_tells_the_field_of_view(tmp_path):
    xml = (
        '<?xml version="1.0" encoding="iso-8859-1"?><Fibics version="1.0"><Image>'
        "<Width>64</Width><Height>48</Height></Image><Scan>"
        '<FOV_X units="um">0.64</FOV_X><FOV_Y units="um">0.96</FOV_Y>'
        "</Scan></Fibics>"
    )
    path = tagged(tmp_path / "a.tif", 51023, xml)
    assert size_of(path) == pytest.approx((20.0, 10.0))


@pytest.mark.parametrize(
    "body",
    [
        "<ScalingX><Value>2.5E-09</Value><Units>m</Units></ScalingX>"
        "<ScalingY><Value>2.5E-09</Value><Units>m</Units></ScalingY>",
        "<Fov><Value>0.16</Value><Units>\u00b5m</Units></Fov>"
        "<ImageWidth><Value>64</Value></ImageWidth>",
    ],
)
def test_zeiss_orion(tmp_path, body):
    xml = f"<ImageTags>{body}</ImageTags>"
    path = tagged(tmp_path / "a.tif", 65000, xml, kind=1)
    assert size_of(path) == pytest.approx((2.5, 2.5))


XL30 = (
    "[DatabarData]\r\nflMagn = 0.00425\r\n[ImageDevice]\r\nSizeY = 85.0\r\n"
    "RatioXY = 1.333\r\n[Vector]\r\nMagnification = 10000.0\r\n"
)


def displayed(path, shape, dots_per_cm=(89 / 3, 242 / 9), text=XL30):
    """Write a picture of an XL30, whose print is 24 cm x 18 cm as a whole."""
    tifffile.imwrite(
        path,
        np.zeros(shape, np.uint8),
        resolution=dots_per_cm,
        resolutionunit="CENTIMETER",
        extratags=[(34680, 2, len(text), text.encode(), True)],
    )
    return path


def test_fei_display_gives_pixels_that_are_not_square(tmp_path):
    path = displayed(tmp_path / "a.tif", (484, 712))
    assert size_of(path) == pytest.approx((8500 / 484, 8500 * 1.333 / 712))


def test_fei_magnification_may_have_a_comma_between_thousands(tmp_path):
    text = XL30.replace("10000.0", "10,000")
    path = displayed(tmp_path / "a.tif", (484, 712), text=text)
    assert size_of(path) == pytest.approx((8500 / 484, 8500 * 1.333 / 712))


def test_fei_size_from_the_display_is_to_be_checked(tmp_path):
    warnings = read(displayed(tmp_path / "a.tif", (484, 712))).warnings
    assert "magnification on a display 85 mm high" in warnings[0]


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        ((440, 712), XL30),
        ((484, 640), XL30),
        ((484, 712), XL30.replace("RatioXY = 1.333\r\n", "")),
        ((484, 712), XL30.replace("Magnification = 10000.0", "")),
    ],
)
def test_fei_display_that_the_picture_does_not_fill_tells_no_size(
    tmp_path, shape, text
):
    path = displayed(tmp_path / "a.tif", shape, text=text)
    assert size_of(path) is None


def test_fei_picture_cut_above_its_bar_loses_no_more_rows(tmp_path):
    text = (
        "[Image]\r\nResolutionX=64\r\nResolutionY=56\r\n"
        "[PrivateFei]\r\nDatabarHeight=10\r\n"
    )
    assert read(tagged(tmp_path / "a.tif", 34682, text)).info_bar_rows == 0


def memento(key, value, unit="Section"):
    return (
        f"<item><key><string>{key}</string></key><value><MementoItem>"
        f"<Name>{key}</Name><MementoItemUnit>MementoItemUnit{unit}</MementoItemUnit>"
        f"{value}</MementoItem></value></item>"
    )


def test_helios_with_xml_where_others_have_ini(tmp_path):
    def length(key, metres):
        return memento(key, f"<anyType>{metres}\n</anyType>", "Meter")

    field = length("Width", 1.6e-05) + length("Height", 1.1e-05)
    pixel = length("Width", 1.6e-08) + length("Height", 1.7e-08)
    xml = "<MementoItem>" + "".join(
        memento(key, f"<MementoItemSection>{part}</MementoItemSection>")
        for key, part in (("FieldOfView", field), ("PixelSize", pixel))
    )
    path = tagged(tmp_path / "a.tif", 34682, f"{xml}</MementoItem>")
    assert size_of(path) == pytest.approx((17.0, 16.0))


@pytest.mark.parametrize("kind", [1, 2, 7])
def test_thermo_fisher_xml_of_any_tag_type(tmp_path, kind):
    xml = (
        '<?xml version="1.0"?><Metadata><BinaryResult><PixelSize>'
        '<X unit="m" unitPrefixPower="1">2e-09</X>'
        '<Y unit="m" unitPrefixPower="1">2e-09</Y>'
        "</PixelSize></BinaryResult></Metadata>"
    )
    path = tagged(tmp_path / "a.tif", 34683, xml, kind)
    assert size_of(path) == pytest.approx((2.0, 2.0))


PHENOM = (
    '<?xml version="1.0"?><FeiImage><databarHeight>6</databarHeight>'
    '<pixelWidth unit="um">0.0025</pixelWidth>'
    '<pixelHeight unit="um">0.0025</pixelHeight></FeiImage>'
)


@pytest.mark.parametrize("kind", [1, 2, 7])
def test_phenom_tag_of_any_type(tmp_path, kind):
    path = tagged(tmp_path / "a.tif", 34683, PHENOM, kind)
    assert size_of(path) == pytest.approx((2.5, 2.5))


def test_phenom_jpeg_carries_its_xml_behind_the_picture(tmp_path):
    path = tmp_path / "a.jpg"
    Image.fromarray(GREY).save(path)
    path.write_bytes(path.read_bytes() + PHENOM.encode())
    assert size_of(path) == pytest.approx((2.5, 2.5))
    assert read(path).info_bar_rows == 6


@pytest.mark.parametrize(("right", "rescaled"), [(128, True), (64, False)])
def test_phenom_crop_hint_tells_that_a_picture_was_rescaled(tmp_path, right, rescaled):
    hint = f"<cropHint><right>{right}</right></cropHint></FeiImage>"
    path = tagged(tmp_path / "a.tif", 34683, PHENOM.replace("</FeiImage>", hint))
    told = any("128 columns but the file has 64" in x for x in read(path).warnings)
    assert told == rescaled


@pytest.mark.parametrize(
    ("right", "bottom", "bar"), [(64, 42, 6), (64, 48, 0), (60, 42, 0), (128, 42, 0)]
)
def test_phenom_crop_hint_of_full_width_tells_the_bar(tmp_path, right, bottom, bar):
    hint = (
        f"<cropHint><left>0</left><top>0</top><right>{right}</right>"
        f"<bottom>{bottom}</bottom></cropHint>"
    )
    text = PHENOM.replace("<databarHeight>6</databarHeight>", hint)
    assert read(tagged(tmp_path / "a.tif", 34683, text)).info_bar_rows == bar


def test_phenom_without_a_unit_is_not_guessed(tmp_path):
    path = tagged(tmp_path / "a.tif", 34683, PHENOM.replace(' unit="um"', ""))
    assert size_of(path) is None


def test_tescan_file_counts_where_the_tag_tells_no_size(tmp_path):
    path = tagged(tmp_path / "a.tif", 50431, b"\xff\xd8AccFrames=1\r\n", 1)
    (tmp_path / "a-tif.hdr").write_text("[MAIN]\nPixelSizeX=2,5e-9\n")
    assert size_of(path) == pytest.approx((2.5, 2.5))


@pytest.mark.parametrize("first", ["AccType=0\r\n", "Company=x\r\n", ""])
def test_tescan_strip_counts_wherever_the_text_begins(tmp_path, first):
    text = f"{first}ImageStripSize=9\r\nNote=\r\nPixelSizeX=2e-9\r\n"
    data = b"\xff\xd8\xff\x10\x00" + text.encode()
    path = tagged(tmp_path / "a.tif", 50431, data, 1)
    assert read(path).info_bar_rows == 9


@pytest.mark.skipif(sys.platform == "win32", reason="its files are not sparse")
def test_of_a_file_beside_only_what_a_text_may_be_is_read(tmp_path):
    path = plain(tmp_path / "a.tif")
    with open(tmp_path / "a.txt", "wb") as file:
        file.write(b"[SemImageFile]\nPixelSize=2\nNote=" + b"x" * 64 + b"\n")
        file.truncate(1 << 40)
    assert size_of(path) == (2.0, 2.0)


def test_tescan_letters_without_a_line_end_are_gone_through_once(tmp_path):
    data = b"Company=x\r\n" + b"x=" * 100_000 + b"\x00\r\nPixelSizeX=2e-9\r\n"
    path = tagged(tmp_path / "a.tif", 50431, data, 1)
    assert size_of(path) == pytest.approx((2.0, 2.0))


@pytest.mark.parametrize("name", ["a.tiff", "a.TIFF"])
def test_tescan_file_named_with_the_short_suffix(tmp_path, name):
    path = plain(tmp_path / name)
    (tmp_path / "a-tif.hdr").write_text("[MAIN]\nPixelSizeX=2.5e-9\n")
    assert size_of(path) == pytest.approx((2.5, 2.5))


def test_hitachi_size_of_thousands_of_digits_is_none(tmp_path):
    path = plain(tmp_path / "a.tif")
    text = f"[SemImageFile]\nDataSize={'9' * 5000}x40\nPixelSize=2\n"
    (tmp_path / "a.txt").write_text(text)
    assert size_of(path) == (2.0, 2.0)


@pytest.mark.parametrize("bar", ["inf", "nan", "1e999", "-1e999"])
def test_fei_bar_of_no_number_is_none(tmp_path, bar):
    text = (
        "[Scan]\r\nPixelWidth=1e-9\r\nPixelHeight=1e-9\r\n[Image]\r\n"
        f"ResolutionX=64\r\n[PrivateFei]\r\nDatabarHeight={bar}\r\n"
    )
    path = tagged(tmp_path / "a.tif", 34682, text)
    assert size_of(path) == pytest.approx((1.0, 1.0))


def test_hitachi_without_pixel_size_tells_where_it_is_from(tmp_path):
    path = plain(tmp_path / "a.tif")
    (tmp_path / "a.txt").write_text(
        "[SemImageFile]\nInstructName=S-4700\nDataSize=64x40\nMagnification=50000\n"
    )
    assert size_of(path) == pytest.approx((127e6 / 50000 / 64,) * 2)
    assert "magnification" in read(path).warnings[0]


@pytest.mark.parametrize(
    ("told", "edge"), [("50,000", 127e6 / 50000 / 64), ("5.00k", None)]
)
def test_hitachi_magnification_is_taken_where_it_has_one_meaning(tmp_path, told, edge):
    path = plain(tmp_path / "a.tif")
    (tmp_path / "a.txt").write_text(
        f"[SemImageFile]\nDataSize=64x40\nMagnification={told}\n"
    )
    assert size_of(path) == (edge and pytest.approx((edge, edge)))


def test_hitachi_transmission_magnification_tells_no_size(tmp_path):
    path = plain(tmp_path / "a.tif")
    (tmp_path / "a.txt").write_text(
        "[TemImageFile]\nDataSize=64x40\nMagnification=50000\n"
    )
    assert size_of(path) is None


def test_hitachi_pixel_size_with_a_unit(tmp_path):
    path = plain(tmp_path / "a.tif")
    (tmp_path / "a.txt").write_text("[SEMImageFile]\nPixelSize = 2.5 nm/pixel\n")
    assert size_of(path) == pytest.approx((2.5, 2.5))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, None),
        ({"magnification": 10.0}, 25.4e6 / 72),
        ({"cameraname": "ColorView"}, 25.4e6 / 72),
        ({"pixelsizex": 1e-4, "pixelsizey": 1e-4}, 1e5),
        ({"pixelsizex": 1e-9, "pixelsizey": 1e-9}, 1.0),
    ],
)
def test_olympus_dots_of_a_print_are_no_pixel_size(changed, expected):
    edge = 0.0254 / 72
    values = {"pixelsizex": edge, "pixelsizey": edge, "magnification": 1.0} | changed
    header = Header(path=Path("a"), shape=(8, 8), tags={33560: values})
    size = recorded_by_vendor(header).pixel_size_nm
    assert (size and size.x) == pytest.approx(expected)


def test_gatan_unit_in_latin_1(tmp_path):
    tags = [(code, 2, 2, b"\xb5m", True) for code in (65003, 65004)]
    tags += [(code, 12, 1, 0.002, True) for code in (65009, 65010)]
    path = plain(tmp_path / "a.tif", extratags=tags)
    assert size_of(path) == pytest.approx((2.0, 2.0))


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ("\\u00B5m,\\u00B5m,null", (2000.0, 500.0)),
        ("nm,micron", (2000.0, 0.5)),
        (",", None),
    ],
)
def test_imagej2_lists_scales_and_units(units, expected):
    text = f"SCIFIO=0.41.0\naxes=X,Y,Channel\nscales=0.5,2.0,1.0\nunits={units}\n"
    header = Header(path=Path("a"), shape=(8, 8), tags={270: text})
    size = recorded_by_vendor(header).pixel_size_nm
    assert size == (None if expected is None else pytest.approx(expected))


def ome(*columns):
    images = (
        f'<Image><Pixels SizeX="{x}" SizeY="48" PhysicalSizeX="2.5" '
        'PhysicalSizeXUnit="nm" PhysicalSizeY="2.5" PhysicalSizeYUnit="nm"/></Image>'
        for x in columns
    )
    return Header(
        path=Path("a"), shape=(48, 64), tags={270: f"<OME>{''.join(images)}</OME>"}
    )


def test_ome_tells_that_a_picture_was_rescaled():
    (note,) = recorded_by_vendor(ome(128, 32)).warnings
    assert "128 columns but the file has 64" in note


def test_ome_picture_with_the_columns_of_any_image_was_not_rescaled():
    assert not recorded_by_vendor(ome(128, 64)).warnings
