"""Adding what a network sees where a person clicks."""

from dataclasses import replace

import pytest


def test_a_click_adds_what_the_network_sees_as_one_change(clicking):
    clicking.click((70, 70))
    assert "Looking" in clicking.page.message.text()
    clicking.settle()
    assert clicking.areas == pytest.approx([400] * 4, rel=0.05)
    assert clicking.page.message.text() == ""

    clicking.session.history.undo()
    clicking.settle()
    assert len(clicking.areas) == 3


def test_two_clicks_on_one_particle_add_it_once(clicking):
    clicking.click((70, 70))
    clicking.click((66, 66))
    clicking.settle()

    assert len(clicking.areas) == 4


def test_a_click_where_the_network_sees_nothing_says_so(clicking):
    clicking.click((90, 20))
    clicking.settle()

    assert "sees no particle there" in clicking.page.message.text()
    assert clicking.page.message.property("bad")
    assert len(clicking.areas) == 3


def test_a_cancelled_click_is_no_longer_looked_for(clicking):
    clicking.click((70, 70))
    clicking.jobs.cancel_lasting()
    clicking.settle()

    assert clicking.page.message.text() == ""


def test_a_click_without_its_network_tells_which_is_missing(clicking):
    finding = clicking.session.finding(clicking.key)
    lost = finding.recipe.model_copy(update={"model": "gone.onnx"})
    clicking.session.put_finding(clicking.key, replace(finding, recipe=lost))
    clicking.click((70, 70))
    clicking.settle()

    assert "gone.onnx" in str(clicking.errors[0][1])
