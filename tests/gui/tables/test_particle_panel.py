"""The results table, its selection and its buttons."""

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication

from feretlab.gui.controllers.shown import Shown
from feretlab.gui.session.session import Session
from feretlab.gui.tables.particle_panel import ParticlePanel

LONG = 60_000
FLAG = QItemSelectionModel.SelectionFlag


@pytest.fixture
def shown(analysed):
    return Shown(analysed)


@pytest.fixture
def panel(qtbot, analysed, shown):
    panel = ParticlePanel(analysed, shown)
    qtbot.addWidget(panel)
    return panel


def test_a_row_is_selected_in_the_image(analysed, panel):
    panel.view.selectRow(1)

    assert analysed.selection == {1}


def test_a_particle_is_selected_in_the_table(analysed, panel):
    analysed.select([0, 2])

    assert panel.selected_rows == [0, 2]


def test_the_selection_survives_a_filter(qtbot, analysed, panel):
    analysed.select([1, 2])
    analysed.set_filters({"area_nm2": (1000, 1e300)})
    qtbot.waitUntil(lambda: panel.model.rowCount() == 1, timeout=LONG)

    assert panel.selected_rows == [0]
    assert analysed.selection == {1, 2}


def test_a_row_of_another_image_shows_that_image(qtbot, analysed, shown, panel):
    shown.set_scope("all")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 5, timeout=LONG)
    panel.view.setCurrentIndex(panel.model.index(4, 0))

    assert analysed.current.name == "b"
    assert analysed.selection == {1}


@pytest.fixture
def panel_of_all(qtbot, shown, panel):
    """The same with the rows of both images."""
    shown.set_scope("all")
    qtbot.waitUntil(lambda: panel.model.rowCount() == 5, timeout=LONG)
    return panel


def test_rows_of_several_images_are_selected_together(analysed, panel_of_all):
    panel_of_all.view.selectAll()

    assert panel_of_all.selected_rows == [0, 1, 2, 3, 4]
    assert (analysed.current.name, analysed.selection) == ("a", {0, 1, 2})


def test_a_click_in_the_image_lets_go_of_the_rows_of_others(analysed, panel_of_all):
    panel_of_all.view.selectAll()
    analysed.select([1])

    assert panel_of_all.selected_rows == [1]


def test_rows_of_several_images_stay_selected_when_they_are_sorted(panel_of_all):
    panel_of_all.view.selectAll()
    at = panel_of_all.model.columns.index("area_nm2")
    panel_of_all.view.sortByColumn(at, Qt.SortOrder.DescendingOrder)

    assert panel_of_all.selected_rows == [0, 1, 2, 3, 4]


def test_selected_rows_of_another_image_go_with_what_was_found_in_it(
    qtbot, analysed, make_finding, panel_of_all
):
    panel_of_all.view.selectAll()
    analysed.put_finding(analysed.entries[1].key, make_finding("b", [40]))
    qtbot.waitUntil(lambda: panel_of_all.model.rowCount() == 4, timeout=LONG)

    assert panel_of_all.selected_rows == [0, 1, 2]


def test_selected_rows_stay_when_another_image_is_analysed(
    qtbot, analysed, make_finding, panel_of_all
):
    panel_of_all.view.selectAll()
    (key,) = analysed.add_files([Path("/data/c.tif")])
    analysed.put_finding(key, make_finding("c", [40]))
    qtbot.waitUntil(lambda: panel_of_all.model.rowCount() == 6, timeout=LONG)

    assert panel_of_all.selected_rows == [0, 1, 2, 3, 4]


def test_selected_rows_of_another_image_that_pass_a_filter_stay_selected(
    qtbot, analysed, panel_of_all
):
    panel_of_all.view.selectAll()
    analysed.set_filters({"area_nm2": (900, 1e300)})
    qtbot.waitUntil(lambda: panel_of_all.model.rowCount() == 3, timeout=LONG)

    assert panel_of_all.selected_rows == [0, 1, 2]


def test_rows_of_others_stay_where_the_last_one_of_an_image_is_unselected(
    analysed, panel_of_all
):
    view, first = panel_of_all.view, panel_of_all.model.index(0, 0)
    view.selectRow(3)
    view.selectionModel().setCurrentIndex(first, FLAG.Toggle | FLAG.Rows)
    view.selectionModel().setCurrentIndex(first, FLAG.Toggle | FLAG.Rows)

    assert panel_of_all.selected_rows == [3]
    assert (analysed.current.name, analysed.selection) == ("a", frozenset())


def test_selected_rows_are_copied(panel):
    panel.view.selectionModel().select(
        panel.model.index(2, 0),
        FLAG.Select | FLAG.Rows,
    )
    panel.copy()

    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("3\t")


def test_a_column_is_picked_in_the_menu(panel):
    menu = panel.column_menu()
    action = next(one for one in menu.actions() if one.text() == "Solidity")
    action.setChecked(True)

    assert "solidity" in panel.model.columns


def _column_with_arrow(panel):
    section = panel.view.horizontalHeader().sortIndicatorSection()
    return panel.model.columns[section] if section >= 0 else None


def test_the_arrow_stays_with_its_column_where_others_come(qtbot, shown, panel):
    at = panel.model.columns.index("area_nm2")
    panel.view.sortByColumn(at, Qt.SortOrder.DescendingOrder)
    shown.set_scope("all")  # with a column for the image before the others
    qtbot.waitUntil(lambda: panel.model.rowCount() == 5, timeout=LONG)

    assert _column_with_arrow(panel) == "area_nm2"
    areas = panel.model.table()["area_nm2"].tolist()
    assert areas == sorted(areas, reverse=True)


def test_the_arrow_goes_and_comes_with_its_column(panel):
    at = panel.model.columns.index("area_nm2")
    panel.view.sortByColumn(at, Qt.SortOrder.DescendingOrder)
    panel._pick("area_nm2", False)
    assert _column_with_arrow(panel) is None
    panel._pick("area_nm2", True)

    assert _column_with_arrow(panel) == "area_nm2"


def test_the_selection_survives_sorting(analysed, panel):
    analysed.select([2])
    at = panel.model.columns.index("area_nm2")
    panel.view.sortByColumn(at, Qt.SortOrder.DescendingOrder)

    assert panel.selected_rows == [1]


def test_the_particle_of_a_row_is_to_be_shown(qtbot, panel):
    with qtbot.waitSignal(panel.chosen) as told:
        panel.view.selectRow(2)

    assert told.args == [2]


def test_several_columns_are_picked_before_the_menu_closes(qtbot, panel):
    menu = panel.column_menu()
    menu.popup(panel.mapToGlobal(panel.rect().center()))
    qtbot.waitUntil(menu.isVisible)
    for title in ("Solidity", "Convexity"):
        action = next(one for one in menu.actions() if one.text() == title)
        point = menu.actionGeometry(action).center()
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=point)

    assert menu.isVisible()
    assert {"solidity", "convexity"} <= set(panel.model.columns)
    menu.close()


def test_an_empty_table_says_what_to_do(qtbot):
    session = Session()
    panel = ParticlePanel(session, Shown(session))
    qtbot.addWidget(panel)

    assert "Run the analysis" in panel._empty.text()
    assert not panel.copy_button.isEnabled()


def test_every_heading_can_be_read(panel):
    header = panel.view.horizontalHeader()

    for index in range(header.count()):
        assert header.sectionSize(index) >= header.sectionSizeHint(index)
