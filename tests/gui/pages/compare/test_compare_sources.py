"""What was measured by hand: opened, brought from ImageJ, told apart."""

import pytest

from feretlab.core.io.rois import write_rois
from feretlab.gui.session.manual_files import ManualFile

LONG = 200_000


def test_a_table_without_a_unit_leads_to_the_setting(qtbot, page, tmp_path):
    path = tmp_path / "Results.csv"
    path.write_text("Area,MinFeret\n1,20\n1,21\n1,19\n", "utf-8")
    page.sources.open(path)
    qtbot.waitUntil(lambda: page.compared is not None, timeout=LONG)

    assert "Settings » Manual unit" in page.verdict.text()
    assert "--" not in page.verdict.text()


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
