"""A session into a project's folder, and back."""

from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.errors import FeretLabError
from feretlab.core.micrograph import is_from_bar
from feretlab.core.progress import SILENT, Progress
from feretlab.gui.session.corrections import Corrections
from feretlab.gui.session.entries import Entry, State
from feretlab.gui.session.file_stamps import FileStamp, seen_at, stamp_of
from feretlab.gui.session.findings import Finding, state_with
from feretlab.gui.session.manual import ManualLength
from feretlab.gui.session.project import (
    RESULTS,
    ImageRecord,
    LengthRecord,
    ProjectRecord,
    located,
    read_record,
    relative_path,
    write_record,
)
from feretlab.gui.session.project_corrections import from_records, to_records
from feretlab.gui.session.project_manual import read_files, write_files
from feretlab.gui.session.project_results import read_finding, write_finding
from feretlab.gui.session.snapshot import Snapshot
from feretlab.gui.texts import tr


class ProjectFolder:
    """Writes snapshots into one folder, of results only those that are new.

    Parameters
    ----------
    folder : Path
        Made where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._written: dict[str, Finding] = {}  # by file name

    def write(self, snapshot: Snapshot, progress: Progress = SILENT) -> None:
        """Write everything; the file that names it all comes last.

        Parameters
        ----------
        snapshot : Snapshot
            What is to be saved.
        progress : Progress
            Hears of every image.

        Raises
        ------
        FileError
            Where something cannot be written: read-only, disk full.
        """
        images = []
        for index, entry in enumerate(snapshot.entries):
            progress.report(index, len(snapshot.entries), entry.name)
            images.append(self._image(entry, snapshot))
        keys = [entry.key for entry in snapshot.entries]
        record = ProjectRecord(
            images=tuple(images),
            recipe=snapshot.recipe.model_dump(mode="json"),
            filters=dict(snapshot.filters),
            current=keys.index(snapshot.current) if snapshot.current in keys else -1,
            manual_files=write_files(snapshot.manual_files, self.folder),
        )
        write_record(record, self.folder)
        self._sweep({image.result for image in images})

    def read(self, progress: Progress = SILENT) -> tuple[Snapshot, tuple[str, ...]]:
        """Read everything back.

        Parameters
        ----------
        progress : Progress
            Hears of every image.

        Returns
        -------
        snapshot : Snapshot
            Its keys are its own.
        notes : tuple of str
            What is missing or no longer fits, one line each.

        Raises
        ------
        FileError
            Where the project's file is missing, damaged or of a newer version.
        """
        record = read_record(self.folder)
        entries, findings, corrections, notes = [], {}, {}, []
        for index, image in enumerate(record.images):
            progress.report(index, len(record.images), image.name)
            key = str(index)
            corrections[key] = from_records(image.corrections)
            entry, finding = self._entry(key, image, corrections[key])
            entries.append(entry)
            if finding is not None:
                findings[key] = finding
                self._written[image.result] = finding
            is_sure = not image.result or (finding is not None and _is_noted(image))
            if entry.state == State.MISSING or not is_sure:
                notes.append(f"{entry.name}: {entry.message}")
        current = str(record.current) if 0 <= record.current < len(entries) else None
        snapshot = Snapshot(
            entries=tuple(entries),
            findings=findings,
            corrections=corrections,
            recipe=_recipe(record, notes),
            filters=record.filters,
            manual=_lengths(record),
            manual_files=read_files(record.manual_files, self.folder, notes),
            current=current,
        )
        return snapshot, tuple(notes)

    def _holds(self, result: str, finding: Finding) -> bool:
        """Tell whether a result stands there; somebody may have deleted the folder."""
        is_written = self._written.get(result) is finding
        return is_written and (self.folder / result).is_file()

    def _image(self, entry: Entry, snapshot: Snapshot) -> ImageRecord:
        finding = snapshot.findings.get(entry.key)
        result = "" if finding is None else f"{RESULTS}/{entry.name}.npz"
        if finding is not None and not self._holds(result, finding):
            write_finding(finding, self.folder / result)
            self._written[result] = finding
        file = _file_of(entry, finding)
        corrections = snapshot.corrections.get(entry.key, Corrections())
        return ImageRecord(
            name=entry.name,
            path=relative_path(entry.path, self.folder.absolute()),
            absolute=str(entry.path),
            page=entry.page,
            pages=entry.pages,
            shape=entry.shape,
            pixel_size_nm=entry.pixel_size_nm,
            pixel_size_source=entry.pixel_size_source,
            given_size_nm=entry.given_size_nm,
            message=entry.message,
            has_failed=entry.state == State.FAILED,
            size_bytes=file.size_bytes,
            modified_ns=file.modified_ns,
            sha256=file.sha256,
            result=result,
            corrections=to_records(corrections),
            lengths=tuple(
                LengthRecord(
                    start=row.start, end=row.end, pixel_size_nm=row.pixel_size_nm
                )
                for row in snapshot.manual
                if row.key == entry.key
            ),
        )

    def _entry(
        self, key: str, image: ImageRecord, corrections: Corrections
    ) -> tuple[Entry, Finding | None]:
        entry = Entry(
            key=key,
            path=located(image, self.folder),
            page=image.page,
            pages=image.pages,
            name=image.name,
            shape=image.shape,
            pixel_size_nm=image.pixel_size_nm,
            pixel_size_source=image.pixel_size_source,
            given_size_nm=image.given_size_nm,
            message=image.message,
        )
        finding, problem = self._finding(entry.path, image, corrections)
        if finding is not None:
            # Without an older result the file is read anew, and tells by itself.
            has_failed = image.has_failed and not problem
            state = State.FAILED if has_failed else state_with(finding)
            entry = replace(entry, state=state, particle_count=finding.count)
        elif is_from_bar(entry.pixel_size_source) and _has_changed(entry.path, image):
            entry = replace(entry, pixel_size_nm=None, pixel_size_source="")
        if problem:
            entry = replace(entry, message=problem)
        if not entry.path.is_file():
            message = tr("Opening {path!r}: the file is missing. Locate it.").format(
                path=str(entry.path)
            )
            entry = replace(entry, state=State.MISSING, message=message)
        return entry, finding

    def _finding(
        self, path: Path, image: ImageRecord, corrections: Corrections
    ) -> tuple[Finding | None, str]:
        """Give a kept result, if it is of the file as it is now."""
        if not image.result:
            return None, ""
        file = _noted(image)
        if _is_noted(image) and _has_changed(path, image):
            now = stamp_of(path)  # without a digest where it cannot be read now
            if now.sha256 not in ("", image.sha256):
                return None, tr(
                    "The file has changed since its analysis; analyse it again."
                )
            file = now if now.sha256 else file
        try:
            finding = read_finding(self.folder / image.result, corrections)
        except FeretLabError as error:
            return None, tr("{error} Analyse the image again.").format(error=error)
        return replace(finding, file=file), "" if _is_noted(image) else _unsure()

    def _sweep(self, used: set[str]) -> None:
        """Delete results of images that are no longer in the project."""
        for name in set(self._written) - used:
            (self.folder / name).unlink(missing_ok=True)
            del self._written[name]


def _lengths(record: ProjectRecord) -> tuple[ManualLength, ...]:
    return tuple(
        ManualLength(
            key=str(index),
            image=image.name,
            start=row.start,
            end=row.end,
            pixel_size_nm=row.pixel_size_nm,
        )
        for index, image in enumerate(record.images)
        for row in image.lengths
    )


def _file_of(entry: Entry, finding: Finding | None) -> FileStamp:
    """Give the file that is to be saved: with a result the one that it belongs to.

    Where that is not known, as opening has told, it is taken to be the one there. A
    digest that was not taken yet is so while the file is as it was.
    """
    seen = seen_at(entry.path)
    if finding is None:
        return seen
    if finding.file in (None, FileStamp(), seen):
        return stamp_of(entry.path)
    return finding.file


def _noted(image: ImageRecord) -> FileStamp:
    return FileStamp(
        size_bytes=image.size_bytes,
        modified_ns=image.modified_ns,
        sha256=image.sha256,
    )


def _is_noted(image: ImageRecord) -> bool:
    return _noted(image) != FileStamp()


def _has_changed(path: Path, image: ImageRecord) -> bool:
    return seen_at(path) != replace(_noted(image), sha256="")


def _unsure() -> str:
    return tr(
        "Whether the file is the one that was analysed is not known: it was missing "
        "when the project was saved. Look at the outlines, or analyse it again."
    )


def _recipe(record: ProjectRecord, notes: list[str]) -> AnalyzeParameters:
    """Give the recipe; one that no longer fits becomes the defaults, and a note."""
    try:
        return AnalyzeParameters.model_validate(record.recipe)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        notes.append(
            tr(
                "The recipe does not fit this version ({field}: {problem}); the "
                "defaults are used instead."
            ).format(field=where, problem=fault["msg"])
        )
        return AnalyzeParameters()
