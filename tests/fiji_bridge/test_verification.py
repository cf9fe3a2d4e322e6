"""Differences between both programs are found, and told where they are."""

import numpy as np
import pytest

from feretlab.core.errors import InputError
from feretlab.core.io.labels import write_labels
from feretlab.core.io.rois import write_rois
from feretlab.core.measurement.parameters import MeasureParameters
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles
from feretlab.fiji_bridge import java
from feretlab.fiji_bridge.verification import (
    TOLERANCE,
    Case,
    built_in_cases,
    case_of,
    differences,
)

PLAIN = MeasureParameters()


def case(name, ours, theirs):
    """A case of one length and one angle."""
    columns = ("feret_px", "feret_angle_deg")
    sides = [
        dict(zip(columns, map(np.array, values), strict=True))
        for values in (ours, theirs)
    ]
    return Case(name=name, ours=sides[0], theirs=sides[1])


def test_the_largest_difference_and_its_place():
    one = case("a", ([5.0, 7.0], [10, 20]), ([5.0, 7.5], [10, 20]))
    other = case("b", ([4.0], [30]), ([4.25], [30]))
    length, angle = differences([one, other])
    assert (length.descriptor, length.compared) == ("feret_px", 3)
    assert (length.absolute, length.case, length.particle) == (0.5, "a", 2)
    assert (length.feretlab, length.imagej) == (7.0, 7.5)
    assert length.relative == pytest.approx(0.5 / 7.5)
    assert (angle.absolute, angle.case, angle.particle) == (0, "", 0)


def test_angles_go_round_after_half_a_turn():
    found = differences([case("a", ([1.0], [179.75]), ([1.0], [0.5]))])
    assert found[1].absolute == pytest.approx(0.75)


def test_a_number_beside_none_is_no_agreement():
    lacking = case("a", ([1.0, np.nan], [5, 5]), ([1.0, 2.0], [5, 5]))
    assert differences([lacking])[0].absolute == np.inf
    neither = case("a", ([1.0, np.nan], [5, 5]), ([1.0, np.nan], [5, 5]))
    assert differences([neither])[0].absolute == 0


def test_descriptors_that_imagej_lacks_are_not_compared():
    found = differences([case("a", ([1.0], [5]), ([1.0], [np.nan]))])
    assert [one.compared for one in found] == [1, 0]


def test_other_numbers_of_particles_are_told():
    odd = case("a", ([1.0, 2.0], [5, 5]), ([1.0], [5]))
    with pytest.raises(InputError, match="FeretLab found 2 particles, ImageJ 1"):
        differences([odd])


@pytest.mark.java
@pytest.mark.usefixtures("running_imagej")
def test_what_comes_along_is_measured_alike():
    names, cases = zip(*built_in_cases(), strict=True)
    assert len([name for name in names if name.endswith(".tif")]) == 3
    for found in differences(measure_twice() for measure_twice in cases):
        assert found.absolute <= TOLERANCE, found
        assert (
            found.compared > 2000
            or "diameter" in found.descriptor
            or (found.descriptor in ("convexity", "mean_grey"))
        )


@pytest.mark.java
@pytest.mark.usefixtures("running_imagej")
def test_labels_and_rois_of_overlapping_particles(tmp_path):
    disc = np.hypot(*np.mgrid[-9:10, -9:10]) <= 9
    disc[9, 9] = False
    corners = [(0, 0), (3, 12), (30, 30)]
    three = Particles.from_masks([disc] * 3, corners, (49, 49))
    write_labels(three, tmp_path / "l.tif", PixelSize(3, 3))
    write_rois(three, tmp_path / "r.zip")
    cases = [case_of(tmp_path / name, PLAIN) for name in ("l.tif", "r.zip")]
    assert [len(one.ours["area_px"]) for one in cases] == [3, 3]
    assert cases[1].ours["pixels"].tolist() == [0, 0, 0]
    assert max(one.absolute for one in differences(cases)) <= TOLERANCE


@pytest.mark.java
@pytest.mark.usefixtures("running_imagej")
def test_pixels_that_only_one_program_reads_are_counted(tmp_path, monkeypatch):
    from feretlab.fiji_bridge import verification

    square = Particles.from_masks([np.ones((5, 5), bool)], [(3, 3)], (20, 20))
    wider = Particles.from_masks([np.ones((5, 7), bool)], [(3, 2)], (20, 20))
    write_rois(square, tmp_path / "r.zip")
    monkeypatch.setattr(verification, "read_rois", lambda *_: wider)
    found = {
        one.descriptor: one for one in differences([case_of(tmp_path / "r.zip", PLAIN)])
    }
    assert found["pixels"].absolute == 10
    assert found["box_width_px"].absolute == 2


@pytest.mark.java
@pytest.mark.usefixtures("running_imagej")
def test_straight_lines_have_imagejs_length(tmp_path):
    line = java.Line(3.25, 4.0, 30.5, 17.0)
    java.RoiEncoder(str(tmp_path / "line.roi")).write(line)
    found = differences(
        [case_of(tmp_path / "line.roi", MeasureParameters(pixel_size_nm=2))]
    )
    assert [(one.descriptor, one.compared) for one in found] == [("length_nm", 1)]
    assert found[0].absolute <= 1e-12


@pytest.mark.java
@pytest.mark.usefixtures("running_imagej")
@pytest.mark.parametrize("connectivity", [4, 8])
def test_real_fields(shared_data, connectivity):
    paths = sorted((shared_data / "bam_tio2" / "masks_manual").glob("*.tif"))[5:9]
    how = MeasureParameters(pixel_size_nm=7.34375, connectivity=connectivity)
    found = differences(case_of(path, how) for path in paths)
    assert max(one.absolute for one in found) <= TOLERANCE
