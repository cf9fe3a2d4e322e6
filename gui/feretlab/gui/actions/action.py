"""What an action says about itself."""

from dataclasses import dataclass
from pkgutil import resolve_name
from typing import Any

_PACKAGE = "feretlab.gui.actions."


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something a user can do, as menus, buttons, palette and shortcuts offer it.

    Functions are named as ``module:function`` inside ``feretlab.gui.actions`` and
    take the `Shell`; they are imported when first needed.

    Parameters
    ----------
    id : str
        Unique name.
    title : str
        In menus; ends in ``…`` where a dialog follows.
    help : str
        One line that ends in a full stop.
    menu : str
        Menu it stands in, as in `MENUS`.
    handler : str
        Function that does it.
    argument : str
        Passed to the handler after the shell, where it is not empty.
    shortcut : str
        Key sequence in Qt's portable words, or empty.
    second_shortcut : str
        Another one, for hands that know it from elsewhere, or empty.
    icon : str
        Name of an icon, or empty.
    group : int
        Actions of one menu with different numbers have a line between them.
    enabled : str
        Function that tells whether it can be done now; empty for always.
    checked : str
        Function that tells whether it is on; empty for what cannot be on.
    label : str
        Function that gives a title for now; empty keeps `title`.
    choices : str
        Function that gives what a submenu offers: pairs of title and callable;
        `handler` is empty then.
    on_toolbar, on_images : bool
        Whether it stands in the toolbar too, and in the list's own menu.
    """

    id: str
    title: str
    help: str
    menu: str
    handler: str = ""
    argument: str = ""
    shortcut: str = ""
    second_shortcut: str = ""
    icon: str = ""
    group: int = 0
    enabled: str = ""
    checked: str = ""
    label: str = ""
    choices: str = ""
    on_toolbar: bool = False
    on_images: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """All its shortcuts, the first first."""
        return tuple(filter(None, (self.shortcut, self.second_shortcut)))


def named(path: str) -> Any:
    """Import the function that an action names.

    Parameters
    ----------
    path : str
        ``module:function`` inside ``feretlab.gui.actions``.

    Returns
    -------
    callable
    """
    return resolve_name(_PACKAGE + path)
