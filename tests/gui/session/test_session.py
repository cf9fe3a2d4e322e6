"""The state of the application."""

from pathlib import Path

import pytest

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.gui.session.correcting import correct
from feretlab.gui.session.corrections import Correction
from feretlab.gui.session.entries import State
from feretlab.gui.session.manual import ManualLength
from feretlab.gui.session.session import Session

FILES = (Path("/data/a.tif"), Path("/data/b.tif"))


@pytest.fixture
def session():
    return Session()


def test_files_are_added_once_and_the_first_is_shown(session):
    keys = session.add_files(FILES)
    again = session.add_files(FILES)

    assert (len(keys), again) == (2, ())
    assert session.current.path == FILES[0].absolute()


def test_equal_stems_get_names_of_their_own(session):
    session.add_files([Path("/one/a.tif"), Path("/two/a.tif")])

    names = [entry.name for entry in session.entries]
    assert len(set(names)) == 2


def test_removing_can_be_undone_with_all_that_is_known(session):
    keys = session.add_files(FILES)
    session.update(keys[1], message="odd")

    session.remove(keys)
    assert (session.entries, session.current) == ((), None)
    session.history.undo()
    assert session.entry(keys[1]).message == "odd"


def test_a_recipe_is_undone(session):
    before = session.recipe
    session.set_recipe(AnalyzeParameters(threshold=0.3))

    session.history.undo()
    assert session.recipe == before


def test_the_same_recipe_is_no_change(session):
    session.set_recipe(AnalyzeParameters())

    assert session.history.undo_title == ""


def test_a_given_pixel_size_is_undone(session):
    keys = session.add_files(FILES)
    session.give_pixel_size(keys, 2.5)

    assert session.entry(keys[0]).given_size_nm == 2.5
    session.history.undo()
    assert session.entry(keys[0]).given_size_nm is None


def test_pages_of_a_stack_follow_their_file(session):
    keys = session.add_files(FILES)

    session.expand_pages(keys[0], 3)

    assert [entry.page for entry in session.entries] == [0, 1, 2, 0]
    names = [entry.name for entry in session.entries]
    assert names == ["a_p0001", "a_p0002", "a_p0003", "b"]


@pytest.fixture
def stack(session):
    """The keys of a stack of three pages, which was read after b was added."""
    (first,) = session.add_files(FILES[:1])
    session.add_files(FILES[1:])
    session.expand_pages(first, 3)
    return tuple(entry.key for entry in session.entries[:3])


def test_undo_of_another_step_keeps_the_pages_of_a_stack(session, stack):
    session.history.undo()
    assert tuple(entry.key for entry in session.entries) == stack
    session.history.redo()

    assert [entry.name for entry in session.entries] == [
        "a_p0001",
        "a_p0002",
        "a_p0003",
        "b",
    ]


def test_a_stack_goes_and_comes_back_as_it_is_known(session, stack):
    session.update(stack[1], message="odd")
    session.history.undo()
    session.history.undo()
    assert session.entries == ()
    session.history.redo()

    assert tuple(entry.key for entry in session.entries) == stack
    assert session.entry(stack[1]).message == "odd"


def test_a_stack_without_its_first_page_is_not_added_again(session, stack):
    session.remove(stack[:1])

    assert session.add_files(FILES) == ()


def test_what_was_removed_under_way_comes_back_at_rest(session):
    (first, _) = session.add_files(FILES)
    session.update(first, state=State.RUNNING)
    session.remove([first])
    session.history.undo()

    assert session.entry(first).state == State.WAITING


def test_showing_another_image_drops_the_selection(session):
    keys = session.add_files(FILES)
    session.select([1, 2])
    heard = []
    session.selection_changed.connect(heard.append)

    session.show(keys[1])

    assert heard == [frozenset()]


def test_a_correction_is_done_and_undone_and_told(session):
    (key, _) = session.add_files(FILES)
    heard = []
    session.corrections_changed.connect(heard.append)

    delete = Correction(kind="delete", at=((3, 3),))
    session.history.do(correct(session, key, "delete 1 particle", delete))
    assert session.corrections(key).items == (delete,)
    session.history.undo()

    assert session.corrections(key).items == ()
    assert heard == [key, key]


