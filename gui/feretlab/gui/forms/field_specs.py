"""What a form needs to know of each field of a parameter record."""

import inspect
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from feretlab.core.parameters import Parameters, type_of
from feretlab.gui.texts import tr

_GENERAL = "General"
_SHOWN_FIRST = 6
"""Fields of a group that stand in front where `_BASIC` does not name them."""

_BASIC: dict[str, tuple[str, ...]] = {
    "Segment": ("model", "threshold", "invert", "scale"),
    "Separate": ("method", "border", "min_size_nm", "min_confidence"),
    "Statistics": ("descriptor", "nano_limit_nm"),
    "Calibration and files": ("pixel_size_nm",),
    "Compare": ("descriptor", "min_iou", "min_crossing", "manual_unit", "tolerance"),
    "Train": ("network", "name", "start_from", "steps", "batch_size", "patch_px"),
}
"""Fields that most people need, by record; the others are folded away."""

_TITLES = {"Analyze": "Calibration and files"}
_UNIT_ENDINGS = ("_px", "_nm")
_WORDS = {"uecs": "UECS", "iou": "IoU", "ocr": "OCR", "nm": "nm", "px": "px"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSpec:
    """One field of a record, as a form draws it.

    Parameters
    ----------
    name, title, help, unit : str
        Name in the record, and what people read.
    kind : type
        ``bool``, ``int``, ``float``, ``str`` or ``Path``.
    choices : tuple
        Values that there are; empty where it is free.
    is_optional, is_required : bool
        Whether None is a value, and whether there is no default.
    default : Any
        None where there is none.
    low, high : float
        Limits, infinite where there is none.
    group : str
        Title of the record that declares it.
    is_advanced : bool
        Whether it is folded away.
    shown_for : tuple of (str, str) or None
        Field and value with which it matters; None for always.
    """

    name: str
    title: str
    help: str
    unit: str
    kind: type
    choices: tuple[Any, ...] = ()
    is_optional: bool = False
    is_required: bool = False
    default: Any = None
    low: float = float("-inf")
    high: float = float("inf")
    group: str = _GENERAL
    is_advanced: bool = False
    shown_for: tuple[str, str] | None = None

    @property
    def is_share(self) -> bool:
        """Whether it is a fraction, which a slider suits."""
        return self.kind is float and (self.low, self.high) == (0.0, 1.0)

    @property
    def tooltip(self) -> str:
        """Help, unit, limits and default for people."""
        lines = [tr(self.help)]
        if self.unit:
            lines.append(tr("Unit: {unit}.").format(unit=self.unit))
        limits = self._limits()
        if limits:
            lines.append(limits)
        if not self.is_required:
            shown = tr("Default: {value}.")
            lines.append(shown.format(value=self._shown(self.default)))
        return "\n".join(lines)

    def _limits(self) -> str:
        low, high = f"{self.low:g}", f"{self.high:g}"
        if self.low > float("-inf") and self.high < float("inf"):
            return tr("Between {low} and {high}.").format(low=low, high=high)
        if self.low > float("-inf"):
            return tr("From {low} on.").format(low=low)
        return tr("Up to {high}.").format(high=high) if high != "inf" else ""

    def _shown(self, value: Any) -> str:
        if value is None:
            return tr("automatic")
        if isinstance(value, bool):
            return tr("yes") if value else tr("no")
        text = f"{value:g}" if isinstance(value, float) else str(value)
        return text or tr("empty")


def field_specs(record: type[Parameters]) -> tuple[FieldSpec, ...]:
    """Describe all fields of a record, in its order.

    Parameters
    ----------
    record : type of Parameters
        Any parameter record.

    Returns
    -------
    tuple of FieldSpec
    """
    fields = record.model_fields
    groups = {name: _declared_in(record, name) for name in fields}
    options = {
        option: name
        for name, field in fields.items()
        for option in _choices(type_of(field.annotation)[0])
        if isinstance(option, str)
    }
    return tuple(
        _spec(name, field, groups, options.get(name.partition("_")[0]))
        for name, field in fields.items()
    )


def title_of(name: str) -> str:
    """Give the name of a field for people, without its unit.

    Parameters
    ----------
    name : str
        Such as ``"min_size_nm"``.

    Returns
    -------
    str
        Such as ``"Min size"``.
    """
    for ending in _UNIT_ENDINGS:
        name = name.removesuffix(ending)
    words = [_WORDS.get(word, word) for word in name.split("_")]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def _spec(
    name: str, field: FieldInfo, groups: dict[str, str], chooser: str | None
) -> FieldSpec:
    kind, is_optional = type_of(field.annotation)
    choices = _choices(kind)
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    low, high = _limits(field)
    option = name.partition("_")[0]
    shown = name.removeprefix(f"{option}_") if chooser else name
    return FieldSpec(
        name=name,
        title=title_of(shown),
        help=field.description or "",
        unit=str(extra.get("unit") or ""),
        kind=type(choices[0]) if choices else kind,
        choices=choices,
        is_optional=is_optional,
        is_required=field.is_required(),
        default=None if field.is_required() else field.default,
        low=low,
        high=high,
        group=groups[name],
        is_advanced=not _is_basic(name, groups),
        shown_for=(chooser, option) if chooser else None,
    )


def _is_basic(name: str, groups: dict[str, str]) -> bool:
    group = groups[name]
    same = [other for other, its in groups.items() if its == group]
    return name in _BASIC.get(group, same[:_SHOWN_FIRST])


def _declared_in(record: type[Parameters], field: str) -> str:
    """Give the title of the record, or of its base, that declares a field."""
    for owner in record.__mro__:
        if field in inspect.get_annotations(owner):
            name = owner.__name__.removesuffix("Parameters")
            return _TITLES.get(name, name)
    return _GENERAL


def _choices(kind: Any) -> tuple[Any, ...]:
    return get_args(kind) if get_origin(kind) is Literal else ()


def _limits(field: FieldInfo) -> tuple[float, float]:
    low, high = float("-inf"), float("inf")
    for limit in field.metadata:
        low = max(low, *_bounds(limit, ("ge", "gt"), low))
        high = min(high, *_bounds(limit, ("le", "lt"), high))
    return low, high


def _bounds(limit: Any, names: tuple[str, str], otherwise: float) -> list[float]:
    return [float(getattr(limit, name, otherwise)) for name in names]
