import pytest
from pydantic import ValidationError

from feretlab.core.segmentation.parameters import SegmentParameters


@pytest.mark.parametrize(
    ("name", "value"),
    [("threshold", 1.1), ("invert", "maybe"), ("scale", 0), ("tile_px", 10)],
)
def test_values_out_of_range_are_refused(name, value):
    with pytest.raises(ValidationError, match=name):
        SegmentParameters(**{name: value})


def test_every_help_is_a_sentence():
    for field in SegmentParameters.model_fields.values():
        assert field.description.endswith(".")
