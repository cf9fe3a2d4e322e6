"""ImageJ's dialog, drawn from a parameter record."""

from collections.abc import Iterator
from typing import Any

from pydantic.fields import FieldInfo

from feretlab.core.parameters import P, Parameters
from feretlab.fiji_bridge import java
from feretlab.fiji_bridge.options import choices_of, to_record, to_texts
from feretlab.fiji_bridge.parameters import FILE, FOLDER

_ROWS = 16  # more fields than fit on a small screen stand side by side
# Wider fields take the rest of a row in ij.gui.GenericDialog.
FIELD_COLUMNS = 8
PATH_COLUMNS = 40


def ask(title: str, start: P) -> P | None:
    """Let the user fill in a record.

    Parameters
    ----------
    title : str
        Of the dialog.
    start : Parameters
        What the fields show at first.

    Returns
    -------
    Parameters or None
        None where the user cancelled.

    Raises
    ------
    feretlab.core.errors.InputError
        Where a value is outside its limits.
    """
    record = type(start)
    fields = record.model_fields
    dialog = java.GenericDialog(title)
    texts = to_texts(start).items()
    for (name, text), is_beside in zip(texts, beside(record), strict=True):
        if is_beside:
            dialog.addToSameRow()
        _add(dialog, name, text, fields[name])
    dialog.addHelp(help_text(record))
    dialog.showDialog()
    if dialog.wasCanceled():
        return None
    return to_record(_filled_in(dialog, record), record)


def beside(record: type[Parameters]) -> Iterator[bool]:
    """Tell of each field whether it stands beside the one before it.

    Paths have rows of their own: what stands beside one would be outside the dialog.

    Parameters
    ----------
    record : type of Parameters
        What the dialog fills in.

    Yields
    ------
    bool
    """
    wide = [_is_path(field) for field in record.model_fields.values()]
    columns = -(-wide.count(False) // (_ROWS - wide.count(True)))
    place = 0
    for is_wide in wide:
        place = 0 if is_wide else place
        yield place > 0
        place = 0 if is_wide else (place + 1) % columns


def help_text(record: type[Parameters]) -> str:
    """Give the text behind the dialog's Help button.

    Parameters
    ----------
    record : type of Parameters
        What the dialog fills in.

    Returns
    -------
    str
        HTML: the fields as macros name them, and what they mean.
    """
    lines = [
        f"<b>{name}</b>: {field.description}"
        for name, field in record.model_fields.items()
    ]
    return "<html>" + "<br>".join(lines) + "</html>"


def _is_path(field: FieldInfo) -> bool:
    return FILE in field.metadata or FOLDER in field.metadata


def _add(dialog: Any, name: str, text: str, field: FieldInfo) -> None:
    choices = choices_of(field.annotation)
    if field.annotation is bool:
        dialog.addCheckbox(name, text == "yes")
    elif choices:
        dialog.addChoice(name, choices, text)
    elif FILE in field.metadata:
        dialog.addFileField(name, text, PATH_COLUMNS)
    elif FOLDER in field.metadata:
        dialog.addDirectoryField(name, text, PATH_COLUMNS)
    else:
        dialog.addStringField(name, text, FIELD_COLUMNS)


def _filled_in(dialog: Any, record: type[Parameters]) -> dict[str, str | None]:
    """Read what stands in the fields of a dialog that was closed.

    Not by getNextString and its like: while the dialog is closed, another thread sets
    their counters to the first field, 25 ms after this one may read.
    """
    choices = _each(dialog.getChoices())
    switches = _each(dialog.getCheckboxes())
    strings = _each(dialog.getStringFields())
    filled: dict[str, str | None] = {}
    for name, field in record.model_fields.items():
        if field.annotation is bool:
            filled[name] = "yes" if next(switches).getState() else "no"
        elif choices_of(field.annotation):
            filled[name] = str(next(choices).getSelectedItem())
        else:
            filled[name] = str(next(strings).getText()).strip()
    return filled


def _each(fields: Any) -> Iterator[Any]:
    """Go through fields of one kind; ImageJ gives None where there are none."""
    return iter(() if fields is None else fields)
