"""What can be done with the images of the list."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from feretlab.gui.actions.shell import Shell
from feretlab.gui.controllers.locating import relocate
from feretlab.gui.texts import tr

if TYPE_CHECKING:
    from feretlab.gui.pages.analyse import AnalysePage


def chosen_keys(shell: Shell) -> tuple[str, ...]:
    """Give the selected entries, else the one shown."""
    current = shell.context.session.current
    return shell.images.selected_keys() or ((current.key,) if current else ())


def analyse(shell: Shell) -> None:
    """Analyse the selected images."""
    analyse_page(shell).runner.run(chosen_keys(shell))


def analyse_all(shell: Shell) -> None:
    """Analyse all images."""
    keys = [entry.key for entry in shell.context.session.entries]
    analyse_page(shell).runner.run(keys)


def calibrate(shell: Shell) -> None:
    """Let the user draw along the scale bar."""
    if not shell.context.session.may_change(tr("calibrate")):
        return
    shell.context.canvas.set_tool("calibrate")


def select_all(shell: Shell) -> None:
    """Select every row shown."""
    shell.images.select_all()


def previous(shell: Shell) -> None:
    """Show the image above."""
    shell.images.step(-1)


def following(shell: Shell) -> None:
    """Show the image below."""
    shell.images.step(1)


def retry(shell: Shell) -> None:
    """Read files once more."""
    shell.loader.read_again(chosen_keys(shell))


def remove(shell: Shell) -> None:
    """Take images off the list."""
    keys = chosen_keys(shell)
    if keys:
        shell.context.session.remove(keys)


def show_in_folder(shell: Shell) -> None:
    """Open the folder of the image shown."""
    current = shell.context.session.current
    if current is not None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(current.path.parent)))


def analyse_page(shell: Shell) -> "AnalysePage":
    """Show the page Analyse and give it."""
    from feretlab.gui.pages.analyse import AnalysePage

    page = shell.show_page("analyse")
    assert isinstance(page, AnalysePage)
    return page


def locate(shell: Shell) -> None:
    """Ask where the missing file is now."""
    current = shell.context.session.current
    if current is None:
        return
    title = tr("Where is {name}?").format(name=current.path.name)
    name, _ = QFileDialog.getOpenFileName(shell.frame, title, str(current.path.parent))
    if name:
        session = shell.context.session
        relocate(session, shell.loader, current.path, Path(name))
