"""How long work says how far it is, and learns that it should stop."""

from collections.abc import Sequence
from typing import Protocol


class Progress(Protocol):
    """Receives reports; raises `CancelledError` from a report to stop the work."""

    def report(self, done: float, total: float, note: str = "") -> None:
        """Take notice that `done` of `total` steps are finished.

        Parameters
        ----------
        done, total : float
            Steps finished and steps in all; fractions are welcome.
        note : str
            What is being worked on, for people.

        Raises
        ------
        feretlab.core.errors.CancelledError
            When somebody asked to stop.
        """


class Silent:
    """Progress that nobody watches and nobody stops."""

    def report(self, done: float, total: float, note: str = "") -> None:
        """Ignore the report."""


SILENT = Silent()


class Stretch:
    """Progress of one part of a longer work.

    Parameters
    ----------
    whole : Progress
        Progress of the whole work.
    start, share : float
        Where the part begins in the whole and how much of it it is, 0 to 1.
    note : str
        Stands before the part's own notes.
    """

    def __init__(
        self, whole: Progress, start: float, share: float, note: str = ""
    ) -> None:
        self._whole = whole
        self._start = start
        self._share = share
        self._note = note

    def report(self, done: float, total: float, note: str = "") -> None:
        """Pass a report on to the whole, scaled.

        Parameters
        ----------
        done, total : float
            Steps of the part finished and in all.
        note : str
            What is being worked on.
        """
        fraction = done / total if total else 1.0
        text = ": ".join(part for part in (self._note, note) if part)
        self._whole.report(self._start + self._share * fraction, 1.0, text)


def by_size(whole: Progress, sizes: Sequence[float]) -> list[Stretch]:
    """Share progress among parts that follow each other, by how much each takes.

    Parameters
    ----------
    whole : Progress
        Progress of all of them.
    sizes : sequence of float
        Time of each part, or whatever grows as that does.

    Returns
    -------
    list of Stretch

    Examples
    --------
    >>> first, second = by_size(SILENT, [1, 3])
    """
    total = sum(sizes)
    starts = [sum(sizes[:index]) / total for index in range(len(sizes))]
    return [
        Stretch(whole, start, size / total)
        for start, size in zip(starts, sizes, strict=True)
    ]
