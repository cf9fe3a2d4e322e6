"""Results of a session as files."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import tifffile

from feretlab.core.analysis.batch import analyze
from feretlab.core.errors import FileError, InputError
from feretlab.core.io.labels import read_labels
from feretlab.core.io.tables import read_csv
from feretlab.core.progress import SILENT
from feretlab.core.provenance import (
    ModelRecord,
    Provenance,
    read_provenance,
    write_provenance,
)
from feretlab.gui.controllers.analysis import AnalysisRunner
from feretlab.gui.controllers.export import TableTask, export_task
from feretlab.gui.controllers.shown import Shown
from feretlab.gui.session.correcting import correct
from feretlab.gui.session.corrections import Correction
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.worker import Jobs
from feretlab.models.catalog import model_path

LONG = 200_000


@pytest.fixture
def run(qtbot):
    """Analyse files in a session; gives the session and a function that exports."""
    jobs = Jobs()

    def run(files, recipe):
        session, micrographs = Session(), Micrographs()
        session.set_recipe(recipe)
        runner = AnalysisRunner(session, micrographs, jobs)
        runner.run(session.add_files(files))
        qtbot.waitUntil(lambda: not runner.is_running, timeout=LONG)

        def export(output):
            task = export_task(session, output, micrographs, runner.networks)
            return task(SILENT)

        return session, export, runner

    yield run
    jobs.cancel_all()
    assert jobs.wait()


@pytest.fixture
def recipe(bright_recipe):
    return bright_recipe.model_copy(
        update={"pixel_size_nm": 2.0, "pictures": False, "workbook": False}
    )


def test_results_are_not_written_over_a_comparison(run, recipe, squares, tmp_path):
    record = Provenance(operation="compare", parameters={})
    write_provenance(record, tmp_path / "out" / "provenance.json")
    _, export, _ = run(squares(2), recipe)
    with pytest.raises(FileError, match="found those of 'compare'"):
        export(tmp_path / "out")


@pytest.mark.parametrize("name", ["particles.csv", "field1_labels.tif"])
def test_a_file_of_somebody_is_not_written_over(run, recipe, squares, tmp_path, name):
    _, export, _ = run(squares(2, 1), recipe)
    output = tmp_path / "out"
    output.mkdir()
    (output / name).write_text("by hand")
    with pytest.raises(FileError, match="found a file of this name"):
        export(output)
    assert (output / name).read_text() == "by hand"
    assert not list(output.glob("*_rois.zip"))


def test_results_of_other_images_are_not_written_over(run, recipe, squares, tmp_path):
    _, export, _ = run(squares(2), recipe)
    export(tmp_path / "out")
    labels = (tmp_path / "out" / "field0_labels.tif").read_bytes()
    second = tmp_path / "second set" / "field0.tif"
    second.parent.mkdir()
    squares(1)[0].rename(second)
    _, export, _ = run([second], recipe)
    with pytest.raises(FileError, match="found those of other images, such as"):
        export(tmp_path / "out")
    assert (tmp_path / "out" / "field0_labels.tif").read_bytes() == labels


def test_the_tables_of_an_image_that_is_left_out_are_kept_and_told(
    run, recipe, squares, tmp_path
):
    session, export, _ = run(squares(2, 1), recipe)
    export(tmp_path / "out")
    before = (tmp_path / "out" / "particles.csv").read_bytes()
    session.remove([session.entries[0].key])
    told = export(tmp_path / "out").warnings

    assert "earlier_1' keeps" in told[-1]
    assert told[-1].endswith("field0.tif'.")
    kept = tmp_path / "out" / "earlier_1" / "particles.csv"
    assert kept.read_bytes() == before


def test_images_of_several_recipes_are_told(run, recipe, squares, tmp_path):
    session, export, _ = run(squares(2, 1), recipe)
    first = session.entries[0].key
    finding = session.finding(first)
    other = finding.recipe.model_copy(update={"threshold": 0.4})
    session.put_finding(first, replace(finding, recipe=other))
    (told,) = export(tmp_path / "out").warnings

    assert told.startswith("analysed with another recipe than 'field0': field1;")


def test_nothing_is_written_where_the_file_of_an_image_is_missing(
    run, recipe, squares, tmp_path
):
    files = squares(2, 1)
    _, export, _ = run(files, recipe)
    files[1].unlink()
    with pytest.raises(FileError, match=r"Writing results to .*field1.tif' is missing"):
        export(tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_tables_are_those_of_the_command_byte_by_byte(run, recipe, squares, tmp_path):
    files = squares(2, 4)
    analyze(files, tmp_path / "command", recipe)
    _, export, _ = run(files, recipe)
    export(tmp_path / "window")

    for name in (
        "particles.csv",
        "summary.csv",
        "field1_labels.tif",
        "field1_rois.zip",
    ):
        written = (tmp_path / "window" / name).read_bytes()
        assert written == (tmp_path / "command" / name).read_bytes(), name


def test_corrections_are_counted_and_excluded_particles_left_out(
    qtbot, run, recipe, squares, tmp_path
):
    session, export, runner = run(squares(4), recipe)
    key = session.current.key
    for correction in (
        Correction(kind="delete", at=((40, 20),)),
        Correction(kind="exclude", at=((40, 65),), text="dirt"),
    ):
        session.history.do(correct(session, key, "correct", correction))
    runner.run([key])
    qtbot.waitUntil(lambda: not runner.is_running, timeout=LONG)
    export(tmp_path)

    provenance = json.loads((tmp_path / "provenance.json").read_text("utf-8"))
    assert provenance["counts"] == {
        "images": 1,
        "particles": 2,
        "failures": 0,
        "corrections": 2,
        "deleted": 1,
        "added": 0,
        "merged": 0,
        "split": 0,
        "reshaped": 0,
        "reclassified": 0,
        "excluded": 1,
        "not_applied": 0,
    }
    assert provenance["exclusions"] == {"dirt": 1}
    assert provenance["inputs"][0]["note"] == "2 particles; 1 deleted, 1 excluded"
    assert provenance["warnings"] == []
    assert read_csv(tmp_path / "particles.csv")["particle"].tolist() == [1, 2]
    assert len(read_labels(tmp_path / "field0_labels.tif").to_particles()) == 2


def test_what_is_not_measured_yet_is_not_counted(run, recipe, squares, tmp_path):
    session, export, _ = run(squares(4), recipe)
    delete = Correction(kind="delete", at=((40, 20),))
    # Nobody measures corrections here: the result is as it was without them.
    session.history.do(correct(session, session.current.key, "correct", delete))
    export(tmp_path)
    counts = json.loads((tmp_path / "provenance.json").read_text("utf-8"))["counts"]
    assert (counts["particles"], counts["corrections"], counts["deleted"]) == (4, 0, 0)


def test_corrections_that_no_longer_apply_are_counted_and_told(
    qtbot, run, recipe, squares, tmp_path
):
    session, export, runner = run(squares(2), recipe)
    key = session.current.key
    gone = Correction(kind="exclude", at=((80, 150), (40, 65)), text="dirt")
    session.history.do(correct(session, key, "correct", gone))
    runner.run([key])
    qtbot.waitUntil(lambda: not runner.is_running, timeout=LONG)
    export(tmp_path)

    provenance = json.loads((tmp_path / "provenance.json").read_text("utf-8"))
    assert provenance["counts"]["not_applied"] == 1
    assert provenance["counts"]["excluded"] == 1
    assert provenance["warnings"] == [
        "field0: no longer applies: exclude (dirt) at x 150, y 80."
    ]


def test_images_of_another_recipe_are_told(qtbot, run, recipe, squares, tmp_path):
    session, export, runner = run(squares(1, 1), recipe)
    session.set_recipe(recipe.model_copy(update={"threshold": 0.4}))
    runner.run([session.entries[1].key])
    qtbot.waitUntil(lambda: not runner.is_running, timeout=LONG)
    export(tmp_path)

    provenance = json.loads((tmp_path / "provenance.json").read_text("utf-8"))
    assert "another recipe" in provenance["warnings"][0]
    assert provenance["parameters"]["analyze"]["threshold"] == recipe.threshold


@pytest.fixture
def model(tmp_path, recipe):
    """A network of the user's own, as a file that may go away."""
    return Path(shutil.copy(recipe.model, tmp_path / "mine.onnx"))


