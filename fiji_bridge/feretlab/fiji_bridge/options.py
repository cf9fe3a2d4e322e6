"""Macro options to parameter records and back.

ImageJ hands a command one text: ``model=default threshold=0.5 augment``. Values
that hold spaces stand in brackets, which may hold further ones in pairs. What is
not named keeps its default, unlike ImageJ's own checkboxes, so that a short macro
gives what the command line gives.
"""

import re
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError

from feretlab.core.errors import InputError, short
from feretlab.core.parameters import P, Parameters, type_of

_OPTION = re.compile(r"\s*(?P<key>[A-Za-z_]\w*)(?P<sign>=?)")
_PLAIN = re.compile(r"[^\s\[]\S*|(?=\s|$)")
_END = re.compile(r"\s|$")


def parse_options(text: str) -> dict[str, str | None]:
    """Split the options of a macro command.

    Parameters
    ----------
    text : str
        As of ``ij.Macro.getOptions()``.

    Returns
    -------
    dict
        Value by key, without brackets; None for a key alone.

    Raises
    ------
    InputError
        Where something is no option, or stands twice.

    Examples
    --------
    >>> parse_options("model=[my net.onnx] augment")
    {'model': 'my net.onnx', 'augment': None}
    """
    options: dict[str, str | None] = {}
    text = text.strip()
    position = 0
    while position < len(text):
        key, value, end = _option(text, position)
        if key is None or key in options:
            rest = text[position:].strip()
            problem = "twice the same option" if key else "no option"
            message = (
                f"Reading macro options: found {problem} at {short(rest)}, "
                "expected key=value, values with spaces in [brackets]."
            )
            raise InputError(message)
        options[key] = value
        position = end
    return options


def to_record(options: dict[str, str | None], record: type[P]) -> P:
    """Build a parameter record from texts.

    Parameters
    ----------
    options : dict
        Text by field name; None for a key alone, which switches a field on; an
        empty text means no value where the field may have none.
    record : type of Parameters
        What to build.

    Returns
    -------
    record

    Raises
    ------
    InputError
        In one line: the option, what was found, what was expected.
    """
    fields = record.model_fields
    for key in options:
        if key not in fields:
            known = ", ".join(fields)
            message = f"Reading option {short(key)}: no such one, expected {known}."
            raise InputError(message)
    values = {
        key: _value(text, fields[key].annotation) for key, text in options.items()
    }
    try:
        return record(**values)
    except ValidationError as error:
        details = error.errors()
        raise InputError(" ".join(_explained(detail) for detail in details)) from error


def to_texts(record: Parameters) -> dict[str, str]:
    """Give every field as the text that builds it again.

    Parameters
    ----------
    record : Parameters
        Any record.

    Returns
    -------
    dict of str
        ``"yes"`` or ``"no"`` for truth, empty for None.
    """
    return {name: _text(getattr(record, name)) for name in type(record).model_fields}


def changed(record: Parameters) -> dict[str, str]:
    """Give the texts of fields that differ from their defaults.

    Parameters
    ----------
    record : Parameters
        Any record.

    Returns
    -------
    dict of str
    """
    fields = type(record).model_fields
    return {
        name: text
        for name, text in to_texts(record).items()
        if getattr(record, name) != fields[name].default
    }


def blank(record: type[P]) -> P:
    """Give a record of defaults, required texts empty, for a form to start with.

    Parameters
    ----------
    record : type of Parameters
        What the form fills in.

    Returns
    -------
    record
        Not validated.
    """
    fields = record.model_fields.items()
    empty: dict[str, Any] = {name: "" for name, f in fields if f.is_required()}
    return record.model_construct(**empty)


def quoted(text: str) -> str:
    """Give a value as it stands in a macro's text, inside its quotes.

    Parameters
    ----------
    text : str
        The value.

    Returns
    -------
    str
        In brackets where it needs them; `parse_options` takes them off.
    """
    plain = text and not re.search(r"[\s\[\]]", text)
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return escaped if plain else f"[{escaped}]"


def choices_of(annotation: Any) -> tuple[str, ...] | None:
    """Give the texts that a field may have, or None where they are endless.

    Parameters
    ----------
    annotation : Any
        The field's type.

    Returns
    -------
    tuple of str or None
    """
    if annotation is bool:
        return ("no", "yes")
    if get_origin(annotation) is Literal:
        return tuple(str(choice) for choice in get_args(annotation))
    return None


def _option(text: str, start: int) -> tuple[str | None, str | None, int]:
    """Read one option: key, value and where it ends; no key where it is none."""
    found = _OPTION.match(text, start)
    if found is None:
        return None, None, start
    end, value = found.end(), None
    if found["sign"] and text.startswith("[", end):
        close = _closing(text, end)
        if close is None:
            return None, None, start
        value, end = text[end + 1 : close], close + 1
    elif found["sign"]:
        plain = _PLAIN.match(text, end)
        if plain is None:
            return None, None, start
        value, end = plain[0], plain.end()
    return (found["key"], value, end) if _END.match(text, end) else (None, None, start)


def _closing(text: str, start: int) -> int | None:
    """Find the bracket that closes the one at `start`."""
    depth = 0
    for index in range(start, len(text)):
        depth += {"[": 1, "]": -1}.get(text[index], 0)
        if depth == 0:
            return index
    return None


def _value(text: str | None, annotation: Any) -> Any:
    if text is None:
        return True if annotation is bool else ""
    if type_of(annotation)[1] and not text.strip():
        return None
    if get_origin(annotation) is Literal:
        # A text is no choice of numbers; one that matches none is refused later.
        by_text = {str(choice): choice for choice in get_args(annotation)}
        return by_text.get(text, text)
    return text


def _text(value: Any) -> str:
    if value is None:
        return ""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _explained(detail: Any) -> str:
    key = " ".join(str(part) for part in detail["loc"]) or "options"
    if detail["type"] == "missing":
        return f"Reading option {key!r}: not given, expected a value."
    return f"Reading option {key!r}: found {short(detail['input'])}. {detail['msg']}."
