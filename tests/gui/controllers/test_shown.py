"""Which particles are looked at."""

import pytest

from feretlab.gui.controllers.shown import Shown
from feretlab.gui.session.corrections import Correction


@pytest.fixture
def shown(analysed):
    return Shown(analysed)


def test_the_scope_is_the_shown_image_or_all(shown):
    assert shown.table()["image"].tolist() == ["a", "a", "a"]
    shown.set_scope("all")

    assert shown.table()["image"].tolist() == ["a", "a", "a", "b", "b"]


def test_filters_and_exclusions_are_counted(analysed, shown, make_finding):
    exclude = Correction(kind="exclude", at=((8, 2),), text="dirt")
    finding = make_finding("a", [10, 30, 20], corrections=[exclude])
    analysed.put_finding(analysed.current.key, finding)
    assert shown.count() == (2, 2)
    analysed.set_filters({"feret_nm": (50.0, 1e300)})

    assert shown.count() == (1, 2)
    assert shown.table()["area_nm2"].tolist() == [1200]


def test_selected_particles_may_stand_alone(analysed, shown):
    analysed.select([2])

    assert shown.table(only_selected=True)["area_nm2"].tolist() == [800]


def test_a_finding_of_another_image_changes_only_the_scope_of_all(
    analysed, shown, make_finding
):
    heard = []
    shown.changed.connect(lambda: heard.append(shown.scope))
    other = analysed.entries[1].key
    analysed.put_finding(other, make_finding("b", [5]))
    shown.set_scope("all")
    analysed.put_finding(other, make_finding("b", [6]))

    assert heard == ["all", "all"]
