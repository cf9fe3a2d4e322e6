"""Missing files that lie somewhere else now."""

from pathlib import Path
from typing import TypeVar

from feretlab.gui.controllers.loading import Loader
from feretlab.gui.session.entries import State
from feretlab.gui.session.history import Change
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr_count

_Value = TypeVar("_Value")


def relocate(session: Session, loader: Loader, before: Path, now: Path) -> None:
    """Note where a file is now, undoably, and find missing ones that moved along.

    Where data are read-only it is for looking alone.

    Parameters
    ----------
    session : Session
        Holds the entries.
    loader : Loader
        Reads what was found.
    before, now : Path
        The file as it was known, and where it is.
    """
    places = _places(session, before, now)
    known = {key: session.entry(key) for key in places}

    def put() -> None:
        for key, path in _of_all_pages(session, places).items():
            session.update(key, path=path)
        loader.read_again(tuple(places))

    def put_back() -> None:
        for key, entry in _of_all_pages(session, known).items():
            session.update(
                key,
                path=entry.path,
                state=entry.state,
                message=entry.message,
                pixel_size_nm=entry.pixel_size_nm,
                pixel_size_source=entry.pixel_size_source,
            )

    if session.is_read_only:
        put()
    elif places:
        title = tr_count("locate {count} image", "locate {count} images", len(places))
        change = Change(title=title, redo=put, undo=put_back, keys=tuple(places))
        session.do(change)


def _places(session: Session, before: Path, now: Path) -> dict[str, Path]:
    """Give by key where the file is now, and missing ones that lay beside it."""
    places = {}
    for entry in session.entries:
        is_beside = entry.path.parent == before.parent and entry.state == State.MISSING
        if entry.path == before:
            places[entry.key] = now
        elif is_beside:
            places[entry.key] = now.parent / entry.path.name
    return {key: place for key, place in places.items() if place.is_file()}


def _of_all_pages(session: Session, values: dict[str, _Value]) -> dict[str, _Value]:
    """Give pages that came out of an entry since its value, others their own."""
    return {page: values[key] for key in values for page in session.pages_of(key)}
