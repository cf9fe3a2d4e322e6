"""ROI sets that ImageJ's ROI Manager saved, measured as its Measure command does."""

import zipfile

import numpy as np
import pytest
import tifffile
from roifile import ROI_TYPE, ImagejRoi

from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.comparison.sources import read_automatic, read_manual
from feretlab.core.errors import FileError, InputError
from feretlab.core.io.labels import write_labels
from feretlab.core.io.rois import read_rois, write_rois
from feretlab.core.measurement.measure import measure
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles
from feretlab.fiji_bridge import java, jvm
from feretlab.fiji_bridge.macro import run_macro
from feretlab.fiji_bridge.roi_measurements import measure_areas, measure_lines

pytestmark = [pytest.mark.java, pytest.mark.usefixtures("fresh_imagej")]
SHAPE, SIZE = (200, 300), PixelSize(2.5, 2.5)
KINDS = (
    "polygon",
    "freehand",
    "oval",
    "rotated rectangle",
    "traced",
    "composite",
    "rectangle",
    "ellipse",
)
_AREAS = """
newImage("field", "8-bit black", 300, 200, 1);
run("Set Measurements...", "area centroid perimeter bounding fit shape feret's");
setVoxelSize(2.5, 2.5, 1, "nm");
makePolygon(10, 10, 50, 12, 61, 40, 20, 44); roiManager("add");
xs = newArray(80.5, 99, 120, 110, 85); ys = newArray(10, 8, 22, 40, 33);
makeSelection("freehand", xs, ys); roiManager("add");
makeOval(140, 10, 40, 30); roiManager("add");
makeRotatedRectangle(200, 20, 250, 50, 20); roiManager("add");
setColor(255); fillOval(20, 100, 31, 23); fillRect(35, 110, 40, 6);
doWand(30, 110); roiManager("add");
run("Select None"); makeOval(100, 100, 40, 40);
setKeyDown("alt"); makeRectangle(110, 110, 9, 9); setKeyDown("none");
roiManager("add");
makeRectangle(160, 100, 21, 33); roiManager("add");
makeEllipse(200, 110, 260, 140, 0.5); roiManager("add");
run("Select None"); setColor(0); fill();
roiManager("save", "FILE"); roiManager("reset"); roiManager("open", "FILE");
"""
_LINES = """
newImage("field", "8-bit black", 300, 200, 1);
setVoxelSize(2.5, 2.5, 1, "nm");
makeLine(10, 10, 50, 40); roiManager("add");
makeLine(10.25, 90.5, 33.75, 91.125); roiManager("add");
roiManager("save", "FILE"); roiManager("reset"); roiManager("open", "FILE");
"""
HEADINGS = {
    "area_nm2": "Area",
    "perimeter_nm": "Perim.",
    "feret_nm": "Feret",
    "min_feret_nm": "MinFeret",
    "major_nm": "Major",
    "minor_nm": "Minor",
    "circularity": "Circ.",
    "solidity": "Solidity",
    "centroid_x_nm": "X",
}
SHOWN = tuple(HEADINGS.values())


def shown(macro, path, headings=SHOWN):
    """Measure every ROI of a macro as people do; give the columns they read.

    They are measured as the file gives them: ImageJ rounds the sides of a rotated
    rectangle when it saves it.
    """
    # Without its window, the Results table begins anew at each Measure.
    rows = run_macro(macro.replace("FILE", str(path)) + _reading(headings))
    table = np.array([row.split(",") for row in rows.split()], float)
    return dict(zip(headings, table.T, strict=True))


def _reading(headings):
    cells = "".join(
        f'text += "," + d2s(getResult("{name}", nResults - 1), 9);' for name in headings
    )
    return (
        'all = ""; for (i = 0; i < roiManager("count"); i++) {'
        'roiManager("select", i); run("Measure"); text = "";'
        f'{cells} all += substring(text, 1) + "\\n"; }} return all;'
    )


def test_areas_are_measured_as_by_the_measure_command(tmp_path):
    theirs = shown(_AREAS, tmp_path / "set.zip")
    particles, table = measure_areas(
        tmp_path / "set.zip", shape=SHAPE, pixel_size_nm=SIZE
    )
    assert len(particles) == len(KINDS)
    for name, heading in HEADINGS.items():
        np.testing.assert_allclose(
            table[name], theirs[heading], rtol=0, atol=1e-6, err_msg=name
        )
    np.testing.assert_allclose(measure(particles)["area_px"], table["area_px"])
    by_kind = dict(zip(KINDS, table["min_feret_px"], strict=True))
    assert by_kind["oval"] == pytest.approx(30)
    assert by_kind["rotated rectangle"] == pytest.approx(20, abs=1e-3)
    # The pixels of a polygon reach beyond its sides; its calipers do not.
    assert measure(particles)["min_feret_px"][0] > by_kind["polygon"] + 0.1


