"""The distribution that follows scope, selection and filters."""

import errno
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication

from feretlab.core.analysis.pooling import describe_tables
from feretlab.core.io.figures import Sizes
from feretlab.core.statistics.describe import describe_distribution
from feretlab.gui.controllers.distribution import Distributions
from feretlab.gui.controllers.shown import Shown
from feretlab.gui.plots.distribution_panel import DistributionPanel

LONG = 100_000


@pytest.fixture
def shown(analysed):
    return Shown(analysed)


@pytest.fixture
def panel(qtbot, analysed, shown, jobs):
    panel = DistributionPanel(analysed, shown, Distributions(analysed, shown, jobs))
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitUntil(lambda: "Mean" in panel.text.text(), timeout=LONG)
    return panel


def _waits(qtbot, panel, text):
    qtbot.waitUntil(lambda: text in panel.text.text(), timeout=LONG)


def test_the_statistics_are_those_of_the_report(analysed, shown, panel):
    table = shown.table()
    found = describe_tables([table], analysed.recipe).distribution
    panel.copy()
    text = QGuiApplication.clipboard().text()

    assert f"n\t{found.count}\t" in text
    assert f"{found.number.median.low:.2f}" in text
    assert "Share ≤ 100 nm\t100.0 %" in text


def test_the_panel_has_room_on_a_low_screen(panel):
    assert panel.minimumSizeHint().height() < 250


def test_the_titles_of_the_axes_are_whole_in_large_letters(qtbot, large_letters, panel):
    panel.resize(400, 260)
    qtbot.waitUntil(lambda: panel.height() == 260)
    for side in ("left", "right"):
        title = panel.plot.getPlotItem().getAxis(side).label
        around = title.mapRectToScene(title.boundingRect())
        assert 0 <= around.top() < around.bottom() <= panel.plot.height()


def test_filters_are_followed(qtbot, analysed, panel):
    analysed.set_filters({"area_nm2": (500, 1e300)})

    _waits(qtbot, panel, ">2<")


def test_all_images_are_pooled_and_shown_one_by_one(qtbot, shown, panel):
    shown.set_scope("all")
    _waits(qtbot, panel, "5 in 2 images")
    panel.each_image.setChecked(True)

    _waits(qtbot, panel, ">b<")


def test_what_has_no_size_in_nm_is_said_to_be_left_out(qtbot, analysed, shown, panel):
    assert "left out" not in panel.text.text()
    key = analysed.entries[1].key
    found = analysed.finding(key)
    table = {name: values for name, values in found.table.items() if "_nm" not in name}
    analysed.put_finding(key, replace(found, table=table))
    shown.set_scope("all")

    _waits(qtbot, panel, "2 particles have no size in nm and are left out")


@pytest.mark.parametrize("filters", [{}, {"area_nm2": (500, 1e300)}])
def test_where_all_particles_are_excluded_that_is_said(qtbot, analysed, panel, filters):
    key = analysed.current.key
    found = analysed.finding(key)
    analysed.set_filters(filters)
    analysed.put_finding(key, replace(found, excluded=("dust",) * 3))

    _waits(qtbot, panel, "All these particles are excluded: see the page Correct.")


def test_a_selection_of_excluded_particles_is_told_apart(qtbot, analysed, panel):
    key = analysed.current.key
    found = analysed.finding(key)
    analysed.put_finding(key, replace(found, excluded=("dust", "", "")))
    analysed.select([0])
    panel.selected_only.setChecked(True)

    assert "are excluded" in panel.text.text()


def test_a_selection_is_described_alone(qtbot, analysed, panel):
    panel.selected_only.setChecked(True)
    assert "Nothing is selected" in panel.text.text()
    analysed.select([0, 1])

    _waits(qtbot, panel, ">2<")


def test_another_descriptor_is_a_change_of_the_recipe(qtbot, analysed, panel):
    panel.descriptor.setCurrentIndex(panel.descriptor.findData("area"))
    panel.descriptor.activated.emit(panel.descriptor.currentIndex())
    _waits(qtbot, panel, "nm²")

    assert analysed.recipe.descriptor == "area"
    assert analysed.history.undo_title == "change the recipe"


def test_the_plot_draws_bars_curve_and_marks(panel):
    names = [type(item).__name__ for item in panel.plot.getPlotItem().items]

    assert names.count("BarGraphItem") == 1
    assert names.count("InfiniteLine") == 4
    assert len(panel.plot._right.addedItems) == 1


def test_particles_without_a_volume_are_not_drawn_by_volume(panel):
    sizes, none = np.array([1.0, 2.0]), np.zeros(2)
    found = describe_distribution(sizes, volume=none, unit="")
    flat = Sizes(distribution=found, values=sizes, volume=none)
    panel.plot.show_sizes(flat, {"a": flat}, "volume", "none")

    assert not panel.plot.getPlotItem().items


@pytest.mark.parametrize(
    ("ending", "start"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")]
)
def test_the_figure_is_saved(panel, tmp_path, ending, start):
    path = tmp_path / f"figure{ending}"
    panel.save_figure(path)

    assert path.read_bytes().startswith(start)
    assert path.stat().st_size > 3000


def test_a_saved_figure_leaves_the_plot_as_far_in_as_it_was(panel, tmp_path):
    item = panel.plot.getPlotItem()
    item.setXRange(10.0, 12.0, padding=0)
    panel.save_figure(tmp_path / "sizes.png")

    assert item.viewRange()[0] == pytest.approx([10.0, 12.0])


def test_a_figure_that_cannot_be_saved_is_told(panel, tmp_path):
    errors = []
    panel.failed.connect(lambda what, error: errors.append(str(error)))
    panel.save_figure(tmp_path / "figure.bmp")

    assert "'.bmp'" in errors[0]


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf"])
def test_a_full_disk_is_told_and_the_old_figure_stays(
    panel, tmp_path, ending, monkeypatch
):
    path = tmp_path / f"figure{ending}"
    path.write_bytes(b"old")
    errors = []
    panel.failed.connect(lambda what, error: errors.append(str(error)))

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    panel.save_figure(path)

    assert "No space left on device" in errors[0]
    assert path.read_bytes() == b"old"


def test_marks_at_the_end_of_the_axis_are_labelled_inside(
    qtbot, analysed, panel, make_finding
):
    panel.resize(420, 500)
    found = make_finding("a", [*range(30, 60), *range(30, 90, 3)])
    analysed.put_finding(analysed.current.key, found)
    analysed.set_recipe(analysed.recipe.model_copy(update={"descriptor": "feret"}))
    _waits(qtbot, panel, ">50<")
    plot = panel.plot.getPlotItem()

    def boxes():
        labels = [one.label for one in plot.items if hasattr(one, "label")]
        return [one.mapRectToScene(one.boundingRect()) for one in labels]

    def are_inside():
        """The range and the labels follow when the window is laid out."""
        inside = plot.vb.sceneBoundingRect()
        found = boxes()
        assert len(found) == 4
        assert all(inside.left() <= box.left() for box in found)
        assert all(box.right() <= inside.right() for box in found)

    qtbot.waitUntil(are_inside, timeout=LONG)


def test_families_are_offered_as_people_write_them(panel):
    titles = [panel.fit.itemText(at) for at in range(panel.fit.count())]

    assert titles == ["best fit", "normal", "lognormal", "Weibull", "no fit"]
