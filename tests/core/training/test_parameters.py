import pytest
from pydantic import ValidationError

from feretlab.core.training.parameters import TrainParameters


def test_scales_in_wrong_order_are_refused():
    with pytest.raises(ValidationError, match="expected at most largest_scale"):
        TrainParameters(largest_scale=0.4)


def test_both_scales_may_be_the_same():
    assert TrainParameters(smallest_scale=2.0).largest_scale == 2.0
