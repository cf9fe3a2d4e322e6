"""Lengths measured by hand, of the images that a comparison is about."""

from collections.abc import Iterable
from dataclasses import replace

from feretlab.gui.session.manual import ManualLength
from feretlab.gui.session.session import Session


def lengths_on(session: Session, keys: Iterable[str]) -> tuple[ManualLength, ...]:
    """Give the lengths on some entries, named as what was found there.

    A removed entry keeps its lengths, for undo, and another one may have its name.

    Parameters
    ----------
    session : Session
        Holds lengths and findings.
    keys : iterable of str
        Entries of the list; those not analysed are left out.

    Returns
    -------
    tuple of ManualLength
        Each with the image's name in the finding.
    """
    found = [(key, session.finding(key)) for key in keys]
    return tuple(
        replace(row, image=finding.facts.image)
        for key, finding in found
        if finding is not None
        for row in session.manual.of(key)
    )
