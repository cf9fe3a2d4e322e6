"""Both sides of a comparison, drawn."""

import numpy as np
import shiboken6

from feretlab.core.comparison.colours import MISS, PAIR
from feretlab.core.comparison.measurements import Measured
from feretlab.gui.plots.compare_views import CompareViews, side_of
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.worker import Jobs


def test_nothing_is_drawn_once_the_views_are_gone(squares, qtbot):
    jobs, session = Jobs(), Session()
    session.show(session.add_files(squares(3))[0])
    views = CompareViews(session, Micrographs(), jobs)
    views.draw()
    views.draw()  # waits behind the first

    shiboken6.delete(views)

    qtbot.waitUntil(lambda: not jobs.running)


def test_places_of_a_table_are_drawn_as_crosses_by_what_became_of_them():
    points = np.array([[30.0, 20.0], [80.0, 60.0]])
    measured = Measured(
        image="a", ids=np.array(["1", "2"]), values=np.ones(2), points=points
    )
    side = side_of(measured, np.array([1]), MISS)

    assert side.colors == [MISS, MISS, PAIR, PAIR]
    assert side.lines.reshape(2, 4, 2).mean(axis=1).tolist() == points.tolist()
