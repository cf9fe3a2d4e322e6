"""The page of Fiji; ImageJ itself is tested with its bridge."""

import numpy as np
import pytest
from PIL import Image

from feretlab.core.io.rois import write_rois
from feretlab.core.particles import Particles
from feretlab.fiji_bridge import settings
from feretlab.gui.canvas.canvas import Canvas
from feretlab.gui.context import Context
from feretlab.gui.pages.fiji import FijiPage
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
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
            micrographs=micrographs,
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


def test_a_folder_that_holds_no_fiji_is_refused(page, errors, tmp_path):
    page.use_fiji(tmp_path)

    assert "no jars/imagej-" in errors[0]
    assert "embedded" in page.place.text()


def test_a_fiji_is_remembered_and_forgotten(page, tmp_path):
    (tmp_path / "Fiji.app" / "jars").mkdir(parents=True)
    (tmp_path / "Fiji.app" / "jars" / "imagej-2.14.0.jar").touch()

    page.use_fiji(tmp_path / "Fiji.app")
    assert "Fiji.app" in page.place.text()
    page.use_fiji(None)
    assert "embedded" in page.place.text()


def test_a_macro_that_is_not_there_is_told_in_the_output(page, qtbot, tmp_path):
    page.macro.setText(str(tmp_path / "gone.ijm"))
    with qtbot.waitSignal(page.command.ended, timeout=120_000):
        page.run_macro()
        assert page.stop_button.isEnabled()

    assert "Ended with status 1." in page.output.toPlainText()
    assert page.run_button.isEnabled()


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