def test_names_differ_by_more_than_case_since_files_are_called_so(session):
    session.add_files([Path("/one/Field.tif")])
    session.add_files([Path("/two/field.tif")])

    names = [entry.name.casefold() for entry in session.entries]
    assert len(set(names)) == 2


def test_a_restored_session_has_keys_of_its_own(session):
    (old, _) = session.add_files(FILES)

    session.restore(session.snapshot())

    assert not session.has(old)
    assert [entry.path for entry in session.entries] == list(FILES)
    assert session.history.undo_title == ""


@pytest.mark.parametrize(
    "change",
    [
        lambda session, key: correct(session, key, "mend", Correction(kind="delete")),
        lambda session, key: session.manual.adding(
            ManualLength(key=key, image="a", start=(0, 0), end=(3, 4))
        ),
    ],
    ids=["correction", "length"],
)
def test_undo_and_redo_show_the_image_that_changes(session, change):
    first, second = session.add_files(FILES)
    session.history.do(change(session, first))
    shown = []
    for step in (session.history.undo, session.history.redo):
        session.show(second)
        step()
        shown.append(session.current.key)

    assert shown == [first, first]


def test_undo_of_a_calibration_shows_one_of_its_images(session):
    first, second = session.add_files(FILES)
    session.give_pixel_size([second], 2.0)
    session.show(first)

    session.history.undo()
    assert session.current.key == second


def test_undo_stays_where_the_image_shown_is_concerned(session):
    keys = session.add_files(FILES)
    session.give_pixel_size(keys, 2.0)
    session.show(keys[1])

    session.history.undo()
    assert session.current.key == keys[1]


def test_undo_of_what_concerns_a_removed_image_shows_no_other(session):
    first, second = session.add_files(FILES)
    session.history.do(correct(session, first, "mend", Correction(kind="delete")))
    session.show(second)
    session.remove([first])

    session.history.undo()
    assert (len(session.entries), session.current.key) == (2, second)


@pytest.fixture
def read_only(session):
    """A session to be looked at alone, and what it refuses."""
    session.add_files(FILES)
    session.is_read_only = True
    refused = []
    session.refused.connect(refused.append)
    return session, refused


@pytest.mark.parametrize(
    ("change", "title"),
    [
        (lambda one, key: one.add_files([Path("/data/c.tif")]), "add 1 image"),
        (lambda one, key: one.remove([key]), "remove 1 image"),
        (lambda one, key: one.give_pixel_size([key], 2.0), "calibrate 1 image"),
        (
            lambda one, key: one.do(
                correct(one, key, "mend", Correction(kind="delete"))
            ),
            "mend",
        ),
    ],
    ids=["add", "remove", "calibrate", "correct"],
)
def test_what_is_read_only_is_not_changed_and_that_is_told(read_only, change, title):
    session, refused = read_only
    key, before = session.current.key, session.entries
    change(session, key)

    assert session.entries == before
    assert session.corrections(key).items == ()
    assert refused == [title]


def test_what_is_read_only_can_be_filtered_and_tried_with_other_recipes(read_only):
    session, refused = read_only
    done = session.history.undo_title
    session.set_filters({"area_px": (2.0, 3.0)})
    session.set_recipe(AnalyzeParameters(threshold=0.3))

    assert (session.filters, session.recipe.threshold) == ({"area_px": (2, 3)}, 0.3)
    assert (refused, session.history.undo_title) == ([], done)


def test_the_list_counts_the_particles_that_count(make_finding):
    session = Session()
    (key,) = session.add_files([Path("/data/a.tif")])
    exclude = Correction(kind="exclude", at=((8, 2),), text="dirt")
    session.put_finding(key, make_finding("a", [10, 20, 30], corrections=[exclude]))

    assert session.entry(key).particle_count == 2
