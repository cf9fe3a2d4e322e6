"""What a row of the list says."""

from pathlib import Path

import pytest

from feretlab.gui.session.entries import Entry
from feretlab.gui.window.entries_model import size_text


@pytest.mark.parametrize(
    ("size", "said"),
    [((2.5, 2.5), "2.5 nm/px"), ((0.2, 1.0), "1 × 0.2 nm/px")],
    ids=["square pixels", "oblong pixels, width first"],
)
def test_the_pixel_size_is_told(size, said):
    entry = Entry(key="1", path=Path("a.tif"), shape=(4, 4), pixel_size_nm=size)

    assert size_text(entry) == said
