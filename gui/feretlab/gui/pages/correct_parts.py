"""Parts of the page Correct that hold nothing."""

from PySide6.QtWidgets import QComboBox, QGridLayout, QGroupBox, QLabel, QLayout

from feretlab.gui.session.corrections_counted import Counts
from feretlab.gui.session.entries import Entry, State
from feretlab.gui.texts import tr


def combo(items: tuple[str, ...]) -> QComboBox:
    """Give a box to choose from or to type into.

    Parameters
    ----------
    items : tuple of str
        To choose from.

    Returns
    -------
    QComboBox
    """
    box = QComboBox(editable=True)
    box.addItems(list(items))
    box.setSizePolicy(box.sizePolicy().Policy.Expanding, box.sizePolicy().Policy.Fixed)
    box.setMinimumContentsLength(8)
    return box


def why_empty(entry: Entry | None) -> str:
    """Say what to do where there is nothing to correct.

    Parameters
    ----------
    entry : Entry or None
        The shown image, which has no particles.

    Returns
    -------
    str
    """
    if entry is None:
        return tr("Open micrographs first: drop files or a folder into the window.")
    if entry.state == State.FAILED and entry.shape is None:
        return tr("This image cannot be read: its place in the middle says why.")
    return tr(
        "This image has no particles yet. Run the analysis on the page Analyse, or "
        "draw all outlines by hand."
    )


def counts_text(counts: Counts) -> str:
    """Say how much was corrected, by kind.

    Parameters
    ----------
    counts : Counts
        Of the shown image.

    Returns
    -------
    str
    """
    kinds = (
        (counts.deleted, tr("{n} deleted")),
        (counts.added, tr("{n} added")),
        (counts.merged, tr("{n} merged")),
        (counts.split, tr("{n} split")),
        (counts.reshaped, tr("{n} reshaped")),
        (counts.reclassified, tr("{n} classified")),
    )
    done = [text.format(n=n) for n, text in kinds if n]
    if not done:
        return tr("No outline or class was corrected.")
    return tr("Corrected: {kinds}.").format(kinds=", ".join(done))


def group(title: str, layout: QLayout) -> QGroupBox:
    """Give a box with a title around a layout.

    Parameters
    ----------
    title : str
        In its frame.
    layout : QLayout
        What it holds.

    Returns
    -------
    QGroupBox
    """
    box = QGroupBox(title)
    box.setLayout(layout)
    return box


def keys() -> QGridLayout:
    """List the keys that stand on no button of the page.

    Returns
    -------
    QGridLayout
    """
    listed = [
        ("S", tr("Select")),
        ("Ctrl, Shift", tr("Add to the selection, span a rectangle")),
        ("Esc, Enter", tr("Drop, close a shape")),
        ("F, +, -", tr("Whole picture, zoom")),
        ("O", tr("Show or hide particles")),
        ("Ctrl+Z, Ctrl+Shift+Z", tr("Undo, redo")),
    ]
    grid = QGridLayout()
    for index, (key, title) in enumerate(listed):
        name = QLabel(key)
        name.setProperty("dim", True)
        grid.addWidget(name, index, 0)
        grid.addWidget(QLabel(title), index, 1)
    grid.setColumnStretch(1, 1)
    return grid
