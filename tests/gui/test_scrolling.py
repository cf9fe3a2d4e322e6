"""Pages that are higher than their place."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from feretlab.gui.scrolling import PageScroll


@pytest.fixture
def page(qtbot):
    """A page that holds something of 300 x 400 px."""
    page, inside, large = QWidget(), QWidget(), QWidget()
    large.setMinimumSize(300, 400)
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(large)
    QVBoxLayout(page).addWidget(PageScroll(inside))
    qtbot.addWidget(page)
    page.inside = inside
    return page


def test_a_page_is_not_narrower_than_what_it_holds(page):
    page.resize(10, 150)
    page.show()

    assert page.findChild(PageScroll).viewport().width() >= 300


def test_a_page_may_be_lower_than_what_it_holds(page):
    page.resize(10, 150)
    page.show()

    assert page.height() == 150
    assert page.inside.height() == 400
