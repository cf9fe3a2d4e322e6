"""Modules that are needed last, loaded while the network is at work."""

from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from threading import Thread

PICTURES = (
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_pdf",
    "mpl_toolkits.mplot3d",  # matplotlib looks for it with the first axes
)
"""What the figure and the report take most of a second to load."""


def load_ahead(modules: Sequence[str]) -> Thread:
    """Load modules in a thread, for use later on.

    A network leaves Python idle; most of this fits in there. A module that cannot
    be loaded is told of by whoever needs it.

    Parameters
    ----------
    modules : sequence of str
        Their full names.

    Returns
    -------
    threading.Thread
        At work; a program that ends waits for it.
    """

    def load() -> None:
        for name in modules:
            with suppress(Exception):
                import_module(name)

    thread = Thread(target=load, name="load ahead")
    thread.start()
    return thread