def test_lines_are_measured_as_by_the_measure_command(tmp_path):
    theirs = shown(_LINES, tmp_path / "lines.zip", ["Length"])["Length"]
    found = measure_lines(tmp_path / "lines.zip", SIZE)
    np.testing.assert_allclose(found, theirs, rtol=0, atol=1e-9)
    assert found[0] == pytest.approx(125)


def test_sets_of_feretlab_have_its_own_measures(tmp_path):
    rng = np.random.default_rng(2)
    particles = Particles.from_labels(
        np.kron(rng.integers(0, 9, (6, 7)), np.ones((5, 5), int))
    )
    whole = particles.select(
        np.array([not _has_hole(mask) for mask in particles.masks()])
    )
    write_rois(whole, tmp_path / "set.zip")
    again, table = measure_areas(
        tmp_path / "set.zip", shape=particles.shape, pixel_size_nm=SIZE
    )
    np.testing.assert_array_equal(again.bits, whole.bits)
    ours = measure(whole, pixel_size_nm=SIZE)
    for name in ("feret_px", "min_feret_nm", "area_nm2", "solidity", "major_px"):
        np.testing.assert_allclose(table[name], ours[name], atol=1e-6, err_msg=name)


def _has_hole(mask):
    from scipy import ndimage

    return (ndimage.binary_fill_holes(mask) != mask).any()


def test_empty_rois_are_left_out_as_by_feretlab(tmp_path):
    path = tmp_path / "set.zip"
    write_rois(Particles.from_mask(np.eye(4, dtype=bool)), path)
    empty = {
        "box": ImagejRoi(roitype=ROI_TYPE.RECT, left=2, top=2, right=2, bottom=2),
        "polygon": ImagejRoi(roitype=ROI_TYPE.POLYGON),
        "sliver": ImagejRoi.frompoints(np.array([[1.1, 1], [1.2, 1], [1.2, 8]])),
    }
    with zipfile.ZipFile(path, "a") as archive:
        for name, roi in empty.items():
            archive.writestr(f"{name}.roi", roi.tobytes())
    particles, table = measure_areas(path, shape=(9, 9))

    assert len(particles) == len(read_rois(path, (9, 9))) == 1
    assert len(table["area_px"]) == 1


def test_manual_sets_are_measured_by_imagej_for_the_comparison(tmp_path):
    theirs = shown(_AREAS, tmp_path / "field.zip")
    labels = measure_areas(tmp_path / "field.zip", shape=SHAPE)[0]
    write_labels(labels, tmp_path / "field_labels.tif", SIZE)
    parameters = CompareParameters(rois_by="imagej")
    automatic = read_automatic(tmp_path / "field_labels.tif", parameters)
    manual = read_manual([tmp_path / "field.zip"], "anna", automatic, parameters)
    assert manual.unit == "nm"
    np.testing.assert_allclose(manual.images[0].values, theirs["MinFeret"], atol=1e-6)
    # ImageJ has no such descriptor: FeretLab's, of the same pixels.
    other = CompareParameters(rois_by="imagej", descriptor="inscribed_diameter")
    round_ones = read_manual([tmp_path / "field.zip"], "anna", automatic, other)
    expected = measure(labels)["inscribed_diameter_px"] * SIZE.x
    np.testing.assert_allclose(round_ones.images[0].values, expected)


def test_what_is_no_area_or_lies_outside_is_one_line(tmp_path):
    shown(_LINES, tmp_path / "lines.zip", ["Length"])
    with pytest.raises(InputError, match="of type 'straight line', expected an area"):
        measure_areas(tmp_path / "lines.zip")
    java.RoiEncoder(str(tmp_path / "far.roi")).write(java.Roi(500, 500, 9, 9))
    with pytest.raises(InputError, match="no pixel in the micrograph of 200 x 300"):
        measure_areas(tmp_path / "far.roi", shape=SHAPE)
    text = jvm.java_class("ij.gui.TextRoi")(20, 20, "5 nm")
    java.RoiEncoder(str(tmp_path / "text.roi")).write(text)
    with pytest.raises(InputError, match="of type 'text', expected an area"):
        measure_areas(tmp_path / "text.roi")
    (tmp_path / "odd.roi").write_bytes(b"Iout\0\xe4\x07" + b"\xff" * 200)
    with pytest.raises(FileError, match="found none that ImageJ decodes"):
        measure_areas(tmp_path / "odd.roi")


def test_real_particles_have_their_own_measures(shared_data, tmp_path):
    path = sorted((shared_data / "bam_tio2" / "masks_manual").glob("*.tif"))[1]
    particles = Particles.from_mask(tifffile.imread(path), connectivity=4)
    write_rois(particles, tmp_path / "set.zip")
    table = measure_areas(tmp_path / "set.zip", shape=particles.shape)[1]
    ours = measure(particles)
    for name in ("feret_px", "min_feret_px", "area_px", "feret_angle_deg"):
        np.testing.assert_allclose(table[name], ours[name], atol=1e-6, err_msg=name)
