"""Recipes in a form and in files."""

import pytest

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.errors import FileError
from feretlab.gui.controllers.recipes import differs, load_recipe, save_recipe
from feretlab.gui.forms.recipe import RecipePanel
from feretlab.gui.session.session import Session

RECIPE = AnalyzeParameters(threshold=0.3, method="uecs", scale=0.5)


@pytest.fixture
def session():
    return Session()


@pytest.fixture
def panel(qtbot, session):
    panel = RecipePanel(session)
    qtbot.addWidget(panel)
    return panel


def test_a_recipe_is_read_as_it_was_written(tmp_path):
    save_recipe(RECIPE, tmp_path / "recipe.json")

    assert load_recipe(tmp_path / "recipe.json") == RECIPE


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "no JSON"),
        ("[1]", "no parameters"),
        ('{"analyze": {"threshold": 3}}', "'threshold': found 3"),
        ('{"analyze": {"treshold": 0.3}}', "treshold"),
    ],
)
def test_a_file_that_is_no_recipe_is_explained(tmp_path, content, message):
    path = tmp_path / "recipe.json"
    path.write_text(content, "utf-8")

    with pytest.raises(FileError, match=message):
        load_recipe(path)


def test_an_opened_recipe_is_shown_and_can_be_undone(session, panel, tmp_path):
    save_recipe(RECIPE, tmp_path / "recipe.json")
    panel.load(tmp_path / "recipe.json")
    assert panel.form.record == RECIPE
    session.history.undo()

    assert panel.form.record == AnalyzeParameters()


def test_a_missing_recipe_is_told(panel, tmp_path):
    errors = []
    panel.failed.connect(lambda what, error: errors.append(str(error)))
    panel.load(tmp_path / "none.json")

    assert "none.json" in errors[0]


def test_statistics_make_no_other_particles():
    assert not differs(RECIPE, RECIPE.model_copy(update={"descriptor": "area"}))
    assert differs(RECIPE, RECIPE.model_copy(update={"threshold": 0.4}))


def test_pages_are_for_the_list_of_images_to_choose(tmp_path):
    save_recipe(RECIPE.model_copy(update={"pages": "2"}), tmp_path / "recipe.json")
    assert load_recipe(tmp_path / "recipe.json") == RECIPE


def test_a_network_added_meanwhile_is_offered(panel, session, monkeypatch):
    names = ["default"]
    monkeypatch.setattr("feretlab.models.catalog.available_models", lambda: names)
    panel.show()
    names.append("mine")
    panel.hide()
    panel.show()

    box = panel.form.rows["model"].editor.box
    assert [box.itemText(at) for at in range(box.count())] == ["default", "mine"]
    assert box.currentText() == "default"
    assert session.history.undo_title == ""
