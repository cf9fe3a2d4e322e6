"""Filters by histogram range sliders."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from feretlab.gui.controllers.shown import Shown
from feretlab.gui.plots.filter_panel import FilterPanel, FilterRow
from feretlab.gui.session.filters import OPEN, filterable

LONG = 60_000


@pytest.fixture
def shown(analysed):
    return Shown(analysed)


@pytest.fixture
def panel(qtbot, analysed, shown):
    panel = FilterPanel(analysed, shown)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def test_every_descriptor_has_a_slider(panel, shown):
    assert set(panel.rows) == set(filterable([shown.table()]))


def test_a_slider_filters_and_an_end_at_the_extreme_stays_open(analysed, shown, panel):
    row = panel.rows["area_nm2"]
    row.slider.setValue((500, 1200))

    assert analysed.filters == {"area_nm2": (500, OPEN)}
    assert shown.count() == (2, 3)


def test_a_typed_limit_filters(analysed, panel):
    row = panel.rows["area_nm2"]
    row.high.setValue(900)

    assert analysed.filters == {"area_nm2": (-OPEN, 900)}


def type_into(qtbot, box, text):
    box.selectAll()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)


@pytest.fixture
def row(qtbot):
    """A row whose values have more digits than its boxes show."""
    row = FilterRow("min_feret_nm")
    qtbot.addWidget(row)
    row.show_values(np.array([12.004321, 20, 59.839550120711245]), (-OPEN, OPEN))
    return row


@pytest.fixture
def told(row):
    """The ranges that the row told."""
    told = []
    row.moved.connect(lambda _, limits: told.append(limits))
    return told


@pytest.mark.parametrize("high", [OPEN, 59.839550120711245])
def test_a_limit_typed_into_one_box_leaves_the_other_end(qtbot, row, told, high):
    row.show_values(np.array([12.004321, 59.839550120711245]), (-OPEN, high))
    type_into(qtbot, row.low, "15.5")

    assert told == [(15.5, high)]


@pytest.mark.parametrize("end", ["low", "high"])
def test_return_in_a_box_that_nobody_changed_limits_nothing(qtbot, row, told, end):
    qtbot.keyClick(getattr(row, end), Qt.Key.Key_Return)

    assert told == []
    assert row.range == (-OPEN, OPEN)


@pytest.mark.parametrize("low", [10, 100])
def test_a_limit_beyond_the_values_of_the_image_holds(qtbot, row, told, low):
    type_into(qtbot, row.low, str(low))

    assert told == [(low, OPEN)]


def test_a_limit_beyond_the_values_stays_while_the_other_handle_moves(row, told):
    row.show_values(np.array([12.0, 20, 50]), (10, OPEN))
    row.slider.setValue((10, 40))

    assert told == [(10, 40)]


def test_a_handle_moved_to_its_stop_opens_its_end_alone(row, told):
    row.show_values(np.array([12.0, 20, 50]), (15, 50))
    row.slider.setValue((12, 50))

    assert told == [(-OPEN, 50)]


@pytest.mark.usefixtures("large_letters")
def test_limits_are_read_with_their_unit_in_large_letters(qtbot):
    row = FilterRow("area_nm2")
    qtbot.addWidget(row)
    row.show_values(np.array([1.0, 123456.0]), (-OPEN, OPEN))
    line = row.high.lineEdit()

    assert line.text() == "123456 nm²"
    row.show()
    assert line.width() > line.fontMetrics().horizontalAdvance(line.text())


def test_reset_lets_all_pass(analysed, panel):
    panel.rows["area_nm2"].slider.setValue((500, 900))
    panel.rows["area_nm2"].reset.click()

    assert analysed.filters == {}


def test_filters_from_elsewhere_are_shown(qtbot, analysed, panel):
    analysed.set_filters({"area_nm2": (500, 900)})
    row = panel.rows["area_nm2"]
    qtbot.waitUntil(lambda: row.range == (500, 900), timeout=LONG)
    panel.clear_button.click()
    qtbot.waitUntil(lambda: row.range == (-OPEN, OPEN), timeout=LONG)


def test_a_hidden_panel_catches_up_when_it_is_looked_at(analysed, make_finding, panel):
    panel.hide()
    analysed.put_finding(analysed.current.key, make_finding("a", [100]))
    assert panel.rows["area_nm2"].high.value() == 1200
    panel.show()

    assert panel.rows["area_nm2"].low.value() == 4000


@pytest.fixture
def uncalibrated(analysed, make_finding):
    """The second image has no pixel size; the filter, in nm, lets all others pass."""
    second = analysed.entries[1].key
    analysed.put_finding(second, make_finding("b", [40, 50], nm=None))
    analysed.set_filters({"min_feret_nm": (0.0, OPEN)})
    return second


def test_what_a_filter_cannot_judge_is_left_out_and_told(
    analysed, shown, panel, uncalibrated
):
    assert panel.note.isHidden()
    assert shown.count() == (3, 3)
    analysed.show(uncalibrated)
    panel.refresh()

    assert shown.count() == (0, 2)
    assert panel.note.isVisible()
    assert panel.note.text().startswith("2 particles have no Min Feret (nm)")
    panel.clear_button.click()
    assert panel.note.isHidden()
    assert shown.count() == (2, 2)


def test_of_all_images_those_without_a_pixel_size_are_counted(shown, uncalibrated):
    shown.set_scope("all")

    assert shown.count() == (3, 5)
    assert shown.unknown() == (2, ("min_feret_nm",))
