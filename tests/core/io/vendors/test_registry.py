"""Synthetic headers of every maker, as their files have them."""

from pathlib import Path

import numpy as np
import pytest
import tifffile

from feretlab.core.io.read import read_micrographs
from feretlab.core.io.vendors.recorded import Header
from feretlab.core.io.vendors.registry import VENDORS, recorded_by_vendor


def written(path, extratags=(), shape=(48, 64), **options):
    """Write a plain picture with tags (code, type, text or numbers)."""
    tags = []
    for code, kind, value in extratags:
        count = len(value) if isinstance(value, bytes) else 0
        tags.append((code, kind, count, value, True))
    pixels = np.random.default_rng(0).integers(0, 200, shape).astype(np.uint8)
    tifffile.imwrite(path, pixels, extratags=tags, **options)
    return path


def read(path, **options):
    return next(iter(read_micrographs(path, ocr=False, **options)))


def zeiss(**values):
    lines = ["0", "0", "0", values.pop("exact", "0"), ""]
    for name, value in values.items():
        label = name.removeprefix("ap_").replace("_", " ").title()
        lines += [name.upper(), f"{label} = {value}"]
    return "\r\n".join(lines).encode("cp1252")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"ap_image_pixel_size": "12.33 nm", "ap_pixel_size": "1.0 nm"}, 12.33),
        ({"ap_image_pixel_size": "12,33 nm"}, 12.33),
        ({"ap_image_pixel_size": "2.615 µm"}, 2615.0),
        ({"ap_image_pixel_size": "900 pm"}, 0.9),
        ({"ap_width": "6.4 µm"}, 100.0),
        ({"ap_pixel_size": "5.825 nm"}, 5.825 * 1024 / 64),
        ({"exact": "5.824988e-09"}, 5.824988 * 1024 / 64),
        ({"ap_image_pixel_size": "93.2 nm", "exact": "5.826e-09"}, 93.216),
        ({"ap_mag": "5.00 K X"}, None),
    ],
)
def test_zeiss(tmp_path, values, expected):
    path = written(tmp_path / "a.tif", [(34118, 2, zeiss(**values))])
    size = read(path).pixel_size_nm
    assert (size and size.x) == pytest.approx(expected)


def test_zeiss_tells_that_a_picture_was_rescaled(tmp_path):
    text = zeiss(ap_image_pixel_size="2.0 nm")
    text += b"\r\nDP_IMAGE_STORE\r\nStore resolution = 1024 * 768"
    warnings = read(written(tmp_path / "a.tif", [(34118, 2, text)])).warnings
    assert "1024 columns but the file has 64" in warnings[0]


