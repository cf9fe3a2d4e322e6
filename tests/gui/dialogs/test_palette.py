"""Commands found by typing a few letters."""

import pytest
from PySide6.QtCore import Qt

from feretlab.gui.dialogs.palette import Command, CommandPalette, score


def _command(id_, title, help_="Does it."):
    return Command(id=id_, title=title, help=help_, menu="File", shortcut="Ctrl+O")


COMMANDS = (
    _command("save", "Save project"),
    _command("images", "Open images…"),
    _command("project", "Open project…"),
    _command("dark", "Dark", "Light text on dark ground."),
)


@pytest.fixture
def palette(qtbot):
    palette = CommandPalette(COMMANDS, None)
    qtbot.addWidget(palette)
    palette.show()
    return palette


def _titles(palette):
    rows = palette.rows
    return [rows.topLevelItem(i).text(0) for i in range(rows.topLevelItemCount())]


def test_without_letters_all_commands_stand_in_their_order(palette):
    assert _titles(palette) == [each.title for each in COMMANDS]


def test_first_letters_of_words_find_a_command(palette, qtbot):
    qtbot.keyClicks(palette.box, "op")

    assert _titles(palette)[0] in ("Open images…", "Open project…")
    qtbot.keyClicks(palette.box, "pr")
    assert _titles(palette)[0] == "Open project…"


def test_words_of_the_help_find_a_command_too():
    assert score("ground", COMMANDS[3]) == 0.0
    assert score("grnd", COMMANDS[3]) is None


def test_return_does_the_command_that_the_arrows_chose(palette, qtbot):
    qtbot.keyClick(palette.box, Qt.Key.Key_Down)
    with qtbot.waitSignal(palette.chosen) as chosen:
        qtbot.keyClick(palette.box, Qt.Key.Key_Return)

    assert chosen.args == ["images"]
    assert not palette.isVisible()


def test_letters_that_fit_nothing_are_told(palette, qtbot):
    qtbot.keyClicks(palette.box, "xyzzy")

    assert _titles(palette) == []
    assert "Try fewer letters" in palette.help.text()
