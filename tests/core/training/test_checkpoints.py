"""Checkpoints come back as they were, and say where they cannot."""

import json

import numpy as np
import pytest

from feretlab.core.errors import FileError, InputError
from feretlab.core.training.checkpoints import (
    Checkpoint,
    newest_checkpoint,
    save_checkpoint,
)
from feretlab.core.training.parameters import TrainParameters


def _checkpoint(step, **changes):
    rng = np.random.default_rng(step)
    return Checkpoint(
        step=step,
        weights=[rng.normal(size=(3, 2)), rng.normal(size=4)],
        mean=[rng.normal(size=(3, 2))] * 12,
        optimiser=[np.array(step)],
        parameters=TrainParameters(**changes),
    )


def test_the_newest_checkpoint_comes_back_whole(tmp_path):
    for step in (5, 30, 200):
        save_checkpoint(tmp_path, _checkpoint(step))

    found = newest_checkpoint(tmp_path, TrainParameters())

    wanted = _checkpoint(200)
    assert found.step == 200
    assert found.parameters == wanted.parameters
    assert [each.shape for each in found.weights] == [(3, 2), (4,)]
    assert len(found.mean) == 12
    assert np.array_equal(found.weights[1], wanted.weights[1])
    assert found.optimiser[0] == 200


def test_only_two_checkpoints_are_kept(tmp_path):
    for step in (1, 2, 3, 4):
        save_checkpoint(tmp_path, _checkpoint(step))

    assert [path.stem for path in sorted(tmp_path.iterdir())] == [
        "step_0000003",
        "step_0000004",
    ]


def test_an_empty_folder_has_none(tmp_path):
    assert newest_checkpoint(tmp_path / "missing", TrainParameters()) is None


def test_another_network_is_refused(tmp_path):
    save_checkpoint(tmp_path, _checkpoint(1, base_filters=8))

    with pytest.raises(InputError, match="found base_filters 8, expected 64"):
        newest_checkpoint(tmp_path, TrainParameters())


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"start_from": "default"}, "found start_from '', expected 'default'"),
        ({"seed": 2}, "found seed 1, expected 2"),
    ],
)
def test_another_beginning_is_refused(tmp_path, changes, line):
    save_checkpoint(tmp_path, _checkpoint(1))

    with pytest.raises(InputError, match=line):
        newest_checkpoint(tmp_path, TrainParameters(**changes))


def test_a_network_that_is_no_longer_built_is_refused_by_name(tmp_path):
    path = save_checkpoint(tmp_path, _checkpoint(1))
    with np.load(path) as archive:
        arrays = dict(archive)
    recorded = json.loads(str(arrays["parameters"])) | {"levels": 5}
    np.savez(path, **(arrays | {"parameters": json.dumps(recorded)}))

    with pytest.raises(InputError, match="found levels 5, expected 4"):
        newest_checkpoint(tmp_path, TrainParameters())


def test_other_steps_are_welcome(tmp_path):
    save_checkpoint(tmp_path, _checkpoint(1, steps=10))

    assert newest_checkpoint(tmp_path, TrainParameters(steps=20)).step == 1


def test_a_damaged_file_is_named(tmp_path):
    path = save_checkpoint(tmp_path, _checkpoint(7))
    path.write_bytes(path.read_bytes()[:500])

    with pytest.raises(FileError, match=r"step_0000007\.npz'.*delete it to go on"):
        newest_checkpoint(tmp_path, TrainParameters())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("step", "x"),
        ("step", np.arange(3)),
        ("parameters", "[]"),
        ("parameters", "5"),
        ("parameters", "[" * 100_000),
    ],
)
def test_a_file_of_other_content_is_named(tmp_path, name, value):
    path = save_checkpoint(tmp_path, _checkpoint(7))
    with np.load(path) as archive:
        arrays = dict(archive)
    np.savez(path, **(arrays | {name: value}))

    with pytest.raises(FileError, match=r"step_0000007\.npz'.*delete it to go on"):
        newest_checkpoint(tmp_path, TrainParameters())


def test_a_file_of_a_method_that_nobody_knows_is_named(tmp_path):
    path = save_checkpoint(tmp_path, _checkpoint(7))
    data = bytearray(path.read_bytes())
    data[data.find(b"PK\1\2") + 10] = 99
    path.write_bytes(data)

    with pytest.raises(FileError, match="delete it to go on"):
        newest_checkpoint(tmp_path, TrainParameters())
