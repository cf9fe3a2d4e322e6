"""Parameter records as command-line options, and back."""

import argparse
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from feretlab.core.errors import InputError, short
from feretlab.core.parameters import P, Parameters, type_of

_WORDS = {str: "TEXT", int: "N", float: "NUMBER"}
"""What stands for a value of each type in help texts."""


def add_options(parser: argparse.ArgumentParser, record: type[Parameters]) -> None:
    """Add one option per field of a record.

    Parameters
    ----------
    parser : argparse.ArgumentParser
        Gets the options ``--field-name``.
    record : type of Parameters
        The operation's parameter record.
    """
    group = parser.add_argument_group("parameters")
    for name, field in record.model_fields.items():
        group.add_argument(
            f"--{name.replace('_', '-')}", dest=name, **_option(name, field)
        )


def collect(arguments: argparse.Namespace, record: type[P]) -> P:
    """Build the record from what was given; fields not given keep their default.

    Parameters
    ----------
    arguments : argparse.Namespace
        Parsed options.
    record : type of Parameters
        The record whose options were added.

    Returns
    -------
    record
        Validated.

    Raises
    ------
    InputError
        With one line that names the option, the value and what was expected.
    """
    given = {
        name: getattr(arguments, name)
        for name in record.model_fields
        if getattr(arguments, name, None) is not None
    }
    return build(given, record)


def build(given: dict[str, Any], record: type[P]) -> P:
    """Build a record from a mapping, with a one-line error.

    Parameters
    ----------
    given : dict
        Field names and values.
    record : type of Parameters
        The record to build.

    Returns
    -------
    record
        Validated.

    Raises
    ------
    InputError
        If a value is outside its limits or a field is not known.
    """
    try:
        return record(**given)
    except ValidationError as error:
        raise InputError(
            "; ".join(_explain(detail) for detail in error.errors())
        ) from error


def _explain(detail: Any) -> str:
    where = " ".join(str(part).replace("_", "-") for part in detail["loc"]) or "options"
    reason = str(detail["msg"]).removeprefix("Value error, ").rstrip(".")
    return f"Reading --{where}: found {short(detail['input'])}. {reason}."


def _option(name: str, field: FieldInfo) -> dict[str, Any]:
    """Arguments of ``add_argument``; the default stays None to tell it from given."""
    kind, optional = type_of(field.annotation)
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    unit = str(extra.get("unit") or "")
    text = _help(field, unit, optional).replace("%", "%%")
    if kind is bool:
        return {"action": argparse.BooleanOptionalAction, "default": None, "help": text}
    if get_origin(kind) is Literal:
        choices = get_args(kind)
        return {"choices": choices, "type": type(choices[0]), "help": text}
    metavar = unit.upper() if unit.isalpha() else _WORDS.get(kind, name.upper())
    return {"type": kind, "metavar": metavar, "help": text}


def _help(field: FieldInfo, unit: str, optional: bool) -> str:
    parts = [field.description or ""]
    if unit:
        parts.append(f"Unit: {unit}.")
    if field.is_required():
        parts.append("Required.")
    elif not (optional and field.default is None):
        parts.append(f"Default: {_plain(field.default)}.")
    return " ".join(parts)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value) or "empty"
