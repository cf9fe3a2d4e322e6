"""The micrographs of a session, one entry each."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class State(StrEnum):
    """How far an entry has come; drawn is what only a person outlined."""

    WAITING = "waiting"
    RUNNING = "running"
    DRAWN = "drawn"
    DONE = "done"
    FAILED = "failed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One micrograph: a file, or a page of a stack.

    Parameters
    ----------
    key : str
        Names the entry in the session, never reused.
    path : Path
        The file, absolute.
    page : int
        Index of the page in the file.
    pages : int
        Pages in the file; 0 while not known.
    name : str
        What its rows, files and the list show; unique in the session.
    shape : tuple of int or None
        Height and width in pixels; None while not read.
    pixel_size_nm : tuple of float or None
        Down the rows and along them; None where unknown.
    pixel_size_source : str
        Where the size was found, for people.
    given_size_nm : float or None
        Pixel size that the user gave; it overrides the file's.
    state : State
        How far it has come.
    message : str
        Why it failed, or what looked odd; one line.
    particle_count : int or None
        Particles that count, after corrections; None before an analysis.
    rereadings : int
        How often the user had the file read again.
    """

    key: str
    path: Path
    page: int = 0
    pages: int = 0
    name: str = ""
    shape: tuple[int, int] | None = None
    pixel_size_nm: tuple[float, float] | None = None
    pixel_size_source: str = ""
    given_size_nm: float | None = None
    state: State = State.WAITING
    message: str = ""
    particle_count: int | None = None
    rereadings: int = 0

    @property
    def pixels_key(self) -> str:
        """Names the entry's pixels: others once its file was read again."""
        return f"{self.key} reread {self.rereadings}" if self.rereadings else self.key
