"""How the window looks."""

from feretlab.gui.actions.shell import Shell
from feretlab.gui.popups import open_dialog
from feretlab.gui.theme import Choice


def _choose(shell: Shell, choice: Choice) -> None:
    shell.preferences.update(theme=choice)


def follow_system(shell: Shell) -> None:
    """Take the system's colours."""
    _choose(shell, "system")


def be_light(shell: Shell) -> None:
    """Take the light colours."""
    _choose(shell, "light")


def be_dark(shell: Shell) -> None:
    """Take the dark colours."""
    _choose(shell, "dark")


def follows_system(shell: Shell) -> bool:
    """Tell whether the system's colours are taken."""
    return shell.preferences.value.theme == "system"


def is_light(shell: Shell) -> bool:
    """Tell whether the light colours are taken."""
    return shell.preferences.value.theme == "light"


def is_dark(shell: Shell) -> bool:
    """Tell whether the dark colours are taken."""
    return shell.preferences.value.theme == "dark"


def toggle_images(shell: Shell) -> None:
    """Show or hide the list."""
    shell.images_dock.setVisible(not shell.images_dock.isVisible())


def shows_images(shell: Shell) -> bool:
    """Tell whether the list is shown."""
    return shell.images_dock.isVisible()


def toggle_log(shell: Shell) -> None:
    """Show or hide the log."""
    shell.log_dock.setVisible(not shell.log_dock.isVisible())


def shows_log(shell: Shell) -> bool:
    """Tell whether the log is shown."""
    return shell.log_dock.isVisible()


def toggle_full_screen(shell: Shell) -> None:
    """Use the whole screen, or a window again."""
    if shell.frame.isFullScreen():
        shell.frame.showNormal()
    else:
        shell.frame.showFullScreen()


def is_full_screen(shell: Shell) -> bool:
    """Tell whether the whole screen is used."""
    return shell.frame.isFullScreen()


def show_page(shell: Shell, id_: str) -> None:
    """Show a page on the right."""
    shell.show_page(id_)


def preferences(shell: Shell) -> None:
    """Open the preferences."""
    from feretlab.gui.dialogs.preferences import PreferencesDialog

    open_dialog(PreferencesDialog(shell.preferences, shell.frame))
