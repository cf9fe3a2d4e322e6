"""What was measured in ImageJ's own process, brought back into the session."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy.typing as npt
from psygnal import Signal

from feretlab.core.comparison.files import read_results
from feretlab.core.errors import FeretLabError, InputError
from feretlab.core.io.tables import rows_of, write_csv
from feretlab.core.measurement.columns import COLUMNS
from feretlab.core.progress import Progress
from feretlab.fiji_bridge.exchange import RESULTS, ROIS, Answer, read_answer
from feretlab.gui.controllers.analysis import one_line
from feretlab.gui.controllers.commands import OpenedFiji
from feretlab.gui.controllers.roi_exchange import roi_correction
from feretlab.gui.controllers.scratch import scratch_folder
from feretlab.gui.session.correcting import correct
from feretlab.gui.session.corrections import Correction
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.manual_files import ManualFile
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr, tr_count
from feretlab.gui.worker import Jobs

Use = Literal["particles", "manual", "nothing"]

_POWERS = {"px": "", "nm": "", "px²": "²", "nm²": "²"}
_LENGTH = "Length"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What ImageJ holds for an image of the session.

    Parameters
    ----------
    entry : Entry
        The image that was opened there.
    folder : Path
        Where table and ROIs lie.
    answer : Answer
        How many of each.
    """

    entry: Entry
    folder: Path
    answer: Answer