FEI = (
    "[User]\r\nDate=1\r\n[Beam]\r\nBeam=EBeam\r\nScan=EScan\r\n{body}"
    "[Image]\r\nResolutionX=64\r\nResolutionY=40\r\n[PrivateFei]\r\nDatabarHeight=8\r\n"
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[Scan]\r\nPixelWidth=2e-09\r\nPixelHeight=3e-09\r\n", (3.0, 2.0)),
        ("[Scan]\r\nPixelWidth=2,5e-09\r\nPixelHeight=2,5e-09\r\n", (2.5, 2.5)),
        ("[Scan]\r\nPixelWidth=\r\n[EScan]\r\nPixelWidth=2e-9\r\nPixelHeight=2e-9\r\n",
         (2.0, 2.0)),
        ("[EBeam]\r\nHFW=6.4e-07\r\nVFW=8e-07\r\n", (20.0, 10.0)),
        ("[Scan]\r\nHorFieldsize=6.4e-07\r\nVerFieldsize=8e-07\r\n", (20.0, 10.0)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("tag", [34680, 34682])
def test_fei(tmp_path, tag, body, expected):
    path = written(tmp_path / "a.tif", [(tag, 2, FEI.format(body=body))])
    micrograph = read(path)
    assert micrograph.pixel_size_nm == pytest.approx(expected)
    assert micrograph.info_bar_rows == 8


def test_fei_without_any_size_keeps_its_bar_alone(tmp_path):
    path = written(tmp_path / "a.tif", [(34682, 2, FEI.format(body=""))])
    assert read(path).pixel_size_nm is None
    assert read(path).info_bar_rows == 8


def test_thermo_fisher_xml(tmp_path):
    xml = (
        '<?xml version="1.0"?><Metadata xmlns="http://schemas.fei.com/x"><BinaryResult>'
        '<PixelSize><X unit="m">2e-09</X><Y unit="m">4e-09</Y></PixelSize>'
        "</BinaryResult></Metadata>"
    )
    path = written(tmp_path / "a.tif", [(34683, 2, xml)])
    assert read(path).pixel_size_nm == pytest.approx((4.0, 2.0))


@pytest.mark.parametrize(("unit", "factor"), [("nm", 1), ("um", 1e3), ("µm", 1e3)])
def test_phenom(tmp_path, unit, factor):
    xml = (
        "<?xml version='1.0' encoding='UTF-8'?><FeiImage>"
        "<databarHeight>6</databarHeight>"
        f'<pixelWidth unit="{unit}">2.5</pixelWidth>'
        f'<pixelHeight unit="{unit}">2.0</pixelHeight></FeiImage>'
    )
    path = written(tmp_path / "a.tif", [(34683, 2, xml.encode())])
    assert read(path).pixel_size_nm == pytest.approx((2.0 * factor, 2.5 * factor))
    assert read(path).info_bar_rows == 6


TESCAN = (
    "[MAIN]\r\nDate=1\r\nImageStripSize=9\r\nPixelSizeX=2.5e-9\r\nPixelSizeY=5e-9\r\n"
)


def test_tescan_tag(tmp_path):
    data = b"\xff\xd8=x\r\n\x00\x1d\x01" + TESCAN.removeprefix("[MAIN]\r\n").encode()
    path = written(tmp_path / "a.tif", [(50431, 1, data)])
    assert read(path).pixel_size_nm == pytest.approx((5.0, 2.5))
    assert read(path).info_bar_rows == 9


@pytest.mark.parametrize("name", ["a-tif.hdr", "a.hdr", "A.HDR"])
def test_tescan_header_file(tmp_path, name):
    path = written(tmp_path / "a.tif")
    (tmp_path / name).write_text(TESCAN)
    assert read(path).pixel_size_nm == pytest.approx((5.0, 2.5))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("$$SM_MICRON_BAR 50\n$$SM_MICRON_MARKER 100nm\n$CM_MAG 9\n", 2.0),
        ("$SM_MICRON_BAR 101\r\n$SM_MICRON_MARKER 100um\r\n", 1e5 / 101),
        ("$$SM_MICRON_BAR 50\n$$SM_MICRON_MARKER 1µm\n", 20.0),
        ("$CM_PIXEL_SIZE 2.5 nm/pixel\n$$SM_MICRON_BAR 1\n", 2.5),
        ("$CM_FIELD_OF_VIEW 0.64 0.40 um\n$CM_FULL_SIZE 64 40\n", 10.0),
        ("$CM_MAG 5000\n", None),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
def test_jeol_text_file(tmp_path, lines, expected, encoding):
    path = written(tmp_path / "a.tif")
    text = f"$CM_FORMAT JEOL\n$CM_FULL_SIZE 64 40\n{lines}"
    (tmp_path / "a.Txt").write_bytes(text.encode(encoding))
    micrograph = read(path)
    size = micrograph.pixel_size_nm
    assert (size and size.x) == pytest.approx(expected)
    assert micrograph.info_bar_rows == 8


def test_jeol_maker_note():
    note = "$CM_FORMAT=JEOL/FE\t$CM_IMAGE_SIZE=64 40\t$CM_PIXEL_SIZE=1.5μm/pixel"
    tags = {34665: {"MakerNote": b"UNICODE\x00" + note.encode("utf-16-le")}}
    recorded = recorded_by_vendor(Header(path=Path("a"), shape=(48, 64), tags=tags))
    assert recorded.pixel_size_nm == pytest.approx((1500.0, 1500.0))
    assert recorded.field_rows == 40


@pytest.mark.parametrize("encoding", ["ascii", "utf-16", "utf-16-le", "latin-1"])
def test_hitachi_text_file(tmp_path, encoding):
    path = written(tmp_path / "a.tif")
    text = (
        "[SemImageFile]\r\nInstructName=SU8010\r\nDataSize=64x40\r\nPixelSize=4.961\r\n"
    )
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    assert read(path).pixel_size_nm == pytest.approx((4.961, 4.961))
    assert read(path).info_bar_rows == 8


def test_another_text_file_says_nothing(tmp_path):
    path = written(tmp_path / "a.tif")
    (tmp_path / "a.txt").write_text("PixelSize=4.961\n")
    assert read(path).pixel_size_nm is None


def test_hitachi_beside_a_bmp(tmp_path):
    from PIL import Image

    Image.fromarray(np.eye(64, dtype=np.uint8)).save(tmp_path / "a.bmp")
    (tmp_path / "a.txt").write_text("[SemImageFile]\nPixelSize=2,5\n")
    assert read(tmp_path / "a.bmp").pixel_size_nm == pytest.approx((2.5, 2.5))


def test_tvips_file(tmp_path):
    first = np.zeros(1, np.dtype(tifffile.TIFF.TVIPS_HEADER_V1))
    second = np.zeros(1, np.dtype(tifffile.TIFF.TVIPS_HEADER_V2))
    first["Version"], second["Magic"] = 2, 0xAAAAAAAA
    second["PixelSizeX"], second["PixelSizeY"] = 0.5, 0.75
    data = first.tobytes() + second.tobytes()
    path = written(tmp_path / "a.tif", [(37706, 1, data)])
    assert read(path).pixel_size_nm == pytest.approx((0.75, 0.5))


def test_olympus_with_pixels_that_are_not_square():
    tags = {33560: {"pixelsizex": 2e-9, "pixelsizey": 3e-9}}
    recorded = recorded_by_vendor(Header(path=Path("a"), shape=(8, 8), tags=tags))
    assert recorded.pixel_size_nm == pytest.approx((3.0, 2.0))


def test_gatan_export_with_a_unit_per_axis(tmp_path):
    tags = [(65003, 2, "nm"), (65004, 2, "um"), (65009, 12, 2.0), (65010, 12, 0.003)]
    tags = [
        (code, kind, 0 if kind == 2 else 1, value, True) for code, kind, value in tags
    ]
    tifffile.imwrite(tmp_path / "a.tif", np.eye(8, dtype=np.uint8), extratags=tags)
    assert read(tmp_path / "a.tif").pixel_size_nm == pytest.approx((3.0, 2.0))


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("nm", 0.5),
        ("um", 500.0),
        ("\\u00B5m", 500.0),
        ("micron", 500.0),
        ("Angstrom", 0.05),
        ("inch", None),
        ("cm", None),
        ("pixel", None),
        ("", None),
    ],
)
def test_imagej_units(tmp_path, unit, expected):
    tifffile.imwrite(
        tmp_path / "a.tif",
        np.eye(8, dtype=np.uint8),
        imagej=True,
        resolution=(2.0, 2.0),
        metadata={"unit": unit},
    )
    size = read(tmp_path / "a.tif").pixel_size_nm
    assert (size and size.x) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("unit", "per_unit", "expected"),
    [("cm", 4e6, 2.5), ("inch", 1e7, 2.54), ("cm", 2400.0, None), ("in", 9600, None)],
)
def test_imagej_units_of_prints_count_where_no_print_is_so_fine(
    unit, per_unit, expected
):
    tags = {270: f"ImageJ=1.54p\nunit={unit}\n", 282: (int(per_unit), 1)}
    found = recorded_by_vendor(Header(path=Path("a"), shape=(8, 8), tags=tags))
    size = found and found.pixel_size_nm
    assert (size and size.x) == pytest.approx(expected)