def test_results_are_written_without_the_network_that_found_them(
    run, recipe, model, squares, tmp_path
):
    update = {"model": str(model)}
    session, export, _ = run(squares(2), recipe.model_copy(update=update))
    model.unlink()
    export(tmp_path / "out")

    provenance = read_provenance(tmp_path / "out" / "provenance.json")
    assert provenance.model == ModelRecord(
        name="mine",
        sha256=session.finding(session.current.key).model_sha256,
        path=str(model),
    )
    assert len(read_csv(tmp_path / "out" / "particles.csv")["particle"]) == 2


def test_another_network_in_the_place_of_the_first_gives_no_licence(
    run, recipe, model, squares, tmp_path
):
    update = {"model": str(model)}
    session, export, _ = run(squares(2), recipe.model_copy(update=update))
    before = session.finding(session.current.key).model_sha256
    shutil.copy(model_path(), model)
    export(tmp_path / "out")

    written = read_provenance(tmp_path / "out" / "provenance.json").model
    assert (written.name, written.sha256, written.licence) == ("mine", before, "")


def test_what_was_drawn_by_hand_names_no_network(run, recipe, squares, tmp_path):
    session, export, _ = run(squares(2), recipe)
    key = session.current.key
    session.put_finding(key, replace(session.finding(key), model_sha256=""))
    export(tmp_path)

    assert read_provenance(tmp_path / "provenance.json").model is None


