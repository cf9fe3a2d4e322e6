"""Particles as rows."""

import time
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from feretlab.gui.controllers.shown import Shown
from feretlab.gui.session.corrections import Correction
from feretlab.gui.tables.particle_model import ParticleModel

DOWN = Qt.SortOrder.DescendingOrder


@pytest.fixture
def shown(analysed):
    return Shown(analysed)


@pytest.fixture
def model(shown):
    return ParticleModel(shown)


def _cells(model, name):
    column = model.columns.index(name)
    return [model.data(model.index(row, column)) for row in range(model.rowCount())]


def test_rows_are_the_particles_of_the_scope(shown, model):
    assert _cells(model, "area_nm2") == ["400.0", "1200", "800.0"]
    shown.set_scope("all")
    model.refresh()

    assert _cells(model, "image") == ["a", "a", "a", "b", "b"]


def test_rows_are_sorted_and_still_know_their_particle(model):
    model.sort(model.columns.index("area_nm2"), DOWN)

    assert _cells(model, "area_nm2") == ["1200", "800.0", "400.0"]
    assert [model.particle(row)[1] for row in range(3)] == [1, 2, 0]
    model.sort(-1)
    assert [model.particle(row)[1] for row in range(3)] == [0, 1, 2]


def test_rows_are_sorted_by_a_column_while_it_is_shown(model):
    model.sort(model.columns.index("area_nm2"), DOWN)
    model.pick(["particle", "area_nm2"])
    assert model.order == (1, DOWN)
    model.pick(["particle"])

    assert model.order[0] == -1
    assert _cells(model, "particle") == ["1", "2", "3"]
    model.pick(["area_nm2"])
    assert _cells(model, "area_nm2") == ["1200", "800.0", "400.0"]


def test_filtered_rows_are_gone(analysed, model):
    analysed.set_filters({"area_nm2": (500, 1e300)})
    model.refilter()

    assert model.rowCount() == 2
    assert model.rows_of({analysed.current.key: [0, 2]}).tolist() == [1]


def test_columns_are_picked(model):
    model.pick(["particle", "solidity"])

    assert model.columns == ("particle", "solidity")
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Solidity"


def test_rows_are_copied_with_all_digits(model):
    model.pick(["particle", "circularity"])
    lines = model.as_text([1]).splitlines()

    assert lines[0] == "particle\tcircularity"
    assert len(lines[1].split("\t")[1]) > 10


@pytest.fixture
def with_excluded(analysed, make_finding, model):
    """The model, once the first of three particles is excluded."""
    exclude = Correction(kind="exclude", at=((8, 2),), text="dirt")
    finding = make_finding("a", [10, 30, 20], corrections=[exclude])
    analysed.put_finding(analysed.current.key, finding)
    model.refresh()
    return model


def test_excluded_particles_are_rows_but_not_in_what_is_saved(with_excluded):
    assert with_excluded.rowCount() == 3
    with_excluded.sort(with_excluded.columns.index("area_nm2"), DOWN)

    assert with_excluded.table()["area_nm2"].tolist() == [1200, 800]


def test_excluded_particles_are_not_copied(with_excluded):
    lines = with_excluded.as_text([0, 2]).splitlines()

    assert [line.split("\t")[0] for line in lines] == ["particle", "3"]


def test_fifty_thousand_rows_are_sorted_and_filtered_in_no_time(
    analysed, make_finding, shown
):
    finding = make_finding("a", [3, 5])
    count = 25_000
    columns = {name: np.tile(values, count) for name, values in finding.table.items()}
    particles = finding.particles.select(np.tile([0, 1], count))
    large = replace(
        finding,
        table=columns,
        particles=particles,
        excluded=("",) * 2 * count,
        origin=tuple(range(2 * count)),
    )
    analysed.put_finding(analysed.current.key, large)
    model = ParticleModel(shown)
    start = time.process_time()
    model.sort(model.columns.index("area_nm2"), DOWN)
    analysed.set_filters({"area_nm2": (0, 150)})
    model.refilter()

    assert model.rowCount() == count
    assert time.process_time() - start < 0.5
