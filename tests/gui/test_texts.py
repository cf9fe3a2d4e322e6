"""Texts that are translated, and that tell how many there are."""

import pytest

from feretlab.gui.texts import speak, tr, tr_count

ONE, MANY = "{count} image of {name}", "{count} images of {name}"


@pytest.fixture
def polish():
    """Another language, with a plural of its own for two."""
    speak(
        lambda text, other, count: {
            (MANY, 1): "{count} obraz {name}",
            (MANY, 2): "{count} obrazy {name}",
            ("", -1): "Otwórz",
        }.get((other, count), text)
    )
    yield
    speak(None)


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 images of a"), (1, "1 image of a"), (2, "2 images of a")],
)
def test_a_text_fits_its_number(count, said):
    assert tr_count(ONE, MANY, count, name="a") == said


@pytest.mark.parametrize(("count", "said"), [(1, "1 obraz a"), (2, "2 obrazy a")])
def test_a_language_has_its_own_plurals(polish, count, said):
    assert tr_count(ONE, MANY, count, name="a") == said


def test_a_number_that_nobody_translated_is_told_in_english(polish):
    assert tr_count(ONE, MANY, 5, name="a") == "5 images of a"


def test_a_text_is_given_in_the_language_spoken(polish):
    assert tr("Open") == "Otwórz"
