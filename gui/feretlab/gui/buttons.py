"""Buttons with an icon, as the pages have them."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from feretlab.gui.icons import icon


def icon_button(
    glyph: str, text: str, act: Callable[[], None], tip: str
) -> QPushButton:
    """Make a button that does something.

    Parameters
    ----------
    glyph : str
        Name of an icon.
    text : str
        On the button; empty for the icon alone.
    act : callable
        Called at a click.
    tip : str
        What it does, in one line.

    Returns
    -------
    QPushButton
    """
    button = QPushButton(icon(glyph), text)
    button.setToolTip(tip)
    button.clicked.connect(lambda: act())
    return button
