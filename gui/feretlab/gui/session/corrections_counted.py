"""How much a person changed, by kind."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields

from feretlab.gui.session.corrections import Correction, Corrections, Point

_ACTS = {"merged": "merge", "split": "split", "reshaped": "reshape"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much a person changed, and what of it holds.

    Parameters
    ----------
    deleted, added : int
        Particles.
    merged, split : int
        Merges and splits, each of which may concern several particles.
    reshaped : int
        Particles that got another outline.
    reclassified : int
        Particles that got a class; twice where they got two.
    excluded : int
        Particles that do not count now.
    reasons : dict of str to int
        The same by reason.
    not_applied : int
        Corrections of which something no longer applies.
    """

    deleted: int = 0
    added: int = 0
    merged: int = 0
    split: int = 0
    reshaped: int = 0
    reclassified: int = 0
    excluded: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    not_applied: int = 0

    @property
    def numbers(self) -> dict[str, int]:
        """All of them but the reasons, by name."""
        return {name: n for name, n in asdict(self).items() if name != "reasons"}

    def __add__(self, other: "Counts") -> "Counts":
        """Give the sums of both."""
        reasons = Counter(self.reasons) + Counter(other.reasons)
        sums = {
            each.name: getattr(self, each.name) + getattr(other, each.name)
            for each in fields(self)
            if each.name != "reasons"
        }
        return Counts(**sums, reasons=dict(sorted(reasons.items())))


def counted(
    corrections: Corrections,
    excluded: Sequence[str] = (),
    missed: Sequence[tuple[Point, ...]] = (),
) -> Counts:
    """Count what was changed.

    Parameters
    ----------
    corrections : Corrections
        Of one micrograph.
    excluded : sequence of str
        Reason of each particle, or empty.
    missed : sequence of tuple of (int, int)
        For each correction the places where it no longer applies; nothing for all.

    Returns
    -------
    Counts
    """
    totals: Counter[str] = Counter()
    nowhere = [*missed, *[()] * (len(corrections.items) - len(missed))]
    for each, places in zip(corrections.items, nowhere, strict=True):
        totals["not_applied"] += bool(places)
        totals.update(_of(each, len(each.at) - len(places)))
    reasons = Counter(reason for reason in excluded if reason)
    return Counts(
        **totals,
        excluded=sum(reasons.values()),
        reasons=dict(sorted(reasons.items())),
    )


def missed_lines(
    corrections: Corrections, missed: Sequence[tuple[Point, ...]]
) -> tuple[str, ...]:
    """Say which corrections no longer apply, and where.

    Parameters
    ----------
    corrections : Corrections
        Of one micrograph.
    missed : sequence of tuple of (int, int)
        For each correction the places where it no longer applies.

    Returns
    -------
    tuple of str
        One line each.
    """
    pairs = zip(corrections.items, missed, strict=False)
    return tuple(
        f"{name_of(each)} at {_places(places)}" for each, places in pairs if places
    )


def name_of(correction: Correction) -> str:
    """Give what a correction is called.

    Parameters
    ----------
    correction : Correction
        Any one.

    Returns
    -------
    str
        Such as ``"merge"`` or ``"exclude (dust)"``.
    """
    if correction.kind == "class":
        return f"class {correction.text!r}"
    if correction.kind == "exclude":
        return f"exclude ({correction.text})" if correction.text else "include"
    if correction.kind != "replace":
        return correction.kind
    kinds = [act for kind, act in _ACTS.items() if kind in _of(correction, 1)]
    return kinds[0] if kinds else "outlines of a ROI set"


def _places(places: Sequence[Point]) -> str:
    return "; ".join(f"x {column}, y {row}" for row, column in places)


def _of(correction: Correction, met: int) -> dict[str, int]:
    """Count one correction that met so many particles."""
    drawn = len(correction.regions)
    if correction.at and not met:
        return {}
    if correction.kind == "class":
        return {"reclassified": met}
    if correction.kind == "exclude":
        return {}
    if len(correction.at) == 1 and drawn == 1:
        return {"reshaped": 1}
    if len(correction.at) == 1 and drawn > 1:
        return {"split": 1}
    if len(correction.at) > 1 and drawn == 1:
        return {"merged": 1}
    return {"deleted": met, "added": drawn}
