"""Clicks one after the other, without a window."""

from functools import partial

import pytest

from feretlab.core.errors import InputError, ModelError
from feretlab.gui.controllers.clicks import Clicker
from feretlab.gui.controllers.corrections import blank_finding
from feretlab.gui.controllers.looks import Looks

LONG = 60_000
NOTHING_SEEN = (0, 0, 0, 0)


@pytest.fixture
def clicker(bench, bright_recipe):
    """Clicks on a blank result of the bench's field."""
    bench.session.set_recipe(bright_recipe)
    micrograph = bench.micrographs.read(bench.session.entry(bench.key))
    blank = blank_finding(micrograph, "one", bright_recipe)
    bench.session.put_finding(bench.key, blank)
    return Clicker(bench.session, bench.jobs, Looks(bench.micrographs))


@pytest.fixture
def heard():
    return []


def _click(clicker, heard, at):
    dropped = partial(heard.append, "dropped")
    clicker.click(at, NOTHING_SEEN, heard.append, heard.append, dropped)


def test_clicks_are_answered_in_their_order(qtbot, bench, clicker, heard):
    for at in ((70.5, 70.5), (20, 20), (65.0, 65.0)):
        _click(clicker, heard, at)
    assert len(bench.jobs.running) == 1
    qtbot.waitUntil(lambda: len(heard) == 3, timeout=LONG)

    assert [each.region is None for each in heard] == [False, True, False]


def test_a_click_outside_says_so(clicker, heard):
    with pytest.raises(InputError, match="inside the picture"):
        _click(clicker, heard, (-3, 20))


def test_without_a_result_a_click_says_so(bench, clicker, heard):
    bench.session.put_finding(bench.key, None)

    with pytest.raises(InputError, match="analyse an image first"):
        _click(clicker, heard, (70, 70))


def test_what_was_clicked_in_another_image_is_dropped(qtbot, bench, clicker, heard):
    _click(clicker, heard, (70, 70))
    _click(clicker, heard, (71, 71))
    bench.session.show(None)
    qtbot.waitUntil(lambda: not bench.jobs.running, timeout=LONG)

    assert heard == ["dropped"] * 2


def test_cancelling_drops_the_clicks_that_wait_too(qtbot, bench, clicker, heard):
    for at in ((70.5, 70.5), (20, 20)):
        _click(clicker, heard, at)
    bench.jobs.cancel_lasting()
    qtbot.waitUntil(lambda: not bench.jobs.running, timeout=LONG)
    assert heard == ["dropped"]

    _click(clicker, heard, (70.5, 70.5))
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=LONG)
    assert heard[1].region is not None


def test_a_network_that_fails_is_told_and_the_next_click_answered(
    qtbot, bench, clicker, heard
):
    good = bench.finding
    missing = bench.session.recipe.model_copy(update={"model": "gone.onnx"})
    micrograph = bench.micrographs.read(bench.session.entry(bench.key))
    bench.session.put_finding(bench.key, blank_finding(micrograph, "one", missing))
    _click(clicker, heard, (70, 70))
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=LONG)
    assert isinstance(heard[0], ModelError)

    bench.session.put_finding(bench.key, good)
    _click(clicker, heard, (70, 70))
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=LONG)
    assert heard[1].region is not None
