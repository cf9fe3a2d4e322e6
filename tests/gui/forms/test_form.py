"""Forms drawn from parameter records, the whole registry among them."""

from pathlib import Path

import pytest

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.operations import OPERATIONS
from feretlab.core.parameters import Parameters, parameter
from feretlab.core.synthesis.parameters import SynthesizeParameters
from feretlab.gui.forms.field_specs import field_specs
from feretlab.gui.forms.form import ParameterForm


class Sample(Parameters):
    """One field of every kind."""

    folder: Path = parameter(Path("here"), help="A folder.")
    edge_nm: float = parameter(2.5, help="An edge.", unit="nm", gt=0)
    limit_nm: float | None = parameter(None, help="A limit.", unit="nm", ge=0)
    name: str = parameter(help="A name without which nothing goes.")


@pytest.fixture
def make(qtbot):
    def make(record_type, **options):
        form = ParameterForm(record_type, **options)
        qtbot.addWidget(form)
        return form

    return make


def _other(spec, value):
    """Another value that a field may have, where there is one."""
    if spec.choices:
        return next((choice for choice in spec.choices if choice != value), value)
    if spec.kind is bool:
        return not value
    if spec.kind is str:
        return f"{value or ''} other"
    near = [1, 2] if value is None else [value + 1, value * 0.5, value * 0.9]
    allowed = [spec.kind(one) for one in near if spec.low <= one <= spec.high]
    return next(one for one in allowed if one != value)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_every_default_of_the_registry_goes_through_a_form(make, operation):
    record = operation.parameters()

    assert make(operation.parameters).record == record


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_every_other_value_of_the_registry_goes_through_a_form(make, operation):
    record = operation.parameters()
    form = make(operation.parameters)
    for spec in field_specs(operation.parameters):
        value = _other(spec, getattr(record, spec.name))
        # Only multiples of 16, and numbers of pages, are allowed.
        value = {"patch_px": 512, "pages": "2,4-6"}.get(spec.name, value)
        changed = record.model_copy(update={spec.name: value})
        if isinstance(record, SynthesizeParameters) and spec.name.endswith(
            "diameter_px"
        ):
            continue  # the two must be in order
        form.set_record(changed)
        assert form.record == operation.parameters(**changed.model_dump()), spec.name


def test_every_field_of_the_registry_is_drawn_with_its_help(make):
    form = make(AnalyzeParameters)

    drawn = {name: row.editor.toolTip() for name, row in form.rows.items()}
    assert drawn.keys() == AnalyzeParameters.model_fields.keys()
    assert all(
        field.description in drawn[name]
        for name, field in AnalyzeParameters.model_fields.items()
    )


def test_units_and_limits_stand_in_the_tooltip(make):
    tip = make(AnalyzeParameters).rows["contour_min_turn"].editor.toolTip()

    assert "Unit: degree" in tip
    assert "180" in tip


def test_what_pydantic_says_stands_at_the_field(make):
    form = make(AnalyzeParameters)
    form.rows["min_confidence"].editor.set_value(1.5)

    assert form.record is None
    assert "less than or equal to 1" in form.rows["min_confidence"].fault.text()
    assert form.rows["threshold"].fault.text() == ""


def test_what_concerns_several_fields_is_said_as_well(make):
    form = make(SynthesizeParameters)
    form.rows["min_diameter_px"].editor.set_value(400)

    assert "max_diameter_px" in form.faults[""]


def test_a_required_field_without_a_value_gives_no_record_of_its_own(make):
    form = make(Sample)
    form.rows["name"].editor.set_value("gold")
    form.rows["folder"].editor.set_value(Path("/there"))

    assert form.record == Sample(name="gold", folder=Path("/there"))


def test_automatic_is_none(make):
    form = make(Sample)
    form.set_record(Sample(name="gold", limit_nm=3.0))
    form.rows["limit_nm"].editor.box.setChecked(True)

    assert form.record.limit_nm is None


def test_no_pixel_size_is_taken_before_one_is_typed(qtbot, make):
    form = make(AnalyzeParameters)
    field = form.rows["pixel_size_nm"].editor
    with qtbot.assertNotEmitted(form.committed):
        field.box.setChecked(False)
    assert form.record is None
    assert "pixel_size_nm" in form.faults

    field.editor.box.setValue(2.5)
    assert form.record.pixel_size_nm == 2.5


def test_reset_brings_the_default_back(qtbot, make):
    form = make(AnalyzeParameters)
    form.set_record(AnalyzeParameters(threshold=0.3))
    with qtbot.waitSignal(form.committed) as heard:
        form.rows["threshold"].reset.click()

    assert heard.args == [AnalyzeParameters()]


def test_only_fields_of_the_chosen_method_are_shown(make):
    form = make(AnalyzeParameters)
    form.set_record(AnalyzeParameters(method="uecs"))

    hidden = {name: row.editor.isHidden() for name, row in form.rows.items()}
    assert not hidden["uecs_min_convexity"]
    assert hidden["watershed_line"]
    assert hidden["network_min_peak"]


def test_a_moving_slider_tells_of_every_step_and_commits_at_the_end(qtbot, make):
    form = make(AnalyzeParameters)
    seen, kept = [], []
    form.edited.connect(seen.append)
    form.committed.connect(kept.append)
    slider = form.rows["threshold"].editor.slider
    slider.setSliderDown(True)
    for step in (510, 600, 700):
        slider.setValue(step)
    assert kept == []
    slider.setSliderDown(False)

    assert [record.threshold for record in seen] == [0.51, 0.6, 0.7]
    assert [record.threshold for record in kept] == [0.7]


def test_a_number_may_be_typed_with_a_comma(qtbot, make):
    form = make(AnalyzeParameters)
    box = form.rows["min_size_nm"].editor.box
    box.lineEdit().setText("2,5 nm")
    with qtbot.waitSignal(form.committed):
        box.editingFinished.emit()

    assert form.record.min_size_nm == 2.5


def test_fields_that_are_left_out_keep_their_values(make):
    form = make(AnalyzeParameters, left_out=("seed", "resamples"))
    form.set_record(AnalyzeParameters(seed=7))

    assert form.record.seed == 7
    assert "seed" not in form.rows


def test_an_edit_that_changes_nothing_is_told_as_well(qtbot, make):
    form = make(AnalyzeParameters)
    slider = form.rows["threshold"].editor.slider
    slider.setSliderDown(True)
    slider.setValue(600)
    slider.setValue(500)
    with qtbot.waitSignal(form.rested):
        slider.setSliderDown(False)

    assert form.record == AnalyzeParameters()
