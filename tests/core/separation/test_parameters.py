"""Separation at the limits of every number that it can be told."""

from typing import get_args

import numpy as np
import pytest
from pydantic import ValidationError

from feretlab.core.micrograph import PixelSize
from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.separation.separate import separate

METHODS = ("watershed", "uecs", "contour", "network")
NUMBERS = {
    name: field
    for name, field in SeparateParameters.model_fields.items()
    if {int, float} & {field.annotation, *get_args(field.annotation)}
}


def limits(field):
    low = [x.ge if hasattr(x, "ge") else x.gt for x in field.metadata if _is(x, "g")]
    high = [x.le if hasattr(x, "le") else x.lt for x in field.metadata if _is(x, "l")]
    return low[0], high[0]


def _is(limit, letter):
    return any(hasattr(limit, f"{letter}{end}") for end in "et")


@pytest.mark.parametrize("edge", [1e-6, 1.0, 1e9])
@pytest.mark.parametrize("end", [0, 1])
@pytest.mark.parametrize("name", NUMBERS)
def test_the_limits_of_every_number_work(name, end, edge):
    y, x = np.mgrid[:60, :80]
    places = ((25, 25), (25, 42), (40, 65))
    depth = np.max([13 - np.hypot(y - cy, x - cx) for cy, cx in places], axis=0)
    mask = depth > 0
    maps = {"distance": (depth.clip(0) / 13).astype(np.float32)}
    maps["contact"] = np.where(abs(x - 33.5) < 1, mask, 0).astype(np.float32)
    own = next((method for method in METHODS if name.startswith(method)), "contour")
    value = limits(NUMBERS[name])[end]
    parameters = SeparateParameters(**{"method": own, name: value})
    found = separate(
        mask,
        parameters,
        maps=maps,
        probability=mask.astype(np.float32),
        pixel_size_nm=PixelSize(edge, edge),
    )
    assert 0 <= len(found) <= 3


@pytest.mark.parametrize("value", [1e300, -1e-300, float("inf"), float("nan")])
@pytest.mark.parametrize("name", [n for n in NUMBERS if NUMBERS[n].annotation is float])
def test_what_no_number_of_it_can_be_is_refused(name, value):
    with pytest.raises(ValidationError, match="Input should be"):
        SeparateParameters(**{name: value})
