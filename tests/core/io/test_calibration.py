"""Pixel sizes from the scale bar.

A bar of 100 px that a stand-in for OCR reads as 200 nm means 2 nm per pixel.
"""

import numpy as np
import pytest
import tifffile

from feretlab.core.io import calibration
from feretlab.core.io.calibration import CheckedBars, contradictions
from feretlab.core.io.read import read_micrographs
from feretlab.core.io.scale_bar import ScaleBar
from feretlab.core.micrograph import PixelSize


@pytest.fixture
def path(tmp_path):
    rng = np.random.default_rng(0)
    pixels = rng.normal(120, 20, (300, 400)).clip(20, 220).astype(np.uint8)
    pixels[230:290, 240:360] = 0
    pixels[270:274, 250:350] = 255
    pixels[240:260:4, 270:330:3] = 255
    tifffile.imwrite(tmp_path / "a.tif", np.stack([pixels] * 2), photometric=1)
    return tmp_path / "a.tif"


@pytest.fixture(autouse=True)
def ocr(monkeypatch):
    calls = []

    def find(pixels, info_bar_rows):
        calls.append(pixels.shape)
        return ScaleBar(length_px=100.0, length_nm=200.0, text="200 nm")

    monkeypatch.setattr(calibration, "find_scale_bar", find)
    monkeypatch.setattr(calibration, "can_read_text", lambda: True)
    return calls


def test_it_gives_the_size_where_metadata_do_not(path, ocr):
    pages = list(read_micrographs(path))
    assert [page.pixel_size_nm for page in pages] == [PixelSize(2.0, 2.0)] * 2
    assert pages[0].pixel_size_source == "scale bar '200 nm' of 100 px"
    assert len(ocr) == 1, "a stack is read once"


def test_it_is_not_read_where_the_size_is_known(path, ocr):
    list(read_micrographs(path, pixel_size_nm=3.0))
    list(read_micrographs(path, ocr=False))
    assert ocr == []


@pytest.mark.parametrize(("recorded", "warned"), [(2.02, False), (2.2, True)])
def test_it_is_compared_when_asked(path, recorded, warned):
    tifffile.imwrite(
        path,
        tifffile.imread(path, key=0),
        imagej=True,
        resolution=(1 / recorded,) * 2,
        metadata={"unit": "nm"},
    )
    (page,) = read_micrographs(path)
    assert page.pixel_size_nm.x == pytest.approx(recorded, rel=1e-4)
    told = contradictions(page, CheckedBars())
    assert any("means 2 nm per pixel" in line for line in told) == warned


@pytest.fixture
def recorded(path):
    """Write the picture as ImageJ TIFF of a pixel size in nm, cropped to rows."""
    picture = tifffile.imread(path, key=0)

    def write(name, nm, rows=300):
        target = path.with_name(name)
        size = {"resolution": (1 / nm,) * 2, "metadata": {"unit": "nm"}}
        tifffile.imwrite(target, picture[-rows:], imagej=True, **size)
        return target

    return write


def checked_in_turn(paths, checked):
    pages = [page for path in paths for page in read_micrographs(path)]
    return [contradictions(page, checked) for page in pages]


def test_one_bar_stands_for_those_alike(recorded, ocr):
    checked = CheckedBars()
    told = checked_in_turn([recorded(f"{n}.tif", 2.0) for n in "abc"], checked)
    assert len(ocr) == 1
    assert told == [()] * 3
    (note,) = checked.notes()
    assert note.startswith("The scale bar was looked at in 'a' ('200 nm' of 100 px)")
    assert "stood for 2 images" in note


def test_another_size_or_shape_is_read_again(recorded, ocr):
    checked = CheckedBars()
    files = [
        recorded("a.tif", 2.0),
        recorded("b.tif", 2.03),
        recorded("c.tif", 2.0, 290),
    ]
    checked_in_turn(files, checked)
    assert len(ocr) == 3
    assert checked.notes() == ()


def test_a_bar_that_contradicts_stands_for_none(recorded, ocr):
    files = [recorded(f"{n}.tif", 2.2) for n in "ab"]
    told = checked_in_turn(files, CheckedBars())
    assert len(ocr) == 2
    assert all("means 2 nm per pixel" in line for (line,) in told)


def test_without_metadata_every_bar_is_read(path, ocr):
    pages = [page for _ in range(2) for page in read_micrographs(path)]
    assert [page.pixel_size_nm.x for page in pages] == [2.0] * 4
    assert len(ocr) == 2


def test_without_the_extra_a_warning_says_so(path, monkeypatch):
    monkeypatch.setattr(calibration, "can_read_text", lambda: False)
    page = next(iter(read_micrographs(path)))
    assert "feretlab[ocr]" in page.warnings[0]


def test_without_a_bar_there_is_nothing_to_warn_of(tmp_path, monkeypatch):
    monkeypatch.setattr(calibration, "can_read_text", lambda: False)
    noise = np.random.default_rng(0).normal(120, 20, (300, 400)).astype(np.uint8)
    tifffile.imwrite(tmp_path / "a.tif", noise)
    assert next(iter(read_micrographs(tmp_path / "a.tif"))).warnings == ()
