"""How much a person changed, by kind."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields

from feretlab.gui.session.corrections import Correction, Corrections, Point
from feretlab.gui.texts import tr_later

_ACTS = {
    "merged": tr_later("merge"),
    "split": tr_later("split"),
    "reshaped": tr_later("reshape"),
}
_KINDS = {"add": tr_later("add"), "delete": tr_later("delete")}


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
    corrections: Corrections,
    missed: Sequence[tuple[Point, ...]],
    spoken: Callable[[str], str] = str,
) -> tuple[str, ...]:
    """Say which corrections no longer apply, and where.

    Parameters
    ----------
    corrections : Corrections
        Of one micrograph.
    missed : sequence of tuple of (int, int)
        For each correction the places where it no longer applies.
    spoken : callable
        Gives a text in the language wanted; English, as in a provenance record,
        where it is left out.

    Returns
    -------
    tuple of str
        One line each.
    """
    line = spoken(tr_later("{correction} at {places}"))
    return tuple(
        line.format(correction=_name(each, spoken), places=_places(places))
        for each, places in zip(corrections.items, missed, strict=False)
        if places
    )


def _name(correction: Correction, spoken: Callable[[str], str]) -> str:
    """Say what a correction is, such as "merge" or "exclude (dust)"."""
    text = correction.text
    if correction.kind == "class":
        return spoken(tr_later("class {name!r}")).format(name=text)
    if correction.kind == "exclude":
        kind = tr_later("exclude ({reason})") if text else tr_later("include")
        return spoken(kind).format(reason=text)
    if correction.kind != "replace":
        return spoken(_KINDS[correction.kind])
    acts = [act for kind, act in _ACTS.items() if kind in _of(correction, 1)]
    return spoken(acts[0] if acts else tr_later("outlines of a ROI set"))


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
