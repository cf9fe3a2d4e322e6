"""Finding one's way."""

from feretlab.gui.actions.shell import Shell
from feretlab.gui.actions.table import ACTIONS
from feretlab.gui.texts import tr


def palette(shell: Shell) -> None:
    """Open the list of all commands, to be searched by typing."""
    from feretlab.gui.dialogs.palette import Command, CommandPalette

    commands = [
        Command(
            id=action.id,
            title=tr(action.title),
            help=tr(action.help),
            menu=action.menu.replace("&", ""),
            shortcut=action.shortcut,
        )
        for action in ACTIONS
        if action.handler and shell.is_enabled(action.id)
    ]
    chosen = CommandPalette(commands, shell.frame)
    chosen.chosen.connect(shell.trigger)
    chosen.open()


def shortcuts(shell: Shell) -> None:
    """Show everything that has a key."""
    from feretlab.gui.dialogs.shortcuts import ShortcutsDialog

    rows = [
        (action.menu.replace("&", ""), tr(action.title), action.shortcut)
        for action in ACTIONS
        if action.shortcut
    ]
    ShortcutsDialog(rows, shell.frame).open()


def about(shell: Shell) -> None:
    """Show versions and licences."""
    from feretlab.gui.dialogs.about import AboutDialog

    AboutDialog(shell.frame).open()
