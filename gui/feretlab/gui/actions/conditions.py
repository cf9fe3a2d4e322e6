"""When an action can be done."""

from feretlab.gui.actions.shell import Shell
from feretlab.gui.session.entries import State


def has_images(shell: Shell) -> bool:
    """Tell whether there is something in the list."""
    return bool(shell.context.session.entries)


def has_results(shell: Shell) -> bool:
    """Tell whether any image is analysed."""
    session = shell.context.session
    return any(session.finding(entry.key) for entry in session.entries)


def has_current(shell: Shell) -> bool:
    """Tell whether an image is shown."""
    return shell.context.session.current is not None


def is_missing(shell: Shell) -> bool:
    """Tell whether the file of the image shown is gone."""
    current = shell.context.session.current
    return current is not None and current.state == State.MISSING


def can_undo(shell: Shell) -> bool:
    """Tell whether something was changed."""
    return bool(shell.context.session.history.undo_title)


def can_redo(shell: Shell) -> bool:
    """Tell whether something was taken back."""
    return bool(shell.context.session.history.redo_title)


def is_working(shell: Shell) -> bool:
    """Tell whether work is under way that can be cancelled."""
    return bool(shell.context.jobs.lasting)
