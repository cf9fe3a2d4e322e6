"""The page of Fiji; ImageJ itself is tested with its bridge."""

import json
import zipfile

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QObject, Signal
from roifile import ROI_TYPE, ImagejRoi

from feretlab.core.comparison.files import read_results
from feretlab.core.io.rois import read_rois, write_rois
from feretlab.core.particles import Particles
from feretlab.fiji_bridge import settings
from feretlab.gui.canvas.canvas import Canvas
from feretlab.gui.context import Context
from feretlab.gui.controllers.looks import Looks
from feretlab.gui.dialogs.bring_back import BringBackDialog
from feretlab.gui.pages.fiji import FijiPage
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.settings import Preferences
from feretlab.gui.worker import Jobs


@pytest.fixture
def errors():
    return []


@pytest.fixture
def page(qtbot, errors, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "settings_path", lambda: tmp_path / "settings.json")
    monkeypatch.delenv("FIJI_HOME", raising=False)
    session, micrographs, jobs = Session(), Micrographs(), Jobs()
    canvas = Canvas(session, micrographs, jobs)
    qtbot.addWidget(canvas)
    page = FijiPage(
        Context(
            session=session,
            looks=Looks(micrographs),
            preferences=Preferences(tmp_path / "gui.json"),
            jobs=jobs,
            canvas=canvas,
            show_error=lambda what, error: errors.append(str(error)),
        )
    )
    qtbot.addWidget(page)
    page.session, page.jobs = session, jobs
    yield page
    jobs.cancel_all()
    assert jobs.wait()


def test_without_an_image_the_page_says_what_to_do(page):
    assert page.note.text() == "Open an image first."
    assert not page.open_button.isEnabled()


def test_on_a_low_screen_no_line_is_cut(qtbot, page, squares):
    page.session.add_files(squares(1))
    page.resize(430, 300)
    with qtbot.waitExposed(page):
        page.show()

    assert page.height() == 300
    assert page.note.height() >= page.note.heightForWidth(page.note.width())


def test_a_folder_that_holds_no_fiji_is_refused(page, errors, tmp_path):
    page.use_fiji(tmp_path)

    assert "no jars/imagej-" in errors[0]
    assert "embedded" in page.place.text()


def test_a_fiji_is_remembered_and_forgotten(page, tmp_path):
    jars = tmp_path / "Fiji.app" / "jars"
    jars.mkdir(parents=True)
    for name in ("imagej-2.14.0.jar", "ij-1.54p.jar"):
        with zipfile.ZipFile(jars / name, "w"):
            pass

    page.use_fiji(tmp_path / "Fiji.app")
    assert "Fiji.app" in page.place.text()
    page.use_fiji(None)
    assert "embedded" in page.place.text()


def test_a_macro_that_is_not_there_is_told_in_the_output(page, qtbot, tmp_path):
    page.macro.setText(str(tmp_path / "gone.ijm"))
    with qtbot.waitSignal(page.command.ended, timeout=120_000):
        page.run_macro()
        assert page.stop_button.isEnabled()
        assert ["gone.ijm" in job.title for job in page.jobs.running] == [True]

    assert "Ended with status 1." in page.output.toPlainText()
    assert page.run_button.isEnabled()
    qtbot.waitUntil(lambda: not page.jobs.running)


def test_a_stopped_macro_is_no_failure(page, qtbot, tmp_path):
    page.macro.setText(str(tmp_path / "gone.ijm"))
    with qtbot.waitSignal(page.command.ended, timeout=120_000):
        page.run_macro()
        qtbot.waitUntil(lambda: page.command.is_running)
        page.command.stop()

    assert page.output.toPlainText().endswith("Stopped.")


@pytest.mark.java
def test_a_macro_says_what_it_returns(page, qtbot, tmp_path):
    macro = tmp_path / "say.ijm"
    macro.write_text('return "size " + getArgument();')
    page.macro.setText(str(macro))
    page.argument.setText("7")
    with qtbot.waitSignal(page.command.ended, timeout=120_000):
        page.run_macro()

    assert "size 7" in page.output.toPlainText()
    assert "Done." in page.output.toPlainText()


