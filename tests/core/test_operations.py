"""The table of operations is complete and sound."""

from typing import get_args

import pytest

from feretlab.core.errors import InputError
from feretlab.core.operations import OPERATIONS, operation

each = pytest.mark.parametrize("op", OPERATIONS, ids=lambda op: op.id)


def test_ids_are_unique():
    assert len({op.id for op in OPERATIONS}) == len(OPERATIONS)


@each
def test_help_is_a_sentence(op):
    assert op.help.endswith(".")


@each
def test_record_and_function_exist(op):
    assert callable(op.function)
    assert op.parameters.model_config["frozen"]


@each
def test_every_field_is_described_and_has_a_default(op):
    for name, field in op.parameters.model_fields.items():
        assert (field.description or "").endswith("."), name
        assert not field.is_required(), name


@each
def test_every_number_has_limits_on_both_sides(op):
    """Huge numbers overflow where nobody would look for the reason."""
    for name, field in op.parameters.model_fields.items():
        kinds = get_args(field.annotation) or (field.annotation,)
        if {int, float} & set(kinds):
            limits = [attribute for limit in field.metadata for attribute in dir(limit)]
            assert {"ge", "gt"} & set(limits), name
            assert {"le", "lt"} & set(limits), name


def test_an_unknown_operation_is_named():
    with pytest.raises(InputError, match="found 'paint', expected one of analyze"):
        operation("paint")
