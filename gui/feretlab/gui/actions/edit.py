"""Undo, redo and stop."""

from feretlab.gui.actions.shell import Shell
from feretlab.gui.texts import tr


def undo(shell: Shell) -> None:
    """Take the last change back."""
    shell.context.session.history.undo()


def redo(shell: Shell) -> None:
    """Do again what was taken back last."""
    shell.context.session.history.redo()


def undo_title(shell: Shell) -> str:
    """Say what would be taken back."""
    what = shell.context.session.history.undo_title
    return tr("Undo {what}").format(what=what) if what else tr("Undo")


def redo_title(shell: Shell) -> str:
    """Say what would be done again."""
    what = shell.context.session.history.redo_title
    return tr("Redo {what}").format(what=what) if what else tr("Redo")


def cancel_work(shell: Shell) -> None:
    """Stop all work under way; what is shown is read and drawn on."""
    shell.context.jobs.cancel_lasting()
