"""The page Compare, with findings and lengths on small micrographs."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject, Signal

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.gui.canvas.view import View
from feretlab.gui.context import Context
from feretlab.gui.controllers.looks import Looks
from feretlab.gui.pages.compare import ComparePage
from feretlab.gui.session.manual import ManualLength
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.settings import Preferences
from feretlab.gui.worker import Jobs

LONG = 200_000


class Canvas(QObject):
    """What the page uses of the canvas."""

    shown = Signal(object)

    def __init__(self):
        super().__init__()
        self.tool = ""
        self.overlay = SimpleNamespace(is_blind=False)
        self.viewport = SimpleNamespace(update=lambda: None)
        self.view = View(width=400, height=300)
        self.mark = None

    def set_tool(self, id_):
        self.tool = id_

    def set_view(self, view):
        self.view = view

    def mark_place(self, mark):
        self.mark = mark


@pytest.fixture
def context(qtbot, squares, make_finding, tmp_path):
    jobs, session, errors = Jobs(), Session(), []
    keys = session.add_files(squares(3, 2))
    session.set_recipe(AnalyzeParameters(resamples=100))
    for key, widths in zip(keys, ([10, 30, 20], [40, 50]), strict=True):
        session.put_finding(key, make_finding(session.entry(key).name, widths))
    yield Context(
        session=session,
        looks=Looks(Micrographs()),
        preferences=Preferences(tmp_path / "gui.json"),
        jobs=jobs,
        canvas=Canvas(),
        show_error=lambda what, error: errors.append((what, error)),
    )
    jobs.cancel_all()
    assert jobs.wait(LONG)
    assert errors == []


@pytest.fixture
def page(qtbot, context):
    page = ComparePage(context)
    qtbot.addWidget(page)
    page.form.set_record(page.parameters.model_copy(update={"resamples": 100}))
    return page


@pytest.fixture
def measure(context):
    """Draw a caliper line down the shown image at some columns."""

    def measure(*columns):
        session = context.session
        entry = session.current
        for column in columns:
            row = ManualLength(
                key=entry.key, image=entry.name, start=(5.0, column), end=(15.0, column)
            )
            session.history.do(session.manual.adding(row))

    return measure


@pytest.fixture
def compared(qtbot, page, measure):
    """A page on which three lengths, one of nothing, are compared."""
    measure(5.0, 25.0, 70.0)
    page.compare()
    qtbot.waitUntil(lambda: page.compared is not None, timeout=LONG)
    return page
