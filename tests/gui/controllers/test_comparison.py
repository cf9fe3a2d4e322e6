"""Findings beside manual measurements."""

from pathlib import Path

import pytest

from feretlab.core.comparison.compare_files import compare
from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.errors import InputError
from feretlab.core.io.rois import write_rois
from feretlab.core.progress import SILENT
from feretlab.gui.controllers.comparison import CompareTask, Source
from feretlab.gui.controllers.comparison_report import write_lines
from feretlab.gui.controllers.comparison_sides import automatic_side
from feretlab.gui.session.corrections import Correction
from feretlab.gui.session.manual import ManualLength

PARAMETERS = CompareParameters(resamples=100, rois_by="feretlab")
HERE = Source(name="me")


@pytest.fixture
def length():
    """A caliper line down a rectangle of `make_finding`, at a column."""

    def length(column, image="a"):
        return ManualLength(
            key="", image=image, start=(5.0, column), end=(15.0, column)
        )

    return length


@pytest.fixture
def compared(make_finding):
    def compared(findings, lengths, source=HERE, parameters=PARAMETERS):
        task = CompareTask(
            findings=tuple(findings),
            source=source,
            lengths=tuple(lengths),
            parameters=parameters,
        )
        return task(SILENT)

    return compared


def test_lines_are_paired_with_the_particles_that_they_cross(
    make_finding, compared, length
):
    finding = make_finding("a", [10, 30, 20])
    found = compared([finding], [length(5.0), length(25.0), length(70.0)])

    statuses = [case.status for case in found.cases]
    assert statuses == ["pair", "pair", "miss", "not measured by hand"]
    assert found.cases[0].manual_size == pytest.approx(20)  # 10 px of 2 nm
    assert found.cases[2].box == (5, 70, 15, 70)


def test_excluded_particles_take_no_part(make_finding):
    exclude = Correction(kind="exclude", at=((8, 2),), text="dirt")
    finding = make_finding("a", [10, 30], corrections=[exclude])
    side = automatic_side([finding], PARAMETERS)

    assert side.images[0].values.tolist() == pytest.approx([20])
    assert len(side.images[0].particles) == 1


def test_one_image_without_a_size_makes_all_of_it_pixels(make_finding):
    findings = [make_finding("a", [10]), make_finding("b", [30], nm=None)]
    side = automatic_side(findings, PARAMETERS)

    assert side.unit == "px"
    assert [image.values[0] for image in side.images] == [10, 10]


def test_a_roi_set_of_the_same_outlines_agrees(make_finding, compared, tmp_path):
    finding = make_finding("a", [10, 30, 20])
    write_rois(finding.particles, tmp_path / "a_rois.zip")
    source = Source(name="outlines", path=tmp_path / "a_rois.zip")
    found = compared([finding], (), source)

    assert [case.status for case in found.cases] == ["pair"] * 3
    assert found.comparison.paired.agreement.bias.value == pytest.approx(0, abs=1e-6)


def test_an_area_is_not_compared_with_lengths(make_finding, compared, length):
    with pytest.raises(InputError, match="expected a length"):
        compared(
            [make_finding("a", [10])],
            [length(5.0)],
            parameters=CompareParameters(descriptor="area"),
        )


def test_lengths_of_other_images_are_none_of_these(make_finding, compared, length):
    with pytest.raises(InputError, match="caliper"):
        compared([make_finding("a", [10])], [length(5.0, image="b")])


def test_written_lines_give_the_same_as_those_in_the_session(
    make_finding, compared, length, tmp_path
):
    finding = make_finding("a", [10, 30, 20])
    lengths = [length(5.0), length(25.5), length(48.0)]
    direct = compared([finding], lengths)
    write_lines(lengths, tmp_path)
    read = compared([finding], (), Source(name="me", path=tmp_path))

    assert [case.status for case in read.cases] == [c.status for c in direct.cases]
    sizes = [case.manual_size for case in read.cases]
    assert sizes == pytest.approx([case.manual_size for case in direct.cases])


def test_the_command_reads_what_was_written(make_finding, length, tmp_path):
    finding = make_finding("a", [10, 30, 20])
    (tmp_path / "automatic").mkdir()
    write_rois(finding.particles, tmp_path / "automatic" / "a_rois.zip")
    write_lines([length(5.0), length(25.0)], tmp_path / "manual")
    changes = {"pictures": False, "workbook": False}
    parameters = PARAMETERS.model_copy(update=changes)
    result = compare(
        [("me", tmp_path / "manual")],
        Path(tmp_path / "automatic"),
        tmp_path / "out",
        parameters,
    )

    assert result.comparisons[0].paired.agreement.count == 2


def test_an_imagej_table_with_places_is_compared_particle_by_particle(
    make_finding, compared, tmp_path
):
    results = tmp_path / "Results.csv"
    # X and Y in nm, 2 nm a pixel: two middles of rectangles, and one place of none.
    results.write_text(" ,MinFeret,X,Y\n1,21,10,20\n2,19,54,20\n3,18,200,70\n")
    found = compared(
        [make_finding("a", [10, 30, 20])],
        (),
        Source(name="me", path=results),
        PARAMETERS.model_copy(update={"manual_unit": "nm"}),
    )

    statuses = [case.status for case in found.cases]
    assert statuses == ["pair", "pair", "miss", "not measured by hand"]
    assert found.cases[2].box == (15, 80, 55, 120)


def test_without_a_unit_its_places_are_not_used_and_that_is_told(
    make_finding, compared, tmp_path
):
    results = tmp_path / "Results.csv"
    results.write_text(" ,MinFeret,X,Y\n1,21,10,20\n2,19,54,20\n")
    found = compared(
        [make_finding("a", [10, 30, 20])], (), Source(name="me", path=results)
    )

    assert found.cases == ()
    assert any("X and Y tell no unit" in line for line in found.comparison.warnings)
