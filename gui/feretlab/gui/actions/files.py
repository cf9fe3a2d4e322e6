"""Images and projects, in and out."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox

from feretlab.core.errors import FileError
from feretlab.gui.actions.images import analyse_page
from feretlab.gui.actions.shell import Shell
from feretlab.gui.session.project import is_project
from feretlab.gui.texts import tr, tr_count

_MOST_NOTED = 3


def open_paths(shell: Shell, paths: list[Path]) -> None:
    """Open whatever was dropped or named: images and folders, or one project alone.

    Parameters
    ----------
    shell : Shell
        The application.
    paths : list of Path
        Files and folders.
    """
    projects = [path for path in paths if is_project(path)]
    if not projects:
        _add(shell, paths)
    elif len(paths) > 1:
        error = FileError(_not_together(projects[0], len(paths) - 1))
        shell.context.show_error(tr("Open"), error)
    elif shell.may_leave():
        shell.projects.open(projects[0])


def new_project(shell: Shell) -> None:
    """Empty everything."""
    if shell.may_leave():
        shell.projects.new()


def open_images(shell: Shell) -> None:
    """Ask for images."""
    from feretlab.core.io.sniff import known_extensions

    endings = " ".join(f"*{ending}" for ending in sorted(set(known_extensions())))
    kinds = tr("Micrographs ({endings});;All files (*)").format(endings=endings)
    names, _ = QFileDialog.getOpenFileNames(
        shell.frame, tr("Open images"), _last_folder(shell), kinds
    )
    if names:
        _add(shell, [Path(name) for name in names])


def open_folder(shell: Shell) -> None:
    """Ask for a folder of images."""
    name = QFileDialog.getExistingDirectory(
        shell.frame, tr("Open all images of a folder"), _last_folder(shell)
    )
    if name:
        open_paths(shell, [Path(name)])


def open_project(shell: Shell) -> None:
    """Ask for a project folder."""
    if not shell.may_leave():
        return
    name = QFileDialog.getExistingDirectory(
        shell.frame, tr("Open a project folder"), _last_project_folder(shell)
    )
    if name:
        shell.projects.open(Path(name))


def save_project(shell: Shell) -> None:
    """Save where the project is, or ask where."""
    if shell.projects.folder is None:
        save_project_as(shell)
    else:
        shell.projects.save()


def save_project_as(shell: Shell) -> None:
    """Ask for a folder and save there."""
    folder = ask_project_folder(shell)
    if folder is not None:
        shell.projects.save(folder)


def ask_project_folder(shell: Shell) -> Path | None:
    """Ask where a project shall be saved.

    Parameters
    ----------
    shell : Shell
        The application.

    Returns
    -------
    Path or None
        A folder, new or not; None to save nowhere.
    """
    name, _ = QFileDialog.getSaveFileName(
        shell.frame,
        tr("Save the project as a folder"),
        str(Path(_last_project_folder(shell)) / tr("FeretLab project")),
        options=QFileDialog.Option.DontConfirmOverwrite,
    )
    if not name:
        return None
    folder = Path(name)
    if is_project(folder) and folder != shell.projects.folder:
        question = tr("{name} holds a project already. Replace it?")
        answer = QMessageBox.question(
            shell.frame, tr("Save project"), question.format(name=folder.name)
        )
        if answer != QMessageBox.StandardButton.Yes:
            return None
    return folder


def export_results(shell: Shell) -> None:
    """Ask for a folder and write the results of all images."""
    analyse_page(shell).ask_to_export()


def quit_application(shell: Shell) -> None:
    """Close the window."""
    shell.frame.close()


def recent(shell: Shell) -> list[tuple[str, Callable[[], None]]]:
    """Give what was open before, and a way to forget it."""
    value = shell.preferences.value
    names = [*value.recent_projects, *value.recent_files]
    rows = [(_shown(name), _opener(shell, name)) for name in names]
    if rows:
        rows.append((tr("Clear this list"), lambda: shell.preferences.forget(*names)))
    return rows


def _opener(shell: Shell, name: str) -> Callable[[], None]:
    return lambda: _open_again(shell, name)


def _open_again(shell: Shell, name: str) -> None:
    """Open something once more, or take it off the list where it is gone."""
    was_project = name in shell.preferences.value.recent_projects
    path = Path(name)
    if path.exists() and (is_project(path) or not was_project):
        open_paths(shell, [path])
        return
    shell.preferences.forget(name)
    what = tr("is no longer there") if not path.exists() else tr("holds no project now")
    message = tr(
        "Opening {name}: it {what}. If it was moved, open it from its new place; it "
        "was taken off the recent ones."
    ).format(name=repr(name), what=what)
    shell.context.show_error(tr("Open recent"), FileError(message))


def _shown(name: str) -> str:
    path = Path(name)
    return f"{path.name}  ({path.parent})".replace("&", "&&")


def _add(shell: Shell, paths: list[Path]) -> None:
    """Add files and folders; expanding a folder may take long on a network."""
    from feretlab.gui.controllers.loading import files_in

    def done(files: list[Path]) -> None:
        added = shell.context.session.add_files(files)
        shell.preferences.note_files(paths[:_MOST_NOTED])
        if added:
            shell.context.session.log(
                tr_count(
                    "{count} image was added.",
                    "{count} images were added.",
                    len(added),
                )
            )

    shell.context.jobs.start(
        tr("Look for images"),
        lambda progress: files_in(paths),
        done=done,
        failed=lambda error: shell.context.show_error(tr("Open images"), error),
    )


def _not_together(project: Path, others: int) -> str:
    return tr(
        "Opening {name}: found {count} more with it, expected a project alone, since "
        "it takes the place of what is open. Open the project first, then the others."
    ).format(name=repr(project.name), count=others)


def _last_folder(shell: Shell) -> str:
    recent = [Path(name) for name in shell.preferences.value.recent_files]
    if not recent:
        return str(Path.home())
    return str(recent[0] if recent[0].is_dir() else recent[0].parent)


def _last_project_folder(shell: Shell) -> str:
    projects = shell.preferences.value.recent_projects
    return str(Path(projects[0]).parent) if projects else _last_folder(shell)