def test_nothing_analysed_is_nothing_to_write(tmp_path):
    with pytest.raises(InputError, match="run the analysis first"):
        export_task(Session(), tmp_path, Micrographs(), None)


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_table_is_written_as_it_is_shown(analysed, tmp_path, ending):
    shown = Shown(analysed)
    whole = shown.table()
    table = {"particle": whole["particle"][::-1], "area_nm2": whole["area_nm2"][::-1]}
    path = tmp_path / f"table{ending}"
    TableTask(table=table, whole=whole, recipe=analysed.recipe, path=path)(SILENT)

    if ending == ".csv":
        assert read_csv(path)["area_nm2"].tolist() == [800, 1200, 400]
        return
    sheet = openpyxl.load_workbook(path)["particles"]
    assert [cell.value for cell in sheet["B"]] == ["area_nm2", 800, 1200, 400]


def test_pages_of_a_stack_are_written_as_the_command_writes_them(
    qtbot, run, recipe, tmp_path
):
    pixels = np.full((2, 96, 120), 30, np.uint8)
    pixels[0, 30:50, 20:40] = pixels[1, 30:60, 20:60] = 220
    stack = tmp_path / "stack.tif"
    tifffile.imwrite(stack, pixels, photometric="minisblack")
    analyze([stack], tmp_path / "command", recipe)
    session, export, runner = run([], recipe)
    (key,) = session.add_files([stack])
    session.expand_pages(key, 2)
    runner.run([entry.key for entry in session.entries])
    qtbot.waitUntil(lambda: not runner.is_running, timeout=LONG)
    export(tmp_path / "window")

    for name in ("particles.csv", "summary.csv", "stack_p0002_labels.tif"):
        written = (tmp_path / "window" / name).read_bytes()
        assert written == (tmp_path / "command" / name).read_bytes(), name
