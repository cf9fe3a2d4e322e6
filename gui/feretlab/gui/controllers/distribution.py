"""The distribution of the particles that are looked at, described in jobs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from psygnal import Signal

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.io.tables import Table
from feretlab.core.progress import Progress
from feretlab.gui.controllers.latest import Latest
from feretlab.gui.controllers.shown import Shown
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr
from feretlab.gui.worker import Jobs

if TYPE_CHECKING:
    from feretlab.core.io.figures import Sizes


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Described:
    """Sizes and statistics of the particles that are looked at.

    Parameters
    ----------
    whole : Sizes
        Of all of them.
    images : mapping of str to Sizes
        Of each image; empty where they were not asked for.
    """

    whole: "Sizes"
    images: Mapping[str, "Sizes"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DescribeTask:
    """Describes particles as `feretlab analyze` does.

    Parameters
    ----------
    table : dict of ndarray
        Particles that count.
    recipe : AnalyzeParameters
        Descriptor, intervals, limits.
    each_image : bool
        Whether images are described one by one as well.
    """

    table: Table
    recipe: AnalyzeParameters
    each_image: bool

    def __call__(self, progress: Progress) -> Described:
        """Describe.

        Parameters
        ----------
        progress : Progress
            May stop the work between images.

        Returns
        -------
        Described
        """
        from feretlab.core.analysis.pooling import describe_tables

        images = {}
        names = self.table.get("image", ())
        wanted = tuple(dict.fromkeys(names)) if self.each_image else ()
        for index, name in enumerate(wanted):
            progress.report(index, len(wanted) + 1, str(name))
            rows = names == name
            own = {column: values[rows] for column, values in self.table.items()}
            images[str(name)] = describe_tables([own], self.recipe)
        progress.report(len(wanted), len(wanted) + 1, "")
        return Described(
            whole=describe_tables([self.table], self.recipe), images=images
        )


class Distributions:
    """Describes what is looked at; the latest request wins.

    Parameters
    ----------
    session : Session
        Holds the recipe.
    shown : Shown
        Says which particles.
    jobs : Jobs
        Where the work is done.

    Attributes
    ----------
    described : psygnal.Signal
        Carries a `Described`.
    failed : psygnal.Signal
        Carries the exception.
    """

    described = Signal(object)
    failed = Signal(object)

    def __init__(self, session: Session, shown: Shown, jobs: Jobs) -> None:
        self._session = session
        self._shown = shown
        self._latest = Latest(jobs, tr("Statistics"), is_passing=True)

    def describe(self, only_selected: bool, each_image: bool) -> bool:
        """Ask for a description.

        Parameters
        ----------
        only_selected : bool
            Whether to leave out what is not selected.
        each_image : bool
            Whether images are described one by one as well.

        Returns
        -------
        bool
            Whether there are particles to describe.
        """
        table = self._shown.table(only_selected)
        if not table or not len(table["image"]):
            self._latest.drop()
            return False
        task = DescribeTask(
            table=table, recipe=self._session.recipe, each_image=each_image
        )
        self._latest.request(task, self.described.emit, self.failed.emit)
        return True
