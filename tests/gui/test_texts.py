"""Texts that tell how many there are."""

import pytest

from feretlab.gui.texts import tr_count


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 images of a"), (1, "1 image of a"), (2, "2 images of a")],
)
def test_a_text_fits_its_number(count, said):
    one, many = "{count} image of {name}", "{count} images of {name}"

    assert tr_count(count, one, many, name="a") == said
