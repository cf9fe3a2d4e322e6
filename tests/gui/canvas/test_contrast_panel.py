"""Which values are black and white."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent

from feretlab.gui.canvas.view import Spot


def _grey_at(canvas, spot):
    image = canvas.viewport.grab().toImage()
    x, y = canvas.view.to_window(Spot(*spot))
    return image.pixelColor(round(x), round(y)).red()


def _move(point):
    none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    at = QPointF(point)
    kind = QEvent.Type.MouseMove
    return QMouseEvent(kind, at, at, none, left, Qt.KeyboardModifier.NoModifier)


@pytest.fixture
def panel(shown):
    return shown.contrast_panel


def test_dragging_the_upper_handle_brightens_the_picture(qtbot, shown, panel):
    before = _grey_at(shown, (40, 100))
    # 6 px of margin on both sides of values from 0 to 119.
    left, width = Qt.MouseButton.LeftButton, panel.handles.width()
    middle = QPoint(round(6 + (width - 12) / 2), 40)
    qtbot.mousePress(panel.handles, left, pos=QPoint(width - 6, 40))
    panel.handles.mouseMoveEvent(_move(middle))
    qtbot.mouseRelease(panel.handles, left, pos=middle)

    assert shown.contrast.high == pytest.approx(59.5, abs=1)
    assert _grey_at(shown, (40, 100)) > before + 30


def test_handles_do_not_pass_each_other(qtbot, shown, panel):
    panel.handles._held = 0
    panel.handles._put(1e9)

    assert shown.contrast.low < shown.contrast.high


def test_arrow_keys_move_a_handle(qtbot, shown, panel):
    before = shown.contrast
    qtbot.keyClick(panel.handles, Qt.Key.Key_Right)

    assert shown.contrast.low > before.low
    assert shown.contrast.high == before.high


def test_reset_shows_all_values_and_auto_leaves_few_out(qtbot, shown, panel):
    qtbot.mouseClick(panel.reset, Qt.MouseButton.LeftButton)
    assert (shown.contrast.low, shown.contrast.high) == (0, 119)

    shown.contrast_panel.handles._put(50.0)
    qtbot.mouseClick(panel.auto, Qt.MouseButton.LeftButton)
    assert shown.contrast == shown._loaded.picture.auto()


def test_inverting_exchanges_black_and_white_and_stays_for_the_next(
    qtbot, shown, panel, session, write, pixels
):
    bright = _grey_at(shown, (118, 100))
    panel.invert.setChecked(True)
    assert _grey_at(shown, (118, 100)) == pytest.approx(255 - bright, abs=3)

    with qtbot.waitSignal(shown.shown):
        (key,) = session.add_files([write("two.tif", pixels)])
        session.show(key)
    assert shown.contrast.inverted
    assert panel.invert.isChecked()


@pytest.mark.parametrize("dtype", [np.uint16, np.float32])
def test_deeper_images_keep_their_values(qtbot, canvas, session, write, pixels, dtype):
    deep = pixels.astype(dtype) * 100
    with qtbot.waitSignal(canvas.shown):
        session.add_files([write("deep.tif", deep)])

    assert canvas.contrast.high == pytest.approx(11900, rel=0.02)
    assert "11900" in canvas.contrast_panel._values.text()


def test_escape_closes_the_panel(qtbot, shown):
    menu = shown.bar.contrast.menu()
    menu.popup(shown.mapToGlobal(shown.rect().center()))
    qtbot.waitUntil(menu.isVisible)
    qtbot.keyClick(shown.contrast_panel.handles, Qt.Key.Key_Escape)

    assert not menu.isVisible()
