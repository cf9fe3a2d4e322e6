"""The button that saves outlines as training data."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton

from feretlab.core.progress import Progress
from feretlab.gui.context import Context
from feretlab.gui.controllers.corrections_training import (
    Example,
    existing_files,
    save_training_data,
)
from feretlab.gui.icons import icon
from feretlab.gui.pages.correct_click import Say
from feretlab.gui.texts import tr


class SaveTraining(QPushButton):
    """Asks for a folder and writes images, label images and ROI sets into it.

    Parameters
    ----------
    context : Context
        What every page is given.
    say : callable
        Tells what was saved.
    """

    def __init__(self, context: Context, say: Say) -> None:
        super().__init__(icon("fa6s.floppy-disk"), tr("Save training data …"))
        self._context = context
        self._say = say
        self.setToolTip(
            tr("Images, label images and ROI sets of all images with particles.")
        )
        self.clicked.connect(self._ask_folder)

    def refresh(self) -> None:
        """Offer it where there are outlines."""
        self.setEnabled(bool(self._examples()))

    def save_to(self, folder: Path) -> None:
        """Save outlines as training data in a folder."""
        examples = self._examples()
        micrographs = self._context.micrographs

        def work(progress: Progress) -> int:
            return save_training_data(folder, examples, micrographs, progress)

        def done(count: int) -> None:
            self._say(
                tr("Saved {count} outlines of {images} images in {folder}.").format(
                    count=count, images=len(examples), folder=folder
                )
            )

        title = tr("Save training data")
        self._context.jobs.start(
            title,
            work,
            done=done,
            failed=lambda error: self._context.show_error(title, error),
        )

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, tr("Save training data in folder")
        )
        if not chosen:
            return
        there = existing_files(Path(chosen), self._examples())
        if there:
            question = tr("{count} files are there already. Write over them?")
            answer = QMessageBox.question(
                self,
                tr("Save training data"),
                question.format(count=len(there)),
            )
            if answer != QMessageBox.StandardButton.Yes:
                return
        self.save_to(Path(chosen))

    def _examples(self) -> list[Example]:
        session = self._context.session
        found = [(one, session.finding(one.key)) for one in session.entries]
        return [
            Example(entry=entry, finding=finding)
            for entry, finding in found
            if finding is not None and len(finding.particles)
        ]
