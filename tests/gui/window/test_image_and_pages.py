"""How image and pages part the room."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from feretlab.gui.window.image_and_pages import ImageAndPages


@pytest.fixture
def both(qtbot):
    both = ImageAndPages(QWidget(), QWidget())
    qtbot.addWidget(both)
    both.show()
    return both


@pytest.mark.parametrize(
    ("width", "pages"), [(1000, 430), (2500, 700), (3600, 900), (5000, 900)]
)
def test_a_larger_window_gives_most_to_the_image(both, width, pages):
    both.resize(width, 600)

    assert both.sizes()[1] == pytest.approx(pages, abs=2)
    assert sum(both.sizes()) == pytest.approx(width, abs=10)


def test_what_somebody_dragged_is_kept_in_proportion(qtbot, both):
    both.resize(1000, 600)
    handle = both.handle(1)
    middle = handle.rect().center()
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(handle, middle - QPoint(60, 0))
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton)
    pages = both.sizes()[1]
    assert pages > 440
    both.resize(2000, 600)

    assert both.sizes()[1] / pages == pytest.approx(2, rel=0.02)
