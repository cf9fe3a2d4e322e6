"""Adding what a network sees where a person clicks."""

from collections.abc import Callable
from typing import Protocol

from feretlab.core.errors import InputError
from feretlab.gui.canvas.view import Spot
from feretlab.gui.context import Context
from feretlab.gui.controllers.click_task import Clicked
from feretlab.gui.controllers.clicks import Clicker
from feretlab.gui.controllers.corrector import Corrector
from feretlab.gui.texts import tr


class Say(Protocol):
    """Tells something in the page."""

    def __call__(self, text: str, *, is_bad: bool = False) -> None:
        """Tell it, as a fault where it is bad."""


class ClickAdder:
    """Adds a particle for each click, once it is known what lies there.

    Parameters
    ----------
    context : Context
        What every page is given.
    corrector : Corrector
        Takes the particle.
    attempt : callable
        Does something and tells where it cannot be done.
    say : callable
        Tells what is going on.
    """

    def __init__(
        self,
        context: Context,
        corrector: Corrector,
        attempt: Callable[[Callable[[], None]], None],
        say: Say,
    ) -> None:
        self._context = context
        self._corrector = corrector
        self._attempt = attempt
        self._say = say
        self._clicker = Clicker(context.session, context.jobs, context.looks)

    def add(self, spot: Spot) -> None:
        """Look what lies at a place, and add it."""

        def met(clicked: Clicked) -> None:
            self._say("")
            region = clicked.region
            if region is None:
                self._say(_nothing(clicked.peak), is_bad=True)
            else:
                self._attempt(lambda: self._corrector.add_found(region, spot))

        def failed(error: Exception) -> None:
            self._say("")
            self._context.show_error(tr("Looking for a particle"), error)

        self._say(tr("Looking for a particle there…"))
        try:
            self._clicker.click(spot, self._seen(), met, failed, lambda: self._say(""))
        except InputError as error:
            self._say(str(error), is_bad=True)

    def _seen(self) -> tuple[int, int, int, int]:
        """Give the part of the field that is seen."""
        canvas = self._context.canvas
        if canvas.micrograph is None:
            return (0, 0, 0, 0)
        height, width = canvas.micrograph.field.shape
        return canvas.view.rectangle((height, width))


def _nothing(peak: float) -> str:
    """Say that a click met nothing, and what to do."""
    return tr(
        "The network sees no particle there (at most {peak:.0f} % sure). Draw its "
        "outline, or click by grey (G)."
    ).format(peak=100 * peak)
