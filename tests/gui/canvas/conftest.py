"""A session with micrographs on disk, and a canvas that shows them."""

import numpy as np
import pytest
import tifffile
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.analysis.result import ImageFacts
from feretlab.core.micrograph import Micrograph
from feretlab.core.particles import Particles
from feretlab.gui.canvas.view import Spot
from feretlab.gui.session.findings import with_corrections
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session


@pytest.fixture
def session():
    return Session()


@pytest.fixture
def pixels():
    """Rows rise by one, columns by none."""
    rows = np.arange(120, dtype=np.uint8)[:, None]
    return np.repeat(rows, 200, axis=1)


@pytest.fixture
def write(tmp_path):
    """Write pixels to a file of this name."""

    def write(name, pixels):
        path = tmp_path / name
        tifffile.imwrite(path, pixels)
        return path

    return write


@pytest.fixture
def canvas(qtbot, session, jobs):
    """A canvas without an image, 640 x 480."""
    from feretlab.gui.canvas.canvas import Canvas

    canvas = Canvas(session, Micrographs(), jobs)
    qtbot.addWidget(canvas)
    canvas.resize(640, 480)
    canvas.show()
    return canvas


@pytest.fixture
def shown(qtbot, canvas, session, write, pixels):
    """The canvas with one image of 120 x 200 pixels."""
    with qtbot.waitSignal(canvas.shown):
        session.add_files([write("one.tif", pixels)])
    return canvas


@pytest.fixture
def put_squares(session):
    """Note squares of 20 px as the current entry's particles."""

    def put(corners, shape=(120, 200), **columns):
        masks = [np.ones((20, 20), bool)] * len(corners)
        particles = Particles.from_masks(masks, corners, shape, **columns)
        facts = ImageFacts(
            image="one",
            source="one.tif",
            height_px=shape[0],
            width_px=shape[1],
            info_bar_rows=0,
            pixel_size_nm=None,
            pixel_size_source="",
            scale=1.0,
            scale_reason="given",
            inverted=False,
            particle_count=len(corners),
            warnings=(),
        )
        finding = with_corrections(
            Micrograph(pixels=np.zeros(shape, np.uint8)),
            facts,
            AnalyzeParameters(),
            "0" * 64,
            particles,
            session.corrections(session.current.key),
        )
        session.put_finding(session.current.key, finding)
        return finding

    return put


CORNERS = ((10, 10), (10, 100), (80, 10))


@pytest.fixture
def found(qtbot, shown, put_squares):
    """The canvas with three squares of 20 px at `CORNERS`."""
    with qtbot.waitSignal(shown.overlay.changed):
        put_squares(CORNERS)
    qtbot.waitUntil(lambda: shown.overlay.finding is not None)
    return shown


@pytest.fixture
def mouse(qtbot):
    """Press, drag through spots of the picture, and let go."""
    return Mouse(qtbot)


class Mouse:
    """The left button on a canvas, at (row, column) of its picture."""

    def __init__(self, qtbot):
        self._qtbot = qtbot

    def point(self, canvas, spot):
        x, y = canvas.view.to_window(Spot(*spot))
        return QPoint(round(x), round(y))

    def click(self, canvas, spot, modifier=Qt.KeyboardModifier.NoModifier):
        point = self.point(canvas, spot)
        left = Qt.MouseButton.LeftButton
        self._qtbot.mouseClick(canvas.viewport, left, modifier, point)

    def double(self, canvas, spot):
        point = self.point(canvas, spot)
        self._qtbot.mouseDClick(canvas.viewport, Qt.MouseButton.LeftButton, pos=point)

    def drag(
        self, canvas, *spots, modifier=Qt.KeyboardModifier.NoModifier, release=True
    ):
        left = Qt.MouseButton.LeftButton
        first = self.point(canvas, spots[0])
        self._qtbot.mousePress(canvas.viewport, left, modifier, first)
        for spot in spots[1:]:
            self.move(canvas, spot, left, modifier)
        if release:
            last = self.point(canvas, spots[-1])
            self._qtbot.mouseRelease(canvas.viewport, left, modifier, last)

    def move(
        self,
        canvas,
        spot,
        button=Qt.MouseButton.NoButton,
        modifier=Qt.KeyboardModifier.NoModifier,
    ):
        # qtbot.mouseMove does not say which button is held.
        at = QPointF(*canvas.view.to_window(Spot(*spot)))
        none = Qt.MouseButton.NoButton
        event = QMouseEvent(QEvent.Type.MouseMove, at, at, none, button, modifier)
        QApplication.sendEvent(canvas.viewport, event)
