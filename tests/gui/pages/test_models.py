"""The page of networks, with real ones."""

import shutil

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QTextDocument

from feretlab.gui.canvas.canvas import Canvas
from feretlab.gui.context import Context
from feretlab.gui.controllers.looks import Looks
from feretlab.gui.pages.models import ModelsPage, drop_blank_heads
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.settings import Preferences
from feretlab.gui.worker import Jobs
from feretlab.models.catalog import MODELS_HOME, available_models


@pytest.fixture
def errors():
    return []


@pytest.fixture
def context(qtbot, errors, tmp_path):
    session, micrographs, jobs = Session(), Micrographs(), Jobs()
    canvas = Canvas(session, micrographs, jobs)
    qtbot.addWidget(canvas)
    yield Context(
        session=session,
        looks=Looks(micrographs),
        preferences=Preferences(tmp_path / "gui.json"),
        jobs=jobs,
        canvas=canvas,
        show_error=lambda what, error: errors.append(str(error)),
    )
    jobs.cancel_all()
    assert jobs.wait()


@pytest.fixture
def page(qtbot, context, tmp_path, monkeypatch):
    monkeypatch.setenv(MODELS_HOME, str(tmp_path / "mine"))
    page = ModelsPage(context)
    qtbot.addWidget(page)
    _rest(qtbot, context)
    return page


def _rest(qtbot, context):
    qtbot.waitUntil(lambda: not context.jobs.running, timeout=60_000)


def test_the_card_of_the_recipes_network_is_shown(page):
    assert page.chosen == "default"
    assert "MultiRes UNet" in page.card.toPlainText()
    assert not page.use_button.isEnabled()
    assert not page.remove_button.isEnabled()
    assert not page.try_button.isEnabled()


def test_an_added_network_is_used_and_removed(page, qtbot, context, bright_model):
    page.add(bright_model)
    _rest(qtbot, context)
    assert page.chosen == "bright"
    assert "This network has no card" in page.card.toPlainText()

    page.use()
    assert context.session.recipe.model == "bright"
    context.session.history.undo()

    page.remove()
    _rest(qtbot, context)
    assert "bright" not in available_models()
    assert page.chosen == "default"


def test_without_its_network_the_recipe_goes_back_to_the_shipped_one(
    page, qtbot, context, bright_model
):
    page.add(bright_model)
    _rest(qtbot, context)
    page.use()
    page.make_default()
    page.remove()
    _rest(qtbot, context)

    assert context.session.recipe.model == "default"
    assert context.preferences.value.model == "default"


def test_the_default_is_marked_and_remembered(page, qtbot, context, bright_model):
    page.add(bright_model)
    _rest(qtbot, context)
    page.make_default()

    assert context.preferences.value.model == "bright"
    assert page.models.currentItem().text() == "bright (yours), for new projects"
    assert not page.default_button.isEnabled()


def test_a_file_that_is_no_network_is_refused(page, qtbot, context, errors, tmp_path):
    (tmp_path / "x.onnx").write_bytes(b"no network")
    page.add(tmp_path / "x.onnx")
    _rest(qtbot, context)

    assert "no sound ONNX model" in errors[0]
    assert "x" not in available_models()


def test_a_copy_is_written_with_its_card(page, qtbot, context, tmp_path):
    page.export(tmp_path / "copy.onnx")
    _rest(qtbot, context)

    assert (tmp_path / "copy.onnx").stat().st_size > 1_000_000
    assert (tmp_path / "copy.md").read_text(encoding="utf-8").startswith("# default")


def test_a_try_shows_what_is_found_and_changes_no_result(
    page, qtbot, context, bright_model, tmp_path
):
    y, x = np.mgrid[:96, :96]
    discs = sum(
        np.hypot(y - row, x - column) < 12
        for row, column in ((24, 24), (24, 70), (70, 24))
    )
    Image.fromarray((discs * 200 + 20).astype(np.uint8)).save(tmp_path / "a.png")
    shutil.copy(bright_model, tmp_path / "disc.onnx")
    page.add(tmp_path / "disc.onnx")
    _rest(qtbot, context)
    (key,) = context.session.add_files([tmp_path / "a.png"])
    _rest(qtbot, context)

    page.try_out()
    _rest(qtbot, context)

    assert "disc found 3 particles in a" in page.said.text()
    assert page.picture.image.width() == 96
    assert context.session.finding(key) is None


@pytest.fixture
def shown(qtbot, context, page, squares):
    """The page with an image to try networks on."""
    context.session.add_files(squares(1))
    _rest(qtbot, context)
    return page


def test_a_cancelled_try_leaves_the_page_as_it_was(qtbot, context, shown):
    before = shown.said.text()
    shown.try_out()
    assert "looks at" in shown.said.text()
    context.jobs.cancel_lasting()
    _rest(qtbot, context)

    assert shown.said.text() == before


def test_a_failed_try_is_told_and_leaves_the_page_as_it_was(
    qtbot, context, shown, errors
):
    before = shown.said.text()
    context.session.current.path.unlink()
    context.micrographs.forget()
    shown.try_out()
    _rest(qtbot, context)

    assert "field0.tif" in errors[0]
    assert shown.said.text() == before


def test_a_head_of_a_table_that_says_nothing_is_not_shown():
    document = QTextDocument()
    document.setMarkdown(
        "| | |\n|---|---|\n| a | b |\n\n| c | d |\n|---|---|\n| e | f |\n"
    )
    drop_blank_heads(document)

    assert document.toPlainText().split() == ["a", "b", "c", "d", "e", "f"]
    assert [frame.rows() for frame in document.rootFrame().childFrames()] == [1, 2]
