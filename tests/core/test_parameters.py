"""What all parameter records share."""

from typing import Literal, Optional

import pytest

from feretlab.core.parameters import type_of


@pytest.mark.parametrize(
    ("annotation", "found"),
    [
        (float, (float, False)),
        (float | None, (float, True)),
        (Optional[int], (int, True)),  # noqa: UP045
        (Literal["yes", "no"], (Literal["yes", "no"], False)),
    ],
)
def test_a_field_is_of_the_type_that_is_not_none(annotation, found):
    assert type_of(annotation) == found
