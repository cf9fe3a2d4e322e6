"""Finding one's way."""

from feretlab.gui.actions.shell import Shell
from feretlab.gui.actions.table import ACTIONS
from feretlab.gui.popups import open_dialog
from feretlab.gui.texts import tr, tr_later

_IN_IMAGE = (
    (tr_later("Show the whole picture"), "F"),
    (tr_later("Show it pixel by pixel"), "1"),
    (tr_later("Larger"), "+"),
    (tr_later("Smaller"), "-"),
    (tr_later("Show or hide particles"), "O"),
    (tr_later("Close a shape"), "Return"),
    (tr_later("Drop a shape, back to selecting"), "Esc"),
)
_IN_CASES = ((tr_later("Next case"), "N"), (tr_later("Previous case"), "P"))


def palette(shell: Shell) -> None:
    """Open the list of all commands, to be searched by typing."""
    from feretlab.gui.dialogs.palette import Command, CommandPalette

    commands = [
        Command(
            id=action.id,
            title=tr(action.title),
            help=tr(action.help),
            menu=_place(action.menu),
            shortcut=action.shortcut,
        )
        for action in ACTIONS
        if action.handler and shell.is_enabled(action.id)
    ]
    chosen = CommandPalette(commands, shell.frame)
    chosen.chosen.connect(shell.trigger)
    open_dialog(chosen)


def shortcuts(shell: Shell) -> None:
    """Show everything that has a key."""
    from feretlab.gui.dialogs.shortcuts import ShortcutsDialog

    open_dialog(ShortcutsDialog(keys(), shell.frame))


def keys() -> list[tuple[str, str, str]]:
    """Give everything that has a key.

    Returns
    -------
    list of (str, str, str)
        Where it works, what it does, and the keys in Qt's portable words.
    """
    from feretlab.gui.canvas.toolbox import TOOLS
    from feretlab.gui.pages.correct_deeds import DEEDS

    menus = [(_place(one.menu), one.title, key) for one in ACTIONS for key in one.keys]
    canvas = [(tr("In the image"), tool.title, tool.shortcut) for tool in TOOLS]
    canvas += [(tr("In the image"), title, key) for title, key in _IN_IMAGE]
    deeds = [(tr("Page Correct"), deed.title, deed.key) for deed in DEEDS]
    cases = [(tr("Page Compare"), title, key) for title, key in _IN_CASES]
    rows = (*menus, *canvas, *deeds, *cases)
    return [(place, tr(title), key) for place, title, key in rows if key]


def about(shell: Shell) -> None:
    """Show versions and licences."""
    from feretlab.gui.dialogs.about import AboutDialog

    open_dialog(AboutDialog(shell.frame))


def _place(menu: str) -> str:
    return tr(menu).replace("&", "")
