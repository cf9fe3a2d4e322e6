"""The page Compare, with findings and lengths on small micrographs."""

import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt, Signal

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.io.rois import write_rois
from feretlab.gui.canvas.view import View
from feretlab.gui.context import Context
from feretlab.gui.controllers.looks import Looks
from feretlab.gui.pages.compare import ComparePage
from feretlab.gui.session.corrections import Correction
from feretlab.gui.session.manual import ManualLength
from feretlab.gui.session.manual_files import ManualFile
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.settings import Preferences
from feretlab.gui.worker import Jobs

LONG = 200_000


class Canvas(QObject):
    """What the page uses of the canvas."""

    shown = Signal(object)

    def __init__(self):
        super().__init__()
        self.tool = ""
        self.overlay = SimpleNamespace(is_blind=False)
        self.viewport = SimpleNamespace(update=lambda: None)
        self.view = View(width=400, height=300)
        self.mark = None

    def set_tool(self, id_):
        self.tool = id_

    def set_view(self, view):
        self.view = view

    def mark_place(self, mark):
        self.mark = mark


@pytest.fixture
def context(qtbot, squares, make_finding, tmp_path):
    jobs, session, errors = Jobs(), Session(), []
    keys = session.add_files(squares(3, 2))
    session.set_recipe(AnalyzeParameters(resamples=100))
    for key, widths in zip(keys, ([10, 30, 20], [40, 50]), strict=True):
        session.put_finding(key, make_finding(session.entry(key).name, widths))
    yield Context(
        session=session,
        looks=Looks(Micrographs()),
        preferences=Preferences(tmp_path / "gui.json"),
        jobs=jobs,
        canvas=Canvas(),
        show_error=lambda what, error: errors.append((what, error)),
    )
    jobs.cancel_all()
    assert jobs.wait(LONG)
    assert errors == []


@pytest.fixture
def page(qtbot, context):
    page = ComparePage(context)
    qtbot.addWidget(page)
    page.form.set_record(page.parameters.model_copy(update={"resamples": 100}))
    return page


@pytest.fixture
def measure(context):
    """Draw a caliper line down the shown image at some columns."""

    def measure(*columns):
        session = context.session
        entry = session.current
        for column in columns:
            row = ManualLength(
                key=entry.key, image=entry.name, start=(5.0, column), end=(15.0, column)
            )
            session.history.do(session.manual.adding(row))

    return measure


@pytest.fixture
def compared(qtbot, page, measure):
    """A page on which three lengths, one of nothing, are compared."""
    measure(5.0, 25.0, 70.0)
    page.compare()
    qtbot.waitUntil(lambda: page.compared is not None, timeout=LONG)
    return page


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


def test_a_table_without_a_unit_leads_to_the_setting(qtbot, page, tmp_path):
    path = tmp_path / "Results.csv"
    path.write_text("Area,MinFeret\n1,20\n1,21\n1,19\n", "utf-8")
    page.sources.open(path)
    qtbot.waitUntil(lambda: page.compared is not None, timeout=LONG)

    assert "Settings » Manual unit" in page.verdict.text()
    assert "--" not in page.verdict.text()


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


@pytest.fixture
def brought(context, tmp_path):
    """Results of ImageJ on the first image, in micrometres, as they are taken."""
    session = context.session
    path = tmp_path / f"{session.entries[0].name}_Results.csv"
    path.write_text("Area,MinFeret (µm)\n1,0.02\n1,0.021\n1,0.019\n", "utf-8")
    file = ManualFile(name="Results of ImageJ", path=path)
    session.history.do(session.manual_files.adding(file))
    return file


def test_results_brought_from_imagej_are_compared_in_the_same_unit(
    qtbot, brought, page
):
    assert page.sources.choice.currentText() == "Results of ImageJ"
    page.compare()
    qtbot.waitUntil(lambda: page.compared is not None, timeout=LONG)

    (pair,) = page.compared.comparison.images
    assert pair.manual.values == pytest.approx([20, 21, 19])
    assert page.compared.label == "Min Feret (nm)"


def test_results_that_are_given_back_are_offered_no_more(context, page, brought):
    assert page.sources.choice.count() == 2
    context.session.history.undo()

    assert page.sources.choice.count() == 1


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


def test_a_roi_set_is_opened(qtbot, context, page, tmp_path):
    finding = context.session.finding(context.session.current.key)
    write_rois(finding.particles, tmp_path / "RoiSet.zip")
    page.sources.open(tmp_path / "RoiSet.zip")
    qtbot.waitUntil(lambda: page.compared is not None, timeout=LONG)

    assert page.compared.comparison.paired.agreement.count == 3


def test_a_table_without_places_is_compared_as_a_whole(qtbot, page, tmp_path):
    table = tmp_path / "Results.csv"
    table.write_text("Label,MinFeret (nm)\na,19.5\na,20.5\na,20.0\n", "utf-8")
    page.sources.open(table)
    qtbot.waitUntil(lambda: page.compared is not None, timeout=LONG)

    assert page.compared.comparison.paired is None
    assert "no places" in page.cases.hint.text()


def test_a_file_that_is_none_is_explained(qtbot, page, tmp_path):
    (tmp_path / "Results.csv").write_text("a,b\n1,2\n", "utf-8")
    page.sources.open(tmp_path / "Results.csv")
    qtbot.waitUntil(
        lambda: "expected one of numbers" in page.verdict.text(), timeout=LONG
    )

    assert page.compared is None


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


def test_no_virtual_machine_is_started_for_roi_sets(page):
    assert page.parameters.rois_by == "feretlab"


def test_a_file_opened_again_is_chosen_not_listed_twice(compared, tmp_path):
    for name in ("a.csv", "b.csv", "a.csv"):
        (tmp_path / name).write_text(" ,MinFeret\n1,20\n", "utf-8")
        compared.sources.open(tmp_path / name)

    assert compared.sources.choice.count() == 3
    assert compared.sources.source.path == tmp_path / "a.csv"


def test_answers_of_imagej_about_one_image_are_told_apart(
    qtbot, compared, context, tmp_path
):
    files, names = context.session.manual_files, []
    for number in "12":
        table = tmp_path / number / "field0_Results.csv"
        table.parent.mkdir()
        table.write_text("Label,Length (px)\nfield0,9.5\nfield0,29.5\n")
        name = files.free_name("field0: Results of ImageJ")
        context.session.do(files.adding(ManualFile(name=name, path=table)))
        names.append(name)
        compared.compare()
        begins = f"{name}: automatic"
        qtbot.waitUntil(
            lambda begins=begins: compared.verdict.text().startswith(begins),
            timeout=LONG,
        )

    assert names == ["field0: Results of ImageJ", "field0: Results of ImageJ, no. 2"]


def test_files_of_one_name_are_told_apart(compared, tmp_path):
    places = [tmp_path / "a" / "x.csv", tmp_path / "a" / "x.zip", tmp_path / "b/x.csv"]
    names = []
    for path in places:
        compared.sources.open(path)
        names.append(compared.sources.source.name)
    choice = compared.sources.choice
    titles = [choice.itemText(at) for at in range(1, choice.count())]

    assert names == ["x", "x.zip", "x.csv (b)"]
    assert titles == ["x.csv", "x.zip", "x.csv (b)"]
