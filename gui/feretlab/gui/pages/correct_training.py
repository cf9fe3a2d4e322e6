"""The button that saves outlines as training data."""

from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtWidgets import QMenu, QMessageBox, QPushButton

from feretlab.core.progress import Progress
from feretlab.gui.context import Context
from feretlab.gui.controllers.corrections_training import (
    Example,
    existing_files,
    save_training_data,
)
from feretlab.gui.controllers.missing_files import mark_missing
from feretlab.gui.dialogs.places import ask_folder
from feretlab.gui.icons import icon
from feretlab.gui.pages.correct_click import Say
from feretlab.gui.texts import tr, tr_count, tr_later

Which = Literal["this", "corrected", "all"]

_TITLES: dict[Which, str] = {
    "this": tr_later("Of this image…"),
    "corrected": tr_later("Of corrected images ({count})…"),
    "all": tr_later("Of all images with particles ({count})…"),
}


class SaveTraining(QPushButton):
    """Asks of which images, and for a folder for images, label images and ROI sets.

    Parameters
    ----------
    context : Context
        What every page is given.
    say : callable
        Tells what was saved.
    """

    def __init__(self, context: Context, say: Say) -> None:
        super().__init__(icon("fa6s.floppy-disk"), tr("Save training data…"))
        self._context = context
        self._say = say
        self.setToolTip(
            tr(
                "Images, label images and ROI sets, as feretlab train reads them; "
                "excluded particles are left out."
            )
        )
        menu = QMenu(self)
        self.choices = {
            which: menu.addAction("", partial(self._ask_folder, which))
            for which in _TITLES
        }
        menu.aboutToShow.connect(self._count)
        self.setMenu(menu)
        self.refresh()

    def refresh(self) -> None:
        """Offer it where there are outlines."""
        session = self._context.session
        findings = (session.finding(entry.key) for entry in session.entries)
        self.setEnabled(any(one and len(one.particles) for one in findings))

    def save_to(self, folder: Path, which: Which = "all") -> None:
        """Save outlines as training data in a folder."""
        examples = self._examples(which)
        micrographs = self._context.micrographs

        def work(progress: Progress) -> int:
            return save_training_data(folder, examples, micrographs, progress)

        def done(count: int) -> None:
            self._say(
                tr("Saved {outlines} of {images} in {folder}.").format(
                    outlines=tr_count("{count} outline", "{count} outlines", count),
                    images=tr_count("{count} image", "{count} images", len(examples)),
                    folder=folder,
                )
            )

        def failed(error: Exception) -> None:
            mark_missing(self._context.session, error)
            self._context.show_error(title, error)

        title = tr("Save training data")
        self._context.jobs.start(title, work, done=done, failed=failed)

    def _count(self) -> None:
        """Say of how many images there are outlines."""
        for which, choice in self.choices.items():
            count = len(self._examples(which))
            choice.setText(tr(_TITLES[which]).format(count=count))
            choice.setEnabled(bool(count))

    def _ask_folder(self, which: Which) -> None:
        session = self._context.session
        chosen = ask_folder(self, session, tr("Save training data in folder"))
        if chosen is None:
            return
        there = existing_files(chosen, self._examples(which))
        if there:
            question = tr_count(
                "{count} file is there already. Write over it?",
                "{count} files are there already. Write over them?",
                len(there),
            )
            answer = QMessageBox.question(self, tr("Save training data"), question)
            if answer != QMessageBox.StandardButton.Yes:
                return
        self.save_to(chosen, which)

    def _examples(self, which: Which) -> list[Example]:
        session = self._context.session
        entries = session.entries
        if which == "this":
            entries = () if session.current is None else (session.current,)
        elif which == "corrected":
            entries = tuple(
                one for one in entries if session.corrections(one.key).items
            )
        found = [(one, session.finding(one.key)) for one in entries]
        return [
            Example(entry=entry, finding=finding)
            for entry, finding in found
            if finding is not None and len(finding.particles)
        ]
