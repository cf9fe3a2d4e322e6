"""Choices of pages, as people write them."""

import pytest

from feretlab.core.errors import InputError
from feretlab.core.page_choice import chosen_pages


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("", [0, 1, 2, 3, 4]),
        ("1", [0]),
        (" 2, 4 - 5 ", [1, 3, 4]),
        ("4,1,1-2", [0, 1, 3]),
        ("3-999999999", [2, 3, 4]),
    ],
)
def test_numbers_and_ranges_take_pages_in_their_order(text, pages):
    assert chosen_pages(text, 5, "a.tif") == pages


@pytest.mark.parametrize("text", ["0", "2-1", "a", "1,", "-1", "1-", "1.5", "9" * 10])
def test_what_is_no_choice_is_refused(text):
    with pytest.raises(InputError, match=r"expected such as 1 or 2,4-6"):
        chosen_pages(text, 5, "a.tif")


def test_a_choice_without_end_is_told_in_a_line():
    with pytest.raises(InputError, match=r"found 'xxx.*xxx', expected") as caught:
        chosen_pages("x" * 10_000, 5, "a.tif")
    assert len(str(caught.value)) < 300


def test_pages_that_are_not_there_are_told():
    with pytest.raises(InputError, match=r"of a.tif: found '3', but it has 2"):
        chosen_pages("3", 2, "a.tif")
