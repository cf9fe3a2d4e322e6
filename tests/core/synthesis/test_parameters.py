import pytest
from pydantic import ValidationError

from feretlab.core.synthesis.parameters import SynthesizeParameters


def test_diameters_in_wrong_order_are_refused():
    with pytest.raises(ValidationError, match="expected at most max_diameter_px"):
        SynthesizeParameters(min_diameter_px=50, max_diameter_px=20)
