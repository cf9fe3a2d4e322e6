"""What stands under the picture."""

import pytest

from feretlab.gui.canvas.readout import percent_text


@pytest.mark.parametrize(
    ("scale", "said"),
    [(0.0695, "6.95 %"), (0.556, "55.6 %"), (2.847, "285 %"), (10.743, "1074 %")],
)
def test_the_zoom_is_told_without_powers_of_ten(scale, said):
    assert percent_text(scale) == said
