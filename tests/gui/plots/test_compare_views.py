import shiboken6

from feretlab.gui.plots.compare_views import CompareViews
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