def test_brought_back_outlines_are_a_change_that_can_be_undone(
    page, qtbot, tmp_path, found_in
):
    key = found_in(page.session)
    wanted = Particles.from_masks([np.ones((5, 5), bool)], [(30, 30)], (40, 50))
    write_rois(wanted, tmp_path / "set.zip")

    page.bring_back(tmp_path / "set.zip")
    qtbot.waitUntil(lambda: not page.jobs.running, timeout=60_000)

    (correction,) = page.session.corrections(key).items
    assert correction.kind == "replace"
    assert page.session.history.undo_title == "bring back ROIs: 2 out, 1 in"
    page.session.history.undo()
    assert page.session.corrections(key).items == ()


def test_an_empty_outline_brought_back_is_left_out_and_named(
    page, qtbot, tmp_path, found_in
):
    key = found_in(page.session)
    wanted = Particles.from_masks([np.ones((5, 5), bool)], [(30, 30)], (40, 50))
    write_rois(wanted, tmp_path / "set.zip")
    with zipfile.ZipFile(tmp_path / "set.zip", "a") as archive:
        archive.writestr(
            "lost.roi",
            ImagejRoi(
                roitype=ROI_TYPE.RECT, left=2, top=2, right=2, bottom=2
            ).tobytes(),
        )

    page.bring_back(tmp_path / "set.zip")
    qtbot.waitUntil(lambda: not page.jobs.running, timeout=60_000)

    (correction,) = page.session.corrections(key).items
    assert len(correction.regions) == 1
    assert "1 ROI that selects no pixel ('lost')" in page.output.toPlainText()


def _bring(page, tmp_path, found_in, rows="", rois=None):
    """Let the page hear what an ImageJ with an image open has answered."""
    key = found_in(page.session)
    told = {"rows": rows.count("\n"), "rois": 0 if rois is None else len(rois)}
    (tmp_path / "Results.csv").write_text(" ,Feret,MinFeret\n" + rows, "utf-8")
    if rois is not None:
        write_rois(rois, tmp_path / "RoiSet.zip")
    answer = json.dumps(told | {"unit": "µm"})
    (tmp_path / "answer.json").write_text(answer, "utf-8")
    opened = Opened()
    page.bringing.watch(key, opened)
    opened.answered.emit(tmp_path)
    dialogs = page.findChildren(BringBackDialog)
    return key, dialogs[0] if dialogs else None


class Opened(QObject):
    """An ImageJ of which only the answers matter."""

    answered = Signal(object)
    silent = Signal()
    is_open = True

    def let_go(self):
        pass


def test_results_become_manual_measurements_in_their_unit(
    page, qtbot, tmp_path, found_in
):
    _, dialog = _bring(page, tmp_path, found_in, rows="1,0.30,0.20\n2,0.31,0.21\n")
    assert dialog.takes_results
    assert dialog.use_of_rois == "nothing"
    dialog.accept()
    qtbot.waitUntil(lambda: not page.jobs.running, timeout=60_000)

    (file,) = page.session.manual_files.files
    assert file.name == "field: Results of ImageJ (2 rows)"
    table = read_results(file.path)
    assert table["MinFeret (µm)"].tolist() == [0.2, 0.21]
    page.session.history.undo()
    assert page.session.manual_files.files == ()


def test_rois_brought_back_twice_have_two_names(page, qtbot, tmp_path, found_in):
    key = found_in(page.session)
    particles = page.session.finding(key).particles
    write_rois(particles, tmp_path / "set.zip")
    for _ in range(2):
        entry = page.session.entry(key)
        page.bringing.take_manual_rois(tmp_path / "set.zip", entry)
        qtbot.waitUntil(lambda: not page.jobs.running, timeout=60_000)

    assert [file.name for file in page.session.manual_files.files] == [
        "field: ROIs of ImageJ (2)",
        "field: ROIs of ImageJ (2), no. 2",
    ]
    assert "(2), no. 2: ready on the page Compare" in page.output.toPlainText()


