"""Changes that put results in the place of others, both ways."""

from dataclasses import dataclass

from feretlab.gui.session.corrections import Corrections
from feretlab.gui.session.entries import Entry, State
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.history import Change
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr_count


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcome:
    """What is known of one entry by an analysis, or before one.

    Parameters
    ----------
    entry : Entry
        Its state, and the size that counted.
    finding : Finding or None
        What was found; None before an analysis.
    corrections : Corrections
        What a person had changed by then.
    """

    entry: Entry
    finding: Finding | None
    corrections: Corrections


def outcome_of(session: Session, key: str) -> Outcome:
    """Give what is known of an entry now.

    Parameters
    ----------
    session : Session
        Holds the entry.
    key : str
        Which entry.

    Returns
    -------
    Outcome
    """
    return Outcome(
        entry=session.entry(key),
        finding=session.finding(key),
        corrections=session.corrections(key),
    )


def change_results(
    session: Session, title: str, pairs: tuple[tuple[Outcome, Outcome], ...]
) -> Change:
    """Make the change that puts other results in the place of entries' own.

    Parameters
    ----------
    session : Session
        Holds the entries.
    title : str
        What the Edit menu calls it.
    pairs : tuple of (Outcome, Outcome)
        Of each entry the earlier one and the newer one.

    Returns
    -------
    Change
    """

    def put(side: int) -> None:
        for pair in pairs:
            _put_sign(session, pair[side].entry)
            if pair[0].finding is not pair[1].finding:
                _put_result(session, pair[side])

    return Change(
        title=title,
        redo=lambda: put(1),
        undo=lambda: put(0),
        keys=tuple(before.entry.key for before, _ in pairs),
    )


class RunStep:
    """A run as one change, which grows with every image that is finished.

    Parameters
    ----------
    session : Session
        Holds entries and history.
    cause : Change or None
        What the run follows by itself: it is undone and redone with that. None
        for a run that somebody asked for.
    """

    def __init__(self, session: Session, cause: Change | None = None) -> None:
        self._session = session
        self._cause = cause
        self._pairs: dict[str, tuple[Outcome, Outcome]] = {}
        self._found: set[str] = set()
        self.change = cause

    @property
    def is_asked_for(self) -> bool:
        """Whether it is a change of its own."""
        return self._cause is None

    def add(self, before: Outcome, after: Outcome) -> None:
        """Note that an image was analysed.

        Parameters
        ----------
        before, after : Outcome
            Of the image.
        """
        self._take(before, after)
        self._found.add(before.entry.key)
        self._note()

    def add_failure(self, before: Outcome, after: Outcome) -> None:
        """Note that an image failed; that alone is nothing to undo.

        Parameters
        ----------
        before, after : Outcome
            Of the image; with the same finding.
        """
        self._take(before, after)
        if self._found or self._cause is not None:
            self._note()

    def _take(self, before: Outcome, after: Outcome) -> None:
        if self.change is not None and not self._session.history.has_done(self.change):
            # Undone, or of a project that is no longer open.
            self._pairs, self._found = {}, set()
            self._cause = self.change = None
        key = before.entry.key
        first, _ = self._pairs.get(key, (before, after))
        self._pairs[key] = first, after

    def _note(self) -> None:
        count = len(self._found)
        title = tr_count("analyse {count} image", "analyse {count} images", count)
        grown = change_results(self._session, title, tuple(self._pairs.values()))
        if self._cause is not None:
            grown = _both(self._cause, grown)
        self._session.history.note(grown, instead_of=self.change)
        self.change = grown


def _both(cause: Change, results: Change) -> Change:
    """Give a change with the results that followed it, under its own title."""

    def redo() -> None:
        # Results first: who hears of the cause finds nothing left to analyse.
        results.redo()
        cause.redo()

    def undo() -> None:
        results.undo()
        cause.undo()

    keys = (*cause.keys, *results.keys)
    return Change(title=cause.title, redo=redo, undo=undo, keys=keys)


def _put_sign(session: Session, entry: Entry) -> None:
    """Show how far an entry had come, unless it is under way again."""
    key = entry.key
    if session.has(key) and session.entry(key).state != State.RUNNING:
        session.update(key, state=entry.state, message=entry.message)


def _put_result(session: Session, kept: Outcome) -> None:
    key, entry = kept.entry.key, kept.entry
    if not session.has(key):
        return
    if session.entry(key).given_size_nm == entry.given_size_nm:
        session.update(
            key,
            shape=entry.shape,
            pixel_size_nm=entry.pixel_size_nm,
            pixel_size_source=entry.pixel_size_source,
        )
    session.put_finding(key, kept.finding)
    if kept.finding is not None and not _is_as_now(session, kept, kept.finding):
        session.corrections_changed.emit(key)


def _is_as_now(session: Session, kept: Outcome, finding: Finding) -> bool:
    """Tell whether a result holds the corrections and the pixel size that count."""
    given = session.entry(kept.entry.key).given_size_nm
    if given != kept.entry.given_size_nm:
        return False
    if given is not None and finding.facts.pixel_size_nm != (given, given):
        return False
    items, known = session.corrections(kept.entry.key).items, kept.corrections.items
    if not len(finding.missed) == len(known) == len(items):
        return False  # made before, or corrected since
    return all(one is other for one, other in zip(items, known, strict=True))
