"""Programs timed in turn, so that a busy machine slows all of them alike."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from feretlab.core.progress import SILENT, Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long one program took.

    Parameters
    ----------
    name : str
        The program.
    seconds : float
        Median over the rounds.
    ratio : float
        Its time over the first program's, median over the rounds: above 1 is
        slower.
    """

    name: str
    seconds: float
    ratio: float


def compare(
    contestants: Mapping[str, Callable[[], Any]],
    rounds: int = 5,
    progress: Progress = SILENT,
) -> tuple[Timing, ...]:
    """Time every program once a round, after one round that does not count.

    Parameters
    ----------
    contestants : mapping of str to callable
        By name. One that gives a float has timed itself, in seconds.
    rounds : int
        How often each is timed.
    progress : Progress
        Told after each round.

    Returns
    -------
    tuple of Timing
        In the same order.
    """
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for turn in range(rounds + 1):
        for name, contestant in contestants.items():
            start = time.perf_counter()
            own = contestant()
            seconds = time.perf_counter() - start
            if turn:
                taken[name].append(own if isinstance(own, float) else seconds)
        progress.report(turn + 1, rounds + 1, "timing")
    first = np.array(next(iter(taken.values())))
    return tuple(
        Timing(
            name=name,
            seconds=float(np.median(seconds)),
            ratio=float(np.median(np.array(seconds) / first)),
        )
        for name, seconds in taken.items()
    )
