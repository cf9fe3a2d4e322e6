"""Corrections that no longer apply, in the page."""

import pytest

CORNERS = [(10, 10), (10, 60), (10, 82)]


@pytest.fixture
def outdated(desk):
    """The desk after an analysis that no longer finds the particle excluded before."""
    for index, reason in enumerate(("dust", "blurred")):
        desk.session.select([index])
        desk.page.reason.setEditText(reason)
        desk.page.buttons["exclude"].click()
        desk.settle()
    desk.analyse(CORNERS[1:])
    return desk


def test_where_all_corrections_apply_no_list_is_shown(desk):
    desk.session.select([0])
    desk.page.buttons["exclude"].click()
    desk.settle()

    assert not desk.page.missed.isVisible()


def test_corrections_that_no_longer_apply_are_listed_with_their_place(outdated):
    box = outdated.page.missed

    assert box.isVisible()
    assert box.title() == "No longer apply (1)"
    row = box.list.item(0)
    assert row.text().startswith("exclude (dust) at x ")
    box.list.itemClicked.emit(row)
    y, x = outdated.canvas.view.center
    assert 10 <= y < 30
    assert 10 <= x < 30


def test_what_no_longer_applies_is_forgotten_undoably(outdated):
    box = outdated.page.missed
    box.forget.click()
    outdated.settle()
    assert not box.isVisible()
    assert [each.text for each in outdated.session.corrections(outdated.key).items] == [
        "blurred"
    ]
    assert outdated.session.finding(outdated.key).excluded == ("blurred", "")

    outdated.session.history.undo()
    outdated.settle()
    assert box.isVisible()


def test_a_correction_that_is_still_measured_is_not_forgotten(outdated):
    outdated.session.select([1])
    outdated.page.reason.setEditText("cut")
    outdated.page.buttons["exclude"].click()
    outdated.page.missed.forget.click()
    outdated.settle()

    assert outdated.session.finding(outdated.key).excluded == ("blurred", "cut")
