"""The table of actions, walked."""

import pytest
from PySide6.QtGui import QKeySequence

from feretlab.gui.actions.action import named
from feretlab.gui.actions.table import ACTIONS, MENUS
from feretlab.gui.icons import icon
from feretlab.gui.pages import PAGES


def _ids(actions):
    return [action.id for action in actions]


def test_ids_and_shortcuts_are_unique(qapp):
    ids = _ids(ACTIONS)
    keys = [QKeySequence(key).toString() for each in ACTIONS for key in each.keys]

    assert len(set(ids)) == len(ids)
    assert len(set(keys)) == len(keys)
    assert "" not in keys


@pytest.mark.parametrize("action", ACTIONS, ids=_ids(ACTIONS))
def test_an_action_says_what_it_does_and_names_functions_that_exist(action):
    assert action.help.endswith(".")
    assert action.menu in MENUS
    assert bool(action.handler) != bool(action.choices)
    for path in (action.handler, action.choices, action.enabled, action.checked):
        assert not path or callable(named(path))


@pytest.mark.parametrize(
    "name", sorted({each.icon for each in (*ACTIONS, *PAGES) if each.icon})
)
def test_every_icon_can_be_drawn(qapp, name):
    image = icon(name).pixmap(24, 24).toImage()

    drawn = [image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)]
    assert max(drawn) > 100


def test_every_page_has_an_action():
    ids = _ids(ACTIONS)

    assert all(f"page.{page.id}" in ids for page in PAGES)
