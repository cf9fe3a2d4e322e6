"""Changes that correct a micrograph, both ways."""

from feretlab.gui.session.corrections import Correction, Corrections
from feretlab.gui.session.history import Change
from feretlab.gui.session.session import Session


def correct(session: Session, key: str, title: str, correction: Correction) -> Change:
    """Make the change that adds one correction to an entry.

    Parameters
    ----------
    session : Session
        Holds the entry.
    key : str
        Which entry.
    title : str
        What the Edit menu calls it.
    correction : Correction
        What a person changed.

    Returns
    -------
    Change
        To be done by ``session.do``.
    """
    after = session.corrections(key).and_then(correction)
    return change_corrections(session, key, title, after)


def change_corrections(
    session: Session, key: str, title: str, after: Corrections
) -> Change:
    """Make the change that puts other corrections in the place of an entry's.

    Parameters
    ----------
    session : Session
        Holds the entry.
    key : str
        Which entry.
    title : str
        What the Edit menu calls it.
    after : Corrections
        The other ones.

    Returns
    -------
    Change
        To be done by ``session.do``.
    """
    before = session.corrections(key)

    def put(corrections: Corrections) -> None:
        session.put_corrections(key, corrections)
        session.corrections_changed.emit(key)

    return Change(
        title=title,
        redo=lambda: put(after),
        undo=lambda: put(before),
        keys=(key,),
    )
