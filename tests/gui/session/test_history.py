"""Doing, undoing and redoing."""

import pytest

from feretlab.gui.session.history import Change, History


@pytest.fixture
def numbers():
    return []


def _append(numbers, value):
    return Change(
        title=f"append {value}",
        redo=lambda: numbers.append(value),
        undo=lambda: numbers.pop(),
    )


def test_what_was_done_can_be_undone_and_done_again(numbers):
    history = History()
    history.do(_append(numbers, 1))
    history.do(_append(numbers, 2))

    history.undo()
    assert (numbers, history.undo_title, history.redo_title) == (
        [1],
        "append 1",
        "append 2",
    )
    history.redo()
    assert numbers == [1, 2]


def test_a_new_change_forgets_what_was_undone(numbers):
    history = History()
    history.do(_append(numbers, 1))
    history.undo()
    history.do(_append(numbers, 3))

    history.redo()
    assert numbers == [3]


def test_nothing_to_undo_is_no_error():
    history = History()

    history.undo()
    history.redo()
    assert history.undo_title == ""


def test_what_was_pending_is_the_step_to_undo_once_it_is_finished(numbers):
    history, pending = History(), [_append(numbers, 2)]
    history.do(_append(numbers, 1))
    history.stepped.connect(lambda _: pending and history.do(pending.pop()))

    history.undo()
    assert (numbers, history.undo_title, history.redo_title) == (
        [1],
        "append 1",
        "append 2",
    )


def test_what_was_pending_leaves_nothing_to_do_again(numbers):
    history, pending = History(), [_append(numbers, 2)]
    history.do(_append(numbers, 1))
    history.undo()
    history.stepped.connect(lambda _: pending and history.do(pending.pop()))

    history.redo()
    assert (numbers, history.redo_title) == ([2], "")


def test_what_is_there_already_is_noted_and_grows_in_its_place(numbers):
    history = History()
    small, large = _append(numbers, 1), _append(numbers, 2)
    history.note(small)
    history.do(_append(numbers, 3))
    history.note(large, instead_of=small)
    history.undo()

    assert (history.last, history.has_done(small)) == (large, False)
    assert history.redo_title == "append 3"


def test_what_a_change_does_may_ask_what_was_done_last():
    history, seen = History(), []
    change = Change(
        title="look",
        redo=lambda: seen.append(history.last),
        undo=lambda: seen.append(history.redo_title),
    )
    history.do(change)
    history.undo()

    assert seen == [change, "look"]
