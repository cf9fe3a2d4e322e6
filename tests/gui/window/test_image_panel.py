"""The list of micrographs."""

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QPixmap

from feretlab.gui.controllers import loading
from feretlab.gui.controllers.loading import Loader
from feretlab.gui.session.entries import State
from feretlab.gui.session.session import Session
from feretlab.gui.window.entries_model import ENTRY, SYMBOLS, Order, state_text, tooltip
from feretlab.gui.window.image_panel import ImagePanel
from feretlab.gui.worker import Jobs


@pytest.fixture
def session():
    return Session()


@pytest.fixture
def panel(qtbot, session, monkeypatch):
    monkeypatch.setattr(loading, "can_read_bars", lambda: False)
    jobs = Jobs()
    panel = ImagePanel(session, Loader(session, jobs))
    qtbot.addWidget(panel)
    panel.resize(300, 400)
    panel.show()
    yield panel
    assert jobs.wait()


@pytest.fixture
def keys(session, panel):
    return session.add_files([Path(f"/gone/{name}.tif") for name in ("c", "a", "b")])


def _names(panel):
    model = panel.view.model()
    rows = range(model.rowCount())
    return [model.index(row, 0).data(ENTRY).name for row in rows]


def test_an_empty_list_says_where_to_begin(panel):
    shown = panel.findChild(type(panel._stack)).currentWidget()

    assert "Drop files or folders here" in shown.text()


def test_rows_stand_as_added_by_name_and_by_state(panel, session, keys):
    assert _names(panel) == ["c", "a", "b"]
    panel.order_box.setCurrentIndex(Order.NAME)
    assert _names(panel) == ["a", "b", "c"]
    session.update(keys[2], state=State.DONE, particle_count=5)
    panel.order_box.setCurrentIndex(Order.COUNT)
    assert _names(panel)[0] == "b"


def test_the_filter_keeps_what_fits(panel, keys):
    panel.filter_box.setText("B")

    assert _names(panel) == ["b"]


def test_the_row_of_the_shown_image_is_current_and_the_other_way_round(
    panel, session, keys
):
    session.show(keys[1])
    assert panel.view.currentIndex().data(ENTRY).key == keys[1]

    panel.step(1)
    assert session.current.key == keys[2]
    panel.step(1)
    assert session.current.key == keys[2]


def test_selected_rows_give_their_keys(panel, keys):
    assert panel.selected_keys() == (keys[0],)
    panel.select_all()
    assert panel.selected_keys() == keys


def test_a_row_that_is_removed_lets_the_next_be_shown(panel, session, keys):
    session.remove([keys[0]])

    assert panel.view.currentIndex().data(ENTRY).key == keys[1]
    flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
    panel.view.selectionModel().select(panel.view.model().index(1, 0), flag)
    assert panel.selected_keys() == (keys[2],)


def test_every_state_has_a_symbol_of_its_own_and_is_drawn(panel, session, keys):
    assert len(set(SYMBOLS.values())) == len(State)
    pictures = []
    for state in State:
        session.update(keys[0], state=state)
        picture = QPixmap(panel.view.size())
        panel.view.render(picture)
        pictures.append(picture.toImage())
    assert all(one != other for one, other in pairwise(pictures))


@pytest.mark.parametrize(
    ("state", "count", "said"),
    [
        (State.DONE, 1, "1 particle"),
        (State.DONE, 2, "2 particles"),
        (State.DRAWN, 2, "2 drawn by hand"),
        (State.WAITING, None, "not analysed"),
    ],
)
def test_a_row_says_what_its_image_has(session, keys, state, count, said):
    session.update(keys[0], state=state, particle_count=count)

    assert state_text(session.entry(keys[0])) == said


def test_the_tooltip_says_why_a_file_failed(session, keys):
    session.update(keys[0], state=State.FAILED, message="It is damaged.")

    text = tooltip(session.entry(keys[0]))
    assert "/gone/c.tif" in text
    assert text.endswith("failed\nIt is damaged.")
