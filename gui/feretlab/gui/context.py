"""What every page is given to work with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from feretlab.gui.controllers.looks import Looks
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.settings import Preferences
from feretlab.gui.worker import Jobs

if TYPE_CHECKING:
    from feretlab.gui.canvas.canvas import Canvas


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Context:
    """The session, what networks see of it, the canvas and the workers.

    Parameters
    ----------
    session : Session
        All state.
    jobs : Jobs
        Work in threads.
    canvas : Canvas
        The image in the middle of the window.
    show_error : callable
        Takes what was being done and the exception; shows both with a way to copy
        the details.
    looks : Looks
        The network in use, and what it saw.
    preferences : Preferences
        What is remembered between runs.
    """

    session: Session
    jobs: Jobs
    canvas: "Canvas"
    show_error: Callable[[str, Exception], None]
    looks: Looks
    preferences: Preferences

    @property
    def micrographs(self) -> Micrographs:
        """Pixels; reading takes time and belongs into a job."""
        return self.looks.micrographs
