"""Runs analyses of the session's micrographs, one after the other."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from psygnal import Signal

from feretlab.core.errors import FeretLabError, ModelError
from feretlab.gui.controllers.analysis_task import (
    AnalysisTask,
    KeptMaps,
    OpenNetworks,
    ScaleBars,
)
from feretlab.gui.controllers.pace import Pace
from feretlab.gui.session.analysing import Outcome, RunStep, outcome_of
from feretlab.gui.session.entries import State
from feretlab.gui.session.findings import Finding, state_with
from feretlab.gui.session.history import Change
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr
from feretlab.gui.worker import Job, Jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """How far a run has come.

    Parameters
    ----------
    done, failed, total : int
        Images.
    share : float
        Share of all the work, 0 to 1.
    name : str
        Image that is being analysed; empty after the last one.
    note : str
        What is being done with it.
    seconds_left : float or None
        None while nobody can tell.
    """

    done: int = 0
    failed: int = 0
    total: int = 0
    share: float = 0.0
    name: str = ""
    note: str = ""
    seconds_left: float | None = None


class AnalysisRunner:
    """Analyses entries in turn and notes in the session what was found.

    Parameters
    ----------
    session : Session
        Gives entries, recipe and corrections; gets states and findings.
    micrographs : Micrographs
        Pixels.
    jobs : Jobs
        Where the work is done.
    networks : OpenNetworks or None
        The network comes from there; None opens its own.
    maps : KeptMaps or None
        What networks see is kept there; None keeps it here.

    Attributes
    ----------
    advanced : psygnal.Signal
        Carries an `Advance`, after every step.
    started, ended : psygnal.Signal
        Of a run.
    broken : psygnal.Signal
        Carries the exception for which no image can be analysed.
    """

    advanced = Signal(object)
    started = Signal()
    ended = Signal()
    broken = Signal(object)

    def __init__(
        self,
        session: Session,
        micrographs: Micrographs,
        jobs: Jobs,
        networks: OpenNetworks | None = None,
        maps: KeptMaps | None = None,
    ) -> None:
        self.networks = networks or OpenNetworks()
        self.maps = maps or KeptMaps()
        self._session = session
        self._micrographs = micrographs
        self._jobs = jobs
        self._waiting: deque[str] = deque()
        self._current: tuple[AnalysisTask, Job] | None = None
        self._bars = ScaleBars()
        self._advance = Advance()
        self._pace = Pace()
        self._step = RunStep(session)
        session.entries_changed.connect(self._let_go)
        session.history.stepped.connect(self._on_step)

    @property
    def is_running(self) -> bool:
        """Whether entries wait or are analysed."""
        return self._current is not None

    @property
    def advance(self) -> Advance:
        """How far the run has come, or the last one came."""
        return self._advance

    def run(self, keys: Iterable[str], cause: Change | None = None) -> None:
        """Analyse entries by the session's recipe; those under way go first.

        Parameters
        ----------
        keys : iterable of str
            Entries; one that waits already is not taken twice.
        cause : Change or None
            What this follows by itself, and is undone with. None for a run that
            somebody asked for, which is one change of its own.
        """
        if not self._session.may_change(tr("analyse")):
            return
        if not self.is_running or not self._step.is_asked_for:
            self._step = RunStep(self._session, cause)
        added = [key for key in keys if key not in self._waiting]
        self._waiting.extend(added)
        if self.is_running:
            self._tell(total=self._advance.total + len(added))
        elif added:
            self._advance = Advance(total=len(added))
            self._pace = Pace()
            self.started.emit()
            self._next()

    def cancel(self) -> None:
        """Stop at once; what is finished stays."""
        self._waiting.clear()
        if self._current is not None:
            task, job = self._current
            job.cancel()
            self._leave_as_before(task)
            self._end()

    def _on_step(self, change: Change) -> None:
        """Stop a run that is about to be undone: no more of it is wanted."""
        if self.is_running and change is self._step.change:
            self.cancel()

    def _let_go(self) -> None:
        self.maps.keep_only({entry.pixels_key for entry in self._session.entries})

    def _next(self) -> None:
        while self._waiting:
            key = self._waiting.popleft()
            if self._session.has(key):
                self._start(key)
                return
            self._tell(total=self._advance.total - 1)
        self._end()

    def _start(self, key: str) -> None:
        session = self._session
        entry, corrections = session.entry(key), session.corrections(key)
        task = AnalysisTask(
            entry=entry,
            recipe=session.recipe,
            corrections=corrections,
            micrographs=self._micrographs,
            networks=self.networks,
            maps=self.maps,
            bars=self._bars,
        )
        session.update(key, state=State.RUNNING, message="")
        self._tell(name=entry.name, note="")
        title = tr("Analyse {name}").format(name=entry.name)
        job = self._jobs.start(
            title,
            task,
            done=partial(self._done, task, self._step),
            failed=partial(self._failed, task, self._step),
        )
        self._current = (task, job)
        job.progressed.connect(partial(self._progressed, job))
        job.cancelled.connect(partial(self._cancelled, job))

    def _cancelled(self, job: Job) -> None:
        """End the run where somebody else cancelled its job, as the status bar."""
        if self._current is not None and self._current[1] is job:
            self.cancel()

    def _progressed(self, job: Job, share: float, note: str) -> None:
        if self._current is not None and self._current[1] is job:
            done = self._advance.done + self._advance.failed
            self._tell(share=(done + share) / max(self._advance.total, 1), note=note)

    def _done(self, task: AnalysisTask, step: RunStep, finding: Finding) -> None:
        if self._session.has(task.entry.key):
            before = self._before(task)
            self._let_reread(task.entry.key)
            self._put(task, finding)
            step.add(before, self._after(task, finding))
            self._catch_up(task)
        self._finish_one(done=self._advance.done + 1)

    def _let_reread(self, key: str) -> None:
        """Show the pixels that were analysed, where the file was written anew."""
        known = self._session.entry(key)
        more = self._micrographs.as_on_disk(known).rereadings - known.rereadings
        for each in self._session.entries if more else ():
            if each.path == known.path:
                self._session.update(each.key, rereadings=each.rereadings + more)

    def _before(self, task: AnalysisTask) -> Outcome:
        """Give what was known of an entry that is under way."""
        known, entry = outcome_of(self._session, task.entry.key), task.entry
        is_failed = entry.state in (State.FAILED, State.MISSING)
        state = entry.state if is_failed else state_with(known.finding)
        entry = replace(known.entry, state=state, message=entry.message)
        return replace(known, entry=entry)

    def _leave_as_before(self, task: AnalysisTask) -> None:
        """Show nothing of an analysis that came to no end."""
        if self._session.has(task.entry.key):
            entry = self._before(task).entry
            self._session.update(entry.key, state=entry.state, message=entry.message)

    def _after(self, task: AnalysisTask, finding: Finding) -> Outcome:
        """Give what an analysis made of an entry as it was when it began."""
        now, given = self._session.entry(task.entry.key), task.entry.given_size_nm
        entry = replace(now, given_size_nm=given)
        return Outcome(entry=entry, finding=finding, corrections=task.corrections)

    def _put(self, task: AnalysisTask, finding: Finding) -> None:
        session, key, facts = self._session, task.entry.key, finding.facts
        session.update(
            key,
            state=State.DONE,
            message="; ".join(facts.warnings),
            shape=(facts.height_px, facts.width_px),
            pixel_size_nm=facts.pixel_size_nm,
            pixel_size_source=facts.pixel_size_source,
        )
        session.put_finding(key, finding)
        self._tell_missed(finding)

    def _catch_up(self, task: AnalysisTask) -> None:
        """Let whoever holds the micrograph apply what somebody changed meanwhile."""
        key = task.entry.key
        is_same = self._session.corrections(key).items is task.corrections.items
        given = self._session.entry(key).given_size_nm
        if not is_same or given != task.entry.given_size_nm:
            self._session.corrections_changed.emit(key)

    def _tell_missed(self, finding: Finding) -> None:
        count = sum(bool(places) for places in finding.missed)
        if count:
            line = tr(
                "{name}: corrections that no longer apply: {count}; the page Correct "
                "lists them."
            )
            self._session.log(line.format(name=finding.facts.image, count=count))

    def _failed(self, task: AnalysisTask, step: RunStep, error: Exception) -> None:
        if isinstance(error, ModelError):
            self._leave_as_before(task)
            self._waiting.clear()
            self._end()
            self.broken.emit(error)
            return
        session, key, message = self._session, task.entry.key, one_line(error)
        if session.has(key):
            before = self._before(task)
            is_there = session.entry(key).path.exists()
            state = State.FAILED if is_there else State.MISSING
            session.update(key, state=state, message=message)
            step.add_failure(before, outcome_of(session, key))
        session.log(message)
        self._finish_one(failed=self._advance.failed + 1)

    def _finish_one(self, **counts: int) -> None:
        self._current = None
        self._tell(**counts)
        done = self._advance.done + self._advance.failed
        self._tell(share=done / max(self._advance.total, 1))
        self._next()

    def _end(self) -> None:
        self._current = None
        self._tell(name="", note="", seconds_left=None)
        self.ended.emit()

    def _tell(self, **changes: Any) -> None:
        before = self._advance
        total = changes.get("total", before.total)
        if total != before.total:
            changes["share"] = before.share * before.total / max(total, 1)
        done = total * changes.get("share", before.share)
        told = {"seconds_left": self._pace.left(done, total)} | changes
        self._advance = replace(before, **told)
        self.advanced.emit(self._advance)


def one_line(error: Exception) -> str:
    """Give what went wrong in one line.

    Parameters
    ----------
    error : Exception
        One of ours explains itself; another is named by its kind.

    Returns
    -------
    str
    """
    text = " ".join(str(error).split())
    if isinstance(error, FeretLabError):
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
