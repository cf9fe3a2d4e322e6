"""Macro options to records and back."""

import pytest

from feretlab.core.errors import InputError
from feretlab.core.operations import OPERATIONS
from feretlab.fiji_bridge.options import (
    blank,
    changed,
    parse_options,
    quoted,
    to_record,
    to_texts,
)
from feretlab.fiji_bridge.parameters import (
    AnalyzeCommand,
    CompareCommand,
    SegmentCommand,
)

records = pytest.mark.parametrize("record", [op.parameters for op in OPERATIONS])


def test_values_with_spaces_stand_in_brackets():
    text = "model=[C:\\my nets\\a=b.onnx] threshold=0.25 augment"
    assert parse_options(text) == {
        "model": "C:\\my nets\\a=b.onnx",
        "threshold": "0.25",
        "augment": None,
    }


@pytest.mark.parametrize(
    "value", ["", "a b", "[2024] x.csv", "a[1]", "C:\\x\\y", 'say "so"']
)
def test_what_is_quoted_for_a_macro_is_read_again(value):
    in_macro = quoted(value)
    literal = in_macro.replace('\\"', '"').replace("\\\\", "\\")  # as ImageJ reads it
    assert parse_options(f"key={literal} other=1") == {"key": value, "other": "1"}


@pytest.mark.parametrize("text", ["=3", "model=[a", "threshold=1 threshold=2", "?"])
def test_what_is_no_option_is_told(text):
    with pytest.raises(InputError, match="expected key=value"):
        parse_options(text)


def test_what_is_no_option_is_told_in_a_line():
    with pytest.raises(InputError, match="expected key=value") as caught:
        parse_options("=" * 100_000)
    assert len(str(caught.value)) < 400


def test_a_key_that_ends_like_another_is_not_confused():
    options = parse_options("watershed_min_depth_px=2 watershed_min_depth=0.5")
    record = to_record(options, AnalyzeCommand)
    assert record.watershed_min_depth_px == 2
    assert record.watershed_min_depth == 0.5


def test_what_is_not_named_keeps_its_default():
    assert to_record({}, AnalyzeCommand) == AnalyzeCommand()


def test_an_empty_value_means_none():
    assert to_record({"scale": ""}, SegmentCommand).scale is None


def test_numbers_to_choose_from_are_read_as_numbers():
    assert to_record({"connectivity": "4"}, AnalyzeCommand).connectivity == 4


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"treshold": "1"}, "'treshold': no such one, expected model, threshold"),
        ({"threshold": "2"}, "'threshold': found '2'.*less than or equal to 1"),
        ({"threshold": None}, "'threshold': found ''.*valid number"),
        ({"invert": "perhaps"}, "'invert': found 'perhaps'.*'auto', 'yes' or 'no'"),
    ],
)
def test_a_bad_option_is_one_line(options, told):
    with pytest.raises(InputError, match=told) as caught:
        to_record(options, SegmentCommand)
    assert "\n" not in str(caught.value)


@records
def test_texts_build_the_same_record_again(record):
    given = {name: "x" for name, f in record.model_fields.items() if f.is_required()}
    before = record(**given)
    assert to_record(dict(to_texts(before)), record) == before


def test_only_what_was_changed_is_recorded():
    record = AnalyzeCommand(threshold=0.25, complete_hidden=False)
    assert changed(record) == {"threshold": "0.25", "complete_hidden": "no"}


def test_a_required_option_that_is_missing_is_told():
    with pytest.raises(InputError, match="'manual': not given, expected a value"):
        to_record({"automatic": "a", "output": "b"}, CompareCommand)


def test_a_form_begins_with_defaults_and_empty_required_texts():
    start = blank(CompareCommand)
    assert start.manual == ""
    assert start.resamples == CompareCommand.model_fields["resamples"].default
