"""Words in a picture."""

import numpy as np
import pytest

from feretlab.core.errors import MissingExtraError
from feretlab.core.io import text


def test_without_the_extra_the_message_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(text, "can_read_text", lambda: False)
    text._engine.cache_clear()
    with pytest.raises(MissingExtraError, match=r"pip install \"feretlab\[ocr\]\""):
        text.read_text(np.zeros((20, 20), np.uint8))


class Found:
    """What RapidOCR hands back."""

    boxes = np.array([[[4.4, 2.6], [30.2, 2.6], [30.2, 12.1], [4.4, 12.1]]] * 2)
    txts = ("200 nm", "???")
    scores = (0.9, 0.3)


def test_words_have_their_box_and_doubtful_ones_are_left_out(monkeypatch):
    monkeypatch.setattr(text, "_engine", lambda: lambda pixels: Found)
    (word,) = text.read_text(np.zeros((20, 40), np.uint8))
    assert word == text.Word(text="200 nm", top=2, left=4, bottom=13, right=31)


def test_a_picture_without_text_has_no_words(monkeypatch):
    nothing = type("Nothing", (), {"boxes": None})
    monkeypatch.setattr(text, "_engine", lambda: lambda pixels: nothing)
    assert text.read_text(np.zeros((20, 40), np.uint8)) == []


def test_a_word_knows_its_place_in_other_pictures():
    word = text.Word(text="200 nm", top=10, left=3, bottom=22, right=60)
    assert word.height == 12
    assert word.around(5, 8) == (slice(5, 27), slice(0, 68))
    assert word.moved(-5, 2) == text.Word(
        text="200 nm", top=5, left=5, bottom=17, right=62
    )
    half = text.Word(text="200 nm", top=5, left=2, bottom=11, right=30)
    assert word.scaled(0.5) == half
