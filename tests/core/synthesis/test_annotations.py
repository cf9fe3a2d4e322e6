import numpy as np
import pytest
from PIL import Image, ImageDraw

from feretlab.core.synthesis.annotations import Marks, annotate, border, info_bar


@pytest.fixture
def canvas():
    picture, cover = Image.new("L", (256, 256), 90), Image.new("L", (256, 256), 0)
    return (
        picture,
        cover,
        Marks(ImageDraw.Draw(picture), ImageDraw.Draw(cover), (256, 256)),
    )


def test_info_bar_hides_the_lowest_rows_only(canvas):
    picture, cover, marks = canvas
    info_bar(np.random.default_rng(0), marks)
    hidden = np.array(cover) > 0
    rows = np.flatnonzero(hidden.any(axis=1))
    assert rows[-1] == 255
    assert rows[0] > 200
    assert hidden[rows].all()
    assert (np.array(picture)[~hidden] == 90).all()


def test_border_hides_what_it_paints(canvas):
    picture, cover, marks = canvas
    border(np.random.default_rng(1), marks)
    assert ((np.array(picture) != 90) == (np.array(cover) > 0)).all()


@pytest.mark.parametrize("seed", range(6))
def test_hidden_pixels_are_painted_over(seed):
    pixels = np.random.default_rng(0).integers(60, 120, (256, 256)).astype(np.uint8)
    drawn, hidden = annotate(np.random.default_rng(seed), pixels)
    assert drawn.shape == hidden.shape == pixels.shape
    assert not np.isin(drawn[hidden], range(60, 120)).sum() > 0.2 * hidden.sum()
