"""Asking where something shall be written."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr


def ask_file(
    parent: QWidget, session: Session, title: str, name: str, kinds: Mapping[str, str]
) -> Path | None:
    """Ask for a file to write.

    Parameters
    ----------
    parent : QWidget
        Of the dialog.
    session : Session
        Remembers the folder.
    title : str
        Of the dialog.
    name : str
        What is proposed.
    kinds : mapping of str to str
        Ending, such as ``.csv``, to what people call it; the first is proposed.

    Returns
    -------
    Path or None
        With one of the endings, which is added where the user typed none; None to
        write nothing.
    """
    filters = {f"{words} (*{ending})": ending for ending, words in kinds.items()}
    text, chosen = QFileDialog.getSaveFileName(
        parent, title, str(_begin(session) / name), ";;".join(filters)
    )
    if not text:
        return None
    path = Path(text)
    # What follows a dot in a name, as in "TiO2 5.3 nm", is mostly no ending.
    if path.suffix.lower() not in kinds:
        path = path.with_name(path.name + filters.get(chosen, next(iter(kinds))))
        if path.exists() and not _may_replace(parent, title, path):
            return None
    session.chosen_folder = path.parent
    return path


def ask_folder(parent: QWidget, session: Session, title: str) -> Path | None:
    """Ask for a folder to write to.

    Parameters
    ----------
    parent : QWidget
        Of the dialog.
    session : Session
        Remembers it.
    title : str
        Of the dialog.

    Returns
    -------
    Path or None
        None to write nothing.
    """
    text = QFileDialog.getExistingDirectory(parent, title, str(_begin(session)))
    if not text:
        return None
    session.chosen_folder = Path(text)
    return session.chosen_folder


def _begin(session: Session) -> Path:
    """Give the folder chosen last, else that of the image."""
    chosen, entry = session.chosen_folder, session.current
    if chosen is not None and chosen.is_dir():
        return chosen
    return Path.home() if entry is None else entry.path.parent


def _may_replace(parent: QWidget, title: str, path: Path) -> bool:
    question = tr("{name} is there already. Replace it?").format(name=path.name)
    answer = QMessageBox.question(parent, title, question)
    return answer == QMessageBox.StandardButton.Yes
