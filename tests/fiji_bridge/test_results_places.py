"""The places X and Y of Results tables as the real ImageJ writes them."""

import pytest

from feretlab.core.comparison.files import read_results
from feretlab.core.comparison.points import read_points
from feretlab.core.micrograph import PixelSize

pytestmark = pytest.mark.java

MEASURE = """
newImage("field", "8-bit black", 200, 100, 1);
run("Properties...", "unit={unit} pixel_width={x} pixel_height={y} voxel_depth=1");
run("Set Measurements...", "area centroid feret's redirect=None decimal=6");
{select} run("Measure");
saveAs("Results", "{path}");
"""


@pytest.mark.parametrize(
    ("select", "middle"),
    [
        ("makeRectangle(10, 20, 30, 10);", (25, 25)),
        ("makeOval(100, 40, 20, 20);", (110, 50)),
        ("makeLine(50, 50, 80, 70);", (65, 60)),
    ],
    ids=["rectangle", "oval", "caliper"],
)
@pytest.mark.parametrize(
    ("unit", "x", "y", "told"),
    [("pixel", 1, 1, "px"), ("nm", 2, 2, "nm"), ("um", 0.002, 0.005, "um")],
)
def test_imagejs_centroids_are_where_its_selections_are(
    fresh_imagej, tmp_path, select, middle, unit, x, y, told
):
    from feretlab.fiji_bridge.macro import run_macro

    path = tmp_path / "Results.csv"
    run_macro(MEASURE.format(select=select, unit=unit, x=x, y=y, path=path))
    scale = {"px": 1, "nm": 1, "um": 1000}[told]
    size = PixelSize(y * scale, x * scale)
    points, problem = read_points(read_results(path), told, size)

    assert problem == ""
    assert points[0].tolist() == pytest.approx(middle, abs=1e-2)