def test_rois_become_particles_where_the_user_says_so(page, qtbot, tmp_path, found_in):
    square = Particles.from_masks([np.ones((5, 5), bool)], [(30, 30)], (40, 50))
    key, dialog = _bring(page, tmp_path, found_in, rois=square)
    assert dialog.use_of_rois == "particles"
    dialog.accept()
    qtbot.waitUntil(lambda: not page.jobs.running, timeout=60_000)

    (correction,) = page.session.corrections(key).items
    assert correction.kind == "replace"
    assert page.session.manual_files.files == ()


def test_rois_become_manual_measurements_where_the_user_says_so(
    page, qtbot, tmp_path, found_in
):
    square = Particles.from_masks([np.ones((5, 5), bool)], [(30, 30)], (40, 50))
    key, dialog = _bring(page, tmp_path, found_in, rois=square)
    dialog.manual.setChecked(True)
    dialog.accept()
    qtbot.waitUntil(lambda: not page.jobs.running, timeout=60_000)

    (file,) = page.session.manual_files.files
    assert file.path.name == "field_RoiSet.zip"
    assert len(read_rois(file.path, (40, 50))) == 1
    assert page.session.corrections(key).items == ()


def test_nothing_is_asked_where_imagej_is_empty(page, tmp_path, found_in):
    _, dialog = _bring(page, tmp_path, found_in)

    assert dialog is None
    assert "both empty" in page.output.toPlainText()


def test_rois_that_are_the_particles_already_are_told_in_one_line(
    page, qtbot, tmp_path, found_in, errors
):
    key = found_in(page.session)
    particles = page.session.finding(key).particles
    page.session.remove([key])
    _, dialog = _bring(page, tmp_path, found_in, rois=particles)
    dialog.accept()
    qtbot.waitUntil(lambda: not page.jobs.running, timeout=60_000)

    last = page.output.toPlainText().splitlines()[-1]
    assert "are the particles that are here already" in last
    assert errors == []


def test_a_damaged_answer_is_told_in_one_line(page, tmp_path, found_in):
    key = found_in(page.session)
    (tmp_path / "answer.json").write_text("{", "utf-8")
    opened = Opened()
    page.bringing.watch(key, opened)
    opened.answered.emit(tmp_path)

    assert "cannot be read; ask once more." in page.output.toPlainText()


def test_a_broken_table_is_told_in_one_line(page, qtbot, tmp_path, found_in):
    found_in(page.session)
    (tmp_path / "Results.xls").write_bytes(b"\xd0\xcf\x11\xe0rest")
    page.compare_with(tmp_path / "Results.xls")
    qtbot.waitUntil(lambda: not page.jobs.running, timeout=60_000)

    assert "found an Excel workbook" in page.output.toPlainText()
    assert page.session.manual_files.files == ()


def test_without_an_open_imagej_the_page_says_what_to_do(page, found_in):
    found_in(page.session)
    page.back_button.click()

    assert "press Open in ImageJ" in page.output.toPlainText()


@pytest.fixture
def found_in(tmp_path):
    """Put an image with two squares and what was found in it into a session."""
    from feretlab.core.analysis.parameters import AnalyzeParameters
    from feretlab.core.analysis.result import ImageFacts
    from feretlab.core.io.read import read_micrographs
    from feretlab.gui.session.corrections import Corrections
    from feretlab.gui.session.findings import with_corrections

    def put(session):
        path = tmp_path / "field.png"
        Image.fromarray(np.zeros((40, 50), np.uint8)).save(path)
        (key,) = session.add_files([path])
        squares = Particles.from_masks(
            [np.ones((6, 6), bool)] * 2, [(2, 2), (2, 20)], (40, 50)
        )
        facts = ImageFacts(
            image="field", source=str(path), height_px=40, width_px=50,
            info_bar_rows=0, pixel_size_nm=None, pixel_size_source="", scale=1,
            scale_reason="", inverted=False, particle_count=2, warnings=(),
        )  # fmt: skip
        (micrograph,) = read_micrographs(path, ocr=False)
        finding = with_corrections(
            micrograph, facts, AnalyzeParameters(), "f" * 64, squares, Corrections()
        )
        session.put_finding(key, finding)
        return key

    return put
