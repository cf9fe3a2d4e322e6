"""What every page is given to work with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from feretlab.gui.controllers.analysis_task import KeptMaps, OpenNetworks
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.worker import Jobs

if TYPE_CHECKING:
    from feretlab.gui.canvas.canvas import Canvas


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Context:
    """The session, its pixels, the canvas and the workers.

    Parameters
    ----------
    session : Session
        All state.
    micrographs : Micrographs
        Pixels; reading takes time and belongs into a job.
    jobs : Jobs
        Work in threads.
    canvas : Canvas
        The image in the middle of the window.
    show_error : callable
        Takes what was being done and the exception; shows both with a way to copy
        the details.
    networks : OpenNetworks
        The network in use.
    maps : KeptMaps
        What it saw in the micrographs analysed last.
    """

    session: Session
    micrographs: Micrographs
    jobs: Jobs
    canvas: "Canvas"
    show_error: Callable[[str, Exception], None]
    networks: OpenNetworks = field(default_factory=OpenNetworks)
    maps: KeptMaps = field(default_factory=KeptMaps)
