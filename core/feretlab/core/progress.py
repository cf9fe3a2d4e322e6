"""How long work says how far it is, and learns that it should stop."""

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
