"""What every operation's parameter record shares."""

import types
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field

PIXEL_EDGE_NM: Any = {"ge": 1e-6, "le": 1e9}
"""Limits of a given pixel size: beyond any microscope, and files can hold them."""

SIZE_NM: Any = {"ge": 0, "le": 1e9}
"""Limits of a size of particles: from none to 1 m."""

AREA_PX: Any = {"ge": 0, "le": 1 << 32}
"""Limits of an area: from none to the largest picture that is read."""

SEED: Any = {"ge": 0, "le": 1 << 53}
"""Limits of a seed: whole numbers that every file of results keeps exactly."""


class Parameters(BaseModel):
    """Base of parameter records: frozen, closed, described field by field."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)


def parameter(default: Any = ..., *, help: str, unit: str = "", **limits: Any) -> Any:
    """Declare one field of a parameter record.

    Parameters
    ----------
    default : Any
        Value where none is given; ``...`` makes the field required.
    help : str
        One line for people; ends in a full stop.
    unit : str
        Unit of the value: ``"nm"``, ``"px"``; empty for none.
    **limits
        What `pydantic.Field` takes: ``ge``, ``gt``, ``le``, ``lt``.

    Returns
    -------
    Any
        A pydantic field.
    """
    return Field(default, description=help, json_schema_extra={"unit": unit}, **limits)


def type_of(annotation: Any) -> tuple[Any, bool]:
    """Tell the type of a field, and whether it may be None.

    Parameters
    ----------
    annotation : Any
        Such as ``float | None``.

    Returns
    -------
    type, is_optional : Any, bool
        Such as ``float, True``.
    """
    if get_origin(annotation) in (Union, types.UnionType):
        kinds = [kind for kind in get_args(annotation) if kind is not type(None)]
        return kinds[0], len(kinds) < len(get_args(annotation))
    return annotation, False


P = TypeVar("P", bound=Parameters)


def part(whole: Parameters, record: type[P]) -> P:
    """Take from a record the fields of another, smaller one.

    Parameters
    ----------
    whole : Parameters
        A record that has at least the fields of `record`.
    record : type of Parameters
        What to make.

    Returns
    -------
    record
        The same values under the same names.
    """
    return record(**{name: getattr(whole, name) for name in record.model_fields})
