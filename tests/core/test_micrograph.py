"""Where a micrograph and its pixel size come from."""

from pathlib import Path

import numpy as np
import pytest

from feretlab.core.micrograph import GIVEN, Micrograph, PixelSize, is_from_bar


@pytest.mark.parametrize(
    ("size", "source", "expected"),
    [
        (PixelSize(2, 2), "Zeiss tag 34118", True),
        (PixelSize(2, 2), "scale bar '200 nm' of 100 px", False),
        (PixelSize(2, 2), GIVEN, False),
        (None, "", False),
    ],
)
def test_only_metadata_record_a_size(size, source, expected):
    micrograph = Micrograph(
        pixels=np.zeros((2, 2), np.uint8),
        pixel_size_nm=size,
        pixel_size_source=source,
    )
    assert micrograph.has_recorded_size is expected


def test_a_size_read_from_a_bar_is_known_by_its_source():
    assert is_from_bar("scale bar '200 nm' of 100 px")
    assert not is_from_bar("Zeiss tag 34118")


@pytest.mark.parametrize(
    ("source", "page", "pages", "expected"),
    [
        (Path("a.tif"), 0, 1, "'a.tif'"),
        (Path("a.tif"), 1, 2, "'a.tif', page 2"),
        (None, 0, 1, "'image'"),
    ],
)
def test_messages_name_the_file_and_the_page_of_several(source, page, pages, expected):
    pixels = np.zeros((2, 2), np.uint8)
    picture = Micrograph(pixels=pixels, source=source, page=page, pages=pages)
    assert picture.where == expected
