"""ImageJ's dialog, drawn from a parameter record."""

from types import SimpleNamespace

import pytest

from feretlab.fiji_bridge import dialog
from feretlab.fiji_bridge.dialog import ask, beside
from feretlab.fiji_bridge.options import blank
from feretlab.fiji_bridge.parameters import AnalyzeCommand, CompareCommand


class Dialog:
    """One whose counters stand at the first field, as while it is being closed."""

    def __init__(self, title):
        self.fields = {"strings": [], "choices": [], "switches": []}

    def addStringField(self, name, text, width):
        self.fields["strings"].append(SimpleNamespace(getText=lambda: f" {text} "))

    def addChoice(self, name, choices, text):
        self.fields["choices"].append(SimpleNamespace(getSelectedItem=lambda: text))

    def addCheckbox(self, name, is_on):
        self.fields["switches"].append(SimpleNamespace(getState=lambda: is_on))

    def addToSameRow(self):
        pass

    def addHelp(self, text):
        pass

    def showDialog(self):
        pass

    def wasCanceled(self):
        return False

    def getStringFields(self):
        return self.fields["strings"] or None

    def getChoices(self):
        return self.fields["choices"] or None

    def getCheckboxes(self):
        return self.fields["switches"] or None

    def getNextString(self):
        return self.fields["strings"][0].getText()

    def getNextChoice(self):
        return self.fields["choices"][0].getSelectedItem()

    def getNextBoolean(self):
        return self.fields["switches"][0].getState()


@pytest.fixture(autouse=True)
def _no_java(monkeypatch):
    monkeypatch.setattr(dialog, "java", SimpleNamespace(GenericDialog=Dialog))


def test_every_field_is_read_from_its_own_place():
    start = blank(AnalyzeCommand).model_copy(
        update={"threshold": 0.25, "tile_px": 512, "add_rois": False}
    )
    assert ask("FeretLab Analyze", start) == start


def test_nothing_stands_beside_a_path():
    """There ImageJ's dialog does not show it."""
    names = list(CompareCommand.model_fields)
    alone = {"manual", "automatic", "output", names[3]}
    places = dict(zip(names, beside(CompareCommand), strict=True))
    assert {name for name in names[:4] if not places[name]} == alone
    assert any(places.values())


def test_a_dialog_that_was_cancelled_gives_nothing(monkeypatch):
    monkeypatch.setattr(Dialog, "wasCanceled", lambda self: True)
    assert ask("FeretLab Analyze", blank(AnalyzeCommand)) is None
