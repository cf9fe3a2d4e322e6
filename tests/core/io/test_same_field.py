"""Pages that show the same field, drawn and real."""

from itertools import pairwise

import numpy as np
import pytest
import tifffile

from feretlab.core.io.describe import describe
from feretlab.core.io.read import read_micrographs


def discs(seed, shape=(300, 400)):
    """Heights of 40 discs at random places, 0 elsewhere."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[: shape[0], : shape[1]]
    heights = np.zeros(shape)
    for cy, cx in rng.uniform((0, 0), shape, (40, 2)):
        distance = np.hypot(y - cy, x - cx)
        heights = np.maximum(heights, np.sqrt(np.maximum(15**2 - distance**2, 0)))
    return heights


def seen(heights, gain, seed):
    """What a detector sees of heights: bright or dark, with its own noise."""
    noise = np.random.default_rng(seed).normal(0, 8, heights.shape)
    return np.clip(128 + gain * heights + noise, 0, 255).astype(np.uint8)


def warnings(path, **options):
    read = read_micrographs(path, ocr=False, **options)
    return [page.warnings for page in read]


def test_another_detector_of_the_same_field_is_told_once(tmp_path):
    pages = [seen(discs(1), gain, gain) for gain in (6, 3, 7)]
    pages[1] = 255 - pages[1]
    tifffile.imwrite(tmp_path / "a.tif", np.stack(pages), photometric="minisblack")
    first, (second,), third = warnings(tmp_path / "a.tif")
    assert (first, third) == ((), ())
    assert second.startswith("Pages 1 and 2 of this file show the same field, so that")


def test_a_small_drift_between_pictures_is_allowed_for(tmp_path):
    heights = discs(1)
    pages = [seen(heights, 6, 1), seen(np.roll(heights, (4, -3), (0, 1)), 3, 2)]
    tifffile.imwrite(tmp_path / "a.tif", np.stack(pages))
    assert [len(lines) for lines in warnings(tmp_path / "a.tif")] == [0, 1]


def test_info_tells_it_too(tmp_path):
    pages = [seen(discs(1), gain, gain) for gain in (6, 3)]
    tifffile.imwrite(tmp_path / "a.tif", np.stack(pages), photometric="minisblack")
    (line,) = describe(tmp_path / "a.tif")["warnings"]
    assert "analyse one of them alone (--pages 1)" in line


def test_other_fields_are_not_taken_for_it(tmp_path):
    pages = [seen(discs(seed), 6, seed) for seed in range(12)]
    tifffile.imwrite(tmp_path / "a.tif", np.stack(pages), photometric="minisblack")
    assert not any(warnings(tmp_path / "a.tif"))


@pytest.mark.parametrize("shape", [(2, 2), (1, 500), (3, 3)])
def test_the_smallest_and_plain_pages_are_not_compared(tmp_path, shape):
    tifffile.imwrite(
        tmp_path / "a.tif",
        np.stack([np.arange(np.prod(shape)).reshape(shape) % 2] * 2).astype(np.uint8),
        photometric="minisblack",
    )
    assert warnings(tmp_path / "a.tif") == [(), ()]


def test_a_choice_of_pages_reads_no_others(tmp_path):
    pages = [seen(discs(1), gain, gain) for gain in (6, 3)]
    tifffile.imwrite(tmp_path / "a.tif", np.stack(pages), photometric="minisblack")
    (only,) = read_micrographs(tmp_path / "a.tif", ocr=False, pages="2")
    assert (only.name, only.warnings) == ("a_p0002", ())
    np.testing.assert_array_equal(only.pixels, pages[1])


def test_detectors_are_named_where_the_pages_name_them(tmp_path):
    with tifffile.TiffWriter(tmp_path / "a.tif") as file:
        for gain, name in ((6, "SE"), (3, "BSE")):
            words = f"[MAIN]\r\nDetector={name}\r\nPixelSizeX=1e-9\r\n".encode()
            tag = (50431, 7, len(words), words, True)
            file.write(seen(discs(1), gain, gain), extratags=[tag], metadata=None)
    assert "same field (SE and BSE)" in warnings(tmp_path / "a.tif")[1][0]


def test_real_fields_in_two_signals_are_known(shared_data, tmp_path):
    """Transmission lies up to 20 px beside the secondary electrons."""
    folder = shared_data / "bam_tio2"
    names = sorted(path.name for path in (folder / "sem").glob("*.tif"))
    same = 0
    for name, other in pairwise(names[:7]):
        sem = tifffile.imread(folder / "sem" / name)[:712]
        tsem = tifffile.imread(folder / "tsem" / f"{int(name[:-4]) + 1}.tif")[:712]
        tifffile.imwrite(tmp_path / "same.tif", np.stack([sem, tsem]))
        another = tifffile.imread(folder / "sem" / other)[:712]
        tifffile.imwrite(tmp_path / "other.tif", np.stack([sem, another]))
        same += any(warnings(tmp_path / "same.tif"))
        assert not any(warnings(tmp_path / "other.tif"))
    assert same == 6