class Bringing:
    """Asks ImageJ for its Results and ROIs, and takes them as the user chooses.

    Parameters
    ----------
    session : Session
        Gets manual measurements and corrections, undoably.
    jobs : Jobs
        Where files are read.

    Attributes
    ----------
    brought : psygnal.Signal
        Carries a `Brought` of which something can be taken.
    told : psygnal.Signal
        Carries what happened, or why nothing did, in one line.
    """

    brought = Signal(object)
    told = Signal(str)

    def __init__(self, session: Session, jobs: Jobs) -> None:
        self._session = session
        self._jobs = jobs
        self._opened: list[tuple[str, OpenedFiji]] = []

    @property
    def opened(self) -> tuple[OpenedFiji, ...]:
        """All that were opened, closed ones too."""
        return tuple(each for _, each in self._opened)

    def watch(self, key: str, opened: OpenedFiji) -> None:
        """Look after an ImageJ in which an entry was opened.

        Parameters
        ----------
        key : str
            Of the entry.
        opened : OpenedFiji
            The process.
        """
        self._opened.append((key, opened))
        opened.answered.connect(lambda folder: self._hear(key, folder))
        opened.silent.connect(
            lambda: self.told.emit(
                tr(
                    "ImageJ has not answered for half a minute; if it is busy or shows "
                    "a dialog, finish that and ask once more."
                )
            )
        )

    def ask(self) -> None:
        """Ask the ImageJ with the image shown, else the one opened last."""
        current = self._session.current
        is_open = [pair for pair in self._opened if pair[1].is_open]
        shown = [pair for pair in is_open if current and pair[0] == current.key]
        if not is_open:
            self.told.emit(
                tr(
                    "No ImageJ is open from here: press Open in ImageJ and measure "
                    "there, or take files that it saved."
                )
            )
            return
        try:
            (shown or is_open)[-1][1].ask()
        except FeretLabError as error:
            self.told.emit(one_line(error))
        else:
            self.told.emit(tr("Asking ImageJ for its Results and ROIs…"))

    def take(self, brought: Brought, *, results: bool, rois: Use) -> None:
        """Take what the user chose.

        Parameters
        ----------
        brought : Brought
            What there is.
        results : bool
            Whether the table becomes manual measurements to compare with.
        rois : str
            Whether the ROIs become the image's ``"particles"``, by a correction,
            ``"manual"`` measurements to compare with, or ``"nothing"``.
        """
        entry, unit = brought.entry, brought.answer.unit
        if results:
            self.take_table(brought.folder / RESULTS, entry, unit)
        if rois == "manual":
            self.take_manual_rois(brought.folder / ROIS, entry)
        elif rois == "particles":
            self.take_particles(brought.folder / ROIS, entry)

    def take_table(self, path: Path, entry: Entry, unit: str = "") -> None:
        """Take a Results table as manual measurements, undoably.

        Parameters
        ----------
        path : Path
            As ImageJ saved it.
        entry : Entry
            The image that it is about.
        unit : str
            Of its lengths; empty where nobody knows.
        """

        def work(_: Progress) -> tuple[Path, int]:
            table = read_results(path)
            rows = rows_of(table)
            if not rows:
                message = (
                    f"Reading table {str(path)!r}: found no rows; measure in ImageJ "
                    "(Ctrl+M) first."
                )
                raise InputError(message)
            kept = _place(f"{entry.name}_Results.csv")
            write_csv(with_unit(table, unit), kept)
            return kept, rows

        def done(found: tuple[Path, int]) -> None:
            name = tr_count(
                "{image}: Results of ImageJ ({count} row)",
                "{image}: Results of ImageJ ({count} rows)",
                found[1],
                image=entry.name,
            )
            self._add(name, found[0])

        self._start(path, work, done)

    def take_manual_rois(self, path: Path, entry: Entry) -> None:
        """Take a ROI set as manual measurements, undoably.

        Parameters
        ----------
        path : Path
            Outlines or straight lines.
        entry : Entry
            The image that they are of.
        """

        def work(_: Progress) -> tuple[Path, int]:
            from feretlab.core.io.rois import filled_rois

            count = len(filled_rois(path)[0])
            if not count:
                raise InputError(f"Reading ROIs of {str(path)!r}: found none in it.")
            kept = _place(f"{entry.name}_RoiSet{path.suffix.lower()}")
            shutil.copyfile(path, kept)
            return kept, count

        def done(found: tuple[Path, int]) -> None:
            name = tr("{image}: ROIs of ImageJ ({count})")
            self._add(name.format(image=entry.name, count=found[1]), found[0])

        self._start(path, work, done)

    def take_particles(self, path: Path, entry: Entry) -> None:
        """Take a ROI set as the particles of an analysed image, undoably.

        Parameters
        ----------
        path : Path
            Outlines.
        entry : Entry
            The image.
        """
        finding = self._session.finding(entry.key)
        if finding is None:
            line = tr("{image} is not analysed: its ROIs can be compared only.")
            self.told.emit(line.format(image=entry.name))
            return
        particles = finding.particles

        def work(_: Progress) -> tuple[Correction, int, int, str]:
            from feretlab.core.io.rois import filled_rois

            return *roi_correction(path, particles), filled_rois(path)[1]

        def done(found: tuple[Correction, int, int, str]) -> None:
            correction, dropped, drawn, warning = found
            title = tr("bring back ROIs: {dropped} out, {drawn} in").format(
                dropped=dropped, drawn=drawn
            )
            change = correct(self._session, entry.key, title, correction)
            if self._session.do(change):
                self.told.emit(f"{entry.name}: {title}")
            if warning:
                self.told.emit(warning)

        self._start(path, work, done)

    def let_go(self) -> None:
        """Look after no ImageJ any longer; their windows stay."""
        for each in self.opened:
            each.let_go()

    # Inside

    def _hear(self, key: str, folder: Path) -> None:
        try:
            answer = read_answer(folder)
        except FeretLabError as error:
            self.told.emit(one_line(error))
            return
        if not self._session.has(key):
            line = tr("The image that is open in ImageJ is no longer in the list.")
            self.told.emit(line)
        elif not answer.rows and not answer.rois:
            self.told.emit(
                tr(
                    "ImageJ's Results table and ROI Manager are both empty: measure "
                    "(Ctrl+M) or add selections (T) there first."
                )
            )
        else:
            entry = self._session.entry(key)
            rows = tr_count("{count} row", "{count} rows", answer.rows)
            rois = tr_count("{count} ROI", "{count} ROIs", answer.rois)
            line = tr("ImageJ has {rows} in Results and {rois}.")
            self.told.emit(line.format(rows=rows, rois=rois))
            self.brought.emit(Brought(entry=entry, folder=folder, answer=answer))

    def _add(self, name: str, path: Path) -> None:
        files = self._session.manual_files
        name = files.free_name(name)
        file = ManualFile(name=name, path=path)
        if self._session.do(files.adding(file)):
            line = tr("{name}: ready on the page Compare.")
            self.told.emit(line.format(name=name))

    def _start(self, path: Path, work: Any, done: Any) -> None:
        self._jobs.start(
            tr("Read {name}").format(name=path.name),
            work,
            done=done,
            failed=lambda error: self.told.emit(one_line(error)),
        )


def _place(name: str) -> Path:
    """Give a file in a folder that no later answer is written into."""
    return scratch_folder() / name


def with_unit(
    table: Mapping[str, npt.NDArray[Any]], unit: str
) -> dict[str, npt.NDArray[Any]]:
    """Name the unit in the headings of lengths and areas, which ImageJ does not.

    Parameters
    ----------
    table : mapping of ndarray
        Columns by ImageJ's headings.
    unit : str
        Of lengths; empty leaves the headings as they are.

    Returns
    -------
    dict of ndarray
    """
    powers = {one.imagej: _POWERS[one.unit] for one in COLUMNS if one.unit in _POWERS}
    powers[_LENGTH] = ""
    return {
        f"{heading} ({unit}{powers[heading]})"
        if unit and heading in powers
        else heading: values
        for heading, values in table.items()
    }