def test_imagej_reciprocal_unit_is_marked():
    tags = {270: "ImageJ=1.54p\nunit=1/nm\n", 282: (2, 1), 283: (2, 1)}
    assert recorded_by_vendor(
        Header(path=Path("a"), shape=(8, 8), tags=tags)
    ).is_reciprocal


def test_ome_xml_defaults_to_micrometres(tmp_path):
    tifffile.imwrite(
        tmp_path / "a.ome.tif",
        np.eye(8, dtype=np.uint8),
        ome=True,
        metadata={
            "PhysicalSizeX": 0.002,
            "PhysicalSizeY": 3.0,
            "PhysicalSizeYUnit": "nm",
        },
    )
    assert read(tmp_path / "a.ome.tif").pixel_size_nm == pytest.approx((3.0, 2.0))


@pytest.mark.parametrize("vendor", VENDORS, ids=lambda vendor: vendor.__name__)
@pytest.mark.parametrize("value", [b"\x00\xff", "", "<", "a=b", {}, {"": ()}, 7, ()])
def test_nonsense_in_any_tag_is_survived(tmp_path, vendor, value):
    codes = (270, 282, 296, 34118, 34665, 34680, 34682, 34683, 33560, 37706, 50431)
    codes += (65003, 65009, 65010)
    header = Header(
        path=tmp_path / "a.tif", shape=(8, 8), tags=dict.fromkeys(codes, value)
    )
    found = vendor(header)
    assert found is None or found.pixel_size_nm is None
