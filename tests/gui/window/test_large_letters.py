"""The window on a small screen, with letters of twice the size."""

import pytest

from feretlab.gui.pages import PAGES
from feretlab.gui.window.image_panel import ImagePanel


@pytest.fixture
def small(large_letters, window, qtbot):
    window.resize(1366, 728)
    qtbot.waitUntil(lambda: window.width() == 1366)
    return window


def _is_whole(tabs):
    bar = tabs.tabBar()
    return bar.tabRect(bar.count() - 1).right() <= bar.width()


@pytest.mark.parametrize("id_", ["analyse", "compare"])
def test_no_tab_is_cut_off(small, qtbot, id_):
    page = small.show_page(id_)
    qtbot.waitUntil(page.tabs.isVisible)

    qtbot.waitUntil(lambda: _is_whole(small.pages))
    qtbot.waitUntil(lambda: _is_whole(page.tabs))


def test_the_image_keeps_room_to_correct_in(small):
    for page in PAGES:
        small.show_page(page.id)

    assert small.width() == 1366
    assert small.context.canvas.width() > 200


@pytest.mark.usefixtures("large_letters")
def test_the_list_leaves_most_of_a_screen_to_the_image(window):
    screen = window.screen().availableSize().width()
    panel = ImagePanel(window.session, window.loader)

    assert panel.sizeHint().width() <= max(0.22 * screen, 256)
