"""The page Correct beside a canvas, on three squares."""

import numpy as np
import pytest
import tifffile
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from feretlab.core.particles import Particles
from feretlab.gui.canvas.canvas import Canvas
from feretlab.gui.canvas.view import Spot
from feretlab.gui.context import Context
from feretlab.gui.controllers.corrections import CorrectionApplier, blank_finding
from feretlab.gui.controllers.looks import Looks
from feretlab.gui.pages.correct import CorrectPage
from feretlab.gui.session.findings import with_corrections
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.settings import Preferences
from feretlab.gui.worker import Jobs

CORNERS = [(10, 10), (10, 60), (10, 82)]
LEFT = Qt.MouseButton.LeftButton


class Desk:
    """Canvas and page side by side, three squares of 20 px at `CORNERS`."""

    def __init__(self, qtbot, path):
        self.qtbot = qtbot
        self.session, self.jobs, self.errors = Session(), Jobs(), []
        self.micrographs = micrographs = Micrographs()
        self.canvas = Canvas(self.session, micrographs, self.jobs)
        context = Context(
            session=self.session,
            looks=Looks(micrographs),
            preferences=Preferences(path.with_name("gui.json")),
            jobs=self.jobs,
            canvas=self.canvas,
            show_error=lambda what, error: self.errors.append((what, error)),
        )
        self.applier = CorrectionApplier(self.session, micrographs, self.jobs)
        self.page = CorrectPage(context)
        self.window = QWidget()
        layout = QHBoxLayout(self.window)
        layout.addWidget(self.canvas, 2)
        layout.addWidget(self.page, 1)
        qtbot.addWidget(self.window)
        self.window.resize(1000, 640)
        self.window.show()
        with qtbot.waitSignal(self.canvas.shown):
            (self.key,) = self.session.add_files([path])
        qtbot.waitExposed(self.window)

    def analyse(self, corners=CORNERS):
        micrograph = self.canvas.micrograph
        blank = blank_finding(micrograph, "one", self.session.recipe)
        masks = [np.ones((20, 20), bool)] * len(corners)
        particles = Particles.from_masks(masks, corners, micrograph.shape)
        corrections = self.session.corrections(self.key)
        finding = with_corrections(
            micrograph, blank.facts, blank.recipe, "", particles, corrections
        )
        self.session.put_finding(self.key, finding)
        self.settle()

    def settle(self):
        """Wait until what was wanted is measured and drawn."""
        self.qtbot.waitUntil(lambda: not self.jobs.running)

    @property
    def areas(self):
        return sorted(self.session.finding(self.key).table["area_px"].tolist())

    def key_press(self, key):
        self.qtbot.keyClick(self.canvas.viewport, key)

    def click(self, spot):
        x, y = self.canvas.view.to_window(Spot(*spot))
        point = QPoint(round(x), round(y))
        self.qtbot.mouseClick(self.canvas.viewport, LEFT, pos=point)

    def stroke(self, *spots):
        gesture = self.canvas.viewport.gesture
        gesture.press(self._pointer(spots[0]))
        for spot in spots[1:]:
            gesture.drag(self._pointer(spot))
        gesture.release(self._pointer(spots[-1]))

    def _pointer(self, spot):
        from feretlab.gui.canvas.gesture import Pointer

        view = self.canvas.view
        x, y = view.to_window(Spot(*spot))
        return Pointer(spot=Spot(*spot), x=x, y=y, scale=view.scale)


@pytest.fixture
def empty_desk(qtbot, tmp_path):
    path = tmp_path / "one.tif"
    pixels = np.full((100, 120), 50, np.uint8)
    pixels[60:80, 60:80] = 200
    tifffile.imwrite(path, pixels)
    desk = Desk(qtbot, path)
    yield desk
    desk.jobs.cancel_all()
    assert desk.jobs.wait()


@pytest.fixture
def desk(empty_desk):
    empty_desk.analyse()
    return empty_desk


@pytest.fixture
def clicking(empty_desk, bright_recipe):
    """The desk with a fast network and the tool that looks into its maps."""
    empty_desk.session.set_recipe(bright_recipe)
    empty_desk.analyse()
    empty_desk.key_press(Qt.Key.Key_W)
    return empty_desk
