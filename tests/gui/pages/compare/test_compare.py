"""What the page Compare sets beside each other and shows."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from feretlab.core.io.rois import write_rois
from feretlab.gui.pages.compare import ComparePage
from feretlab.gui.session.corrections import Correction
from feretlab.gui.session.entries import State

LONG = 200_000


def _come_to_front(qtbot, window):
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=LONG)


def test_an_empty_page_says_what_to_do(page):
    assert "caliper" in page.verdict.text()
    assert not page.report_button.isEnabled()


def test_without_an_image_the_page_says_to_open_one(qtbot, context):
    context.session.remove([entry.key for entry in context.session.entries])
    empty = ComparePage(context)
    qtbot.addWidget(empty)

    assert "Open micrographs first" in empty.verdict.text()


@pytest.mark.parametrize(
    ("widths", "told"),
    [([10, 30], "All these particles are excluded"), ([], "No particles were found")],
)
def test_an_image_without_particles_that_count_says_why(
    context, page, measure, make_finding, widths, told
):
    session = context.session
    found = make_finding("a", widths)
    excluded = ("dust",) * len(widths)
    session.put_finding(session.current.key, replace(found, excluded=excluded))
    measure(5.0)
    page.compare()

    assert told in page.verdict.text()


def test_lengths_measured_here_are_compared(compared):
    assert compared.sources.choice.itemText(0) == "Measured here (3)"
    assert compared.verdict.text().startswith("measured here: automatic min Feret is")
    assert compared.statistics.rowCount() > 20


def test_plots_are_not_blown_up_on_a_wide_screen(qtbot, compared):
    compared.resize(3000, 900)
    compared.show()
    compared.tabs.setCurrentIndex(3)
    qtbot.waitUntil(lambda: not compared.picture.pixmap().isNull(), timeout=LONG)

    ratio = compared.devicePixelRatioF()
    assert 400 < compared.picture.pixmap().width() / ratio <= 1000


def test_an_image_without_a_pixel_size_leads_to_calibration(
    qtbot, context, page, make_finding, tmp_path
):
    session = context.session
    session.put_finding(session.current.key, make_finding("a", [10, 30], nm=None))
    path = tmp_path / "Results.csv"
    path.write_text("MinFeret (nm)\n20\n", "utf-8")
    page.sources.open(path)
    qtbot.waitUntil(lambda: "sizes in nm" in page.verdict.text(), timeout=LONG)

    assert "Image » Calibrate" in page.verdict.text()


def _statuses(page):
    return [case.status for case in page.cases.model.cases]


def test_what_was_measured_by_hand_is_gone_through_with_one_key(
    qtbot, context, compared
):
    assert _statuses(compared) == ["pair", "pair", "miss"]
    _come_to_front(qtbot, compared)
    qtbot.keyClick(compared, Qt.Key.Key_N)
    assert context.session.selection == {0}
    qtbot.keyClick(compared, Qt.Key.Key_P)
    assert context.session.selection == set()
    assert context.canvas.mark.text == "miss"
    qtbot.keyClick(compared, Qt.Key.Key_P)

    assert compared.cases.view.currentIndex().row() == 1
    compared.hide()
    assert context.canvas.mark is None


def test_a_case_leads_to_its_particle_after_a_correction(
    context, compared, make_finding
):
    session, (_, second, _) = context.session, compared.cases.model.cases
    delete = Correction(kind="delete", at=((8, 2),))
    finding = make_finding(second.image, [10, 30, 20], corrections=[delete])
    session.put_finding(session.current.key, finding)
    compared.cases.chosen.emit(second)

    assert session.selection == {0}


def test_beside_lengths_the_other_particles_are_no_false_finds(compared):
    kinds = compared.cases.kind
    texts = [kinds.itemText(row) for row in range(kinds.count())]
    assert texts == [
        "Measured by hand", "Misses", "Not measured by hand", "Pairs", "All",
    ]  # fmt: skip
    kinds.setCurrentIndex(2)
    kinds.activated.emit(2)

    assert _statuses(compared) == ["not measured by hand"]
    assert "not measured by hand" in compared.views.legend.text()
    assert "automatic particles measured by hand; the others" in compared.verdict.text()


def test_beside_outlines_misses_and_false_finds_are_gone_through(
    qtbot, context, page, tmp_path
):
    particles = context.session.finding(context.session.current.key).particles
    write_rois(particles.select(np.array([0, 1])), tmp_path / "RoiSet.zip")
    page.sources.open(tmp_path / "RoiSet.zip")
    qtbot.waitUntil(lambda: page.compared is not None, timeout=LONG)
    _come_to_front(qtbot, page)
    qtbot.keyClick(page, Qt.Key.Key_N)

    assert (_statuses(page), context.session.selection) == (["false find"], {2})
    assert context.canvas.view.center == (10, 54)
    assert page.cases.kind.itemText(2) == "False finds"
    assert "false find" in page.views.legend.text()
    page.hide()


def test_both_views_move_together(qtbot, context, compared):
    compared.views.draw()
    key = context.session.current.key
    qtbot.waitUntil(lambda: compared.views._shown_key == key, timeout=LONG)
    compared.views.show_box(key, (5, 14, 15, 44))
    left, right = compared.views.views.manual.box, compared.views.views.automatic.box

    assert left.viewRange() == right.viewRange()
    (low, high), _ = left.viewRange()
    assert low < 14 < 44 < high


def test_blind_hides_the_automatic_side_until_it_is_over(qtbot, context, page, measure):
    page.blind.setChecked(True)
    assert context.canvas.overlay.is_blind
    assert context.canvas.tool == "caliper"
    measure(5.0, 25.0)
    page.compare()
    assert page.compared is None
    page.blind.setChecked(False)
    qtbot.waitUntil(lambda: page.compared is not None, timeout=LONG)

    assert not context.canvas.overlay.is_blind


def test_blind_stops_a_comparison_that_is_under_way(qtbot, context, page, measure):
    measure(5.0, 25.0)
    page.compare()
    assert context.jobs.lasting
    page.blind.setChecked(True)
    qtbot.waitUntil(lambda: not context.jobs.running, timeout=LONG)

    assert page.verdict.text().startswith("Blind: ")
    assert page.compared is None
    assert not page.report_button.isEnabled()


def test_blind_stops_plots_that_are_under_way(qtbot, context, compared):
    compared.tabs.setCurrentIndex(3)
    assert [job.title for job in context.jobs.lasting] == ["Draw the plots"]
    compared.blind.setChecked(True)
    qtbot.waitUntil(lambda: not context.jobs.running, timeout=LONG)

    assert compared.picture.pixmap().isNull()


def test_a_comparison_of_lengths_that_are_gone_tells_nothing(
    qtbot, context, page, measure
):
    measure(5.0)
    page.compare()
    context.session.history.undo()
    page.compare()
    qtbot.waitUntil(lambda: not context.jobs.running, timeout=LONG)

    assert page.compared is None
    assert "caliper" in page.verdict.text()


def test_the_plots_are_those_of_the_report(qtbot, compared):
    compared.tabs.setCurrentIndex(3)
    qtbot.waitUntil(lambda: not compared.picture.pixmap().isNull(), timeout=LONG)

    assert compared.picture.pixmap().height() > 200


@pytest.fixture
def report(qtbot, context, page, bright_model, tmp_path):
    """Write the report of what is chosen, and give its folder."""

    def report():
        session = context.session
        key = session.current.key
        finding = session.finding(key)
        recipe = finding.recipe.model_copy(
            update={"model": str(bright_model), "pictures": False, "workbook": False}
        )
        session.put_finding(key, replace(finding, recipe=recipe))
        session.set_recipe(recipe)
        lines = []
        session.logged.connect(lines.append)
        page.write_report(tmp_path / "report")
        qtbot.waitUntil(lambda: bool(lines), timeout=LONG)
        return tmp_path / "report"

    return report


def test_the_report_is_written(compared, report):
    folder = report()

    written = {path.name for path in folder.iterdir()}
    assert {"comparison.csv", "report.pdf", "provenance.json", "manual"} <= written
    assert (folder / "automatic" / "particles.csv").is_file()


def test_the_report_keeps_to_the_lengths_of_its_images(
    context, compared, measure, report
):
    first, second = context.session.entries
    context.session.show(second.key)
    measure(5.0)
    context.session.show(first.key)

    written = [path.name for path in (report() / "manual").iterdir()]
    assert written == [f"{first.name}_rois.zip"]


def test_a_report_without_the_file_of_an_image_tells_and_marks_it(
    qtbot, context, measure, tmp_path
):
    errors = []
    shows = replace(context, show_error=lambda _, error: errors.append(str(error)))
    page = ComparePage(shows)
    qtbot.addWidget(page)
    measure(5.0)
    context.session.current.path.unlink()
    page.write_report(tmp_path / "report")
    qtbot.waitUntil(lambda: bool(errors), timeout=LONG)

    assert "is missing" in errors[0]
    assert context.session.current.state == State.MISSING
    assert not (tmp_path / "report").exists()


def test_lengths_on_a_removed_image_are_not_compared_with_another_of_its_name(
    qtbot, context, page, measure, make_finding, tmp_path
):
    session = context.session
    first = session.current
    measure(5.0, 25.0)
    session.remove([first.key])
    (tmp_path / "other").mkdir()
    path = shutil.copy(first.path, tmp_path / "other")
    (key,) = session.add_files([Path(path)])
    session.put_finding(key, make_finding(first.name, [10, 30, 20]))
    session.show(key)
    assert session.current.name == first.name
    measure(46.0)
    page.compare()
    qtbot.waitUntil(lambda: page.compared is not None, timeout=LONG)

    assert [case.status for case in page.compared.cases].count("pair") == 1


def test_lengths_on_a_removed_image_count_again_when_it_comes_back(
    context, page, measure
):
    measure(5.0, 25.0)
    context.session.remove([context.session.current.key])
    assert page.sources.choice.itemText(0) == "Measured here (0)"
    context.session.history.undo()

    assert page.sources.choice.itemText(0) == "Measured here (2)"


def test_both_sides_have_a_window_of_their_own_until_it_is_closed(qtbot, compared):
    compared.show()
    with qtbot.waitSignal(compared.views.enlarged) as heard:
        compared.views.enlarge_button.click()
    window = heard.args[0]
    assert compared.views.views.window() is window
    _come_to_front(qtbot, window)
    qtbot.keyClick(window, Qt.Key.Key_N)
    assert compared.cases.view.currentIndex().row() == 0
    window.close()

    assert compared.views.views.window() is compared
