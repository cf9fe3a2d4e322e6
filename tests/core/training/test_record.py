"""A training's record tells of all the data and parameters it learnt from."""

import json
import shutil

import imageio.v3 as iio
import numpy as np
import pytest

from feretlab.core.errors import InputError
from feretlab.core.training.dataset import find_scenes
from feretlab.core.training.parameters import TrainParameters
from feretlab.core.training.record import continue_record, describe, write_record


@pytest.fixture
def other_folder(data_folder, tmp_path):
    copy = shutil.copytree(data_folder, tmp_path / "silica")
    iio.imwrite(copy / "labels" / "0.png", np.ones((96, 96), np.uint8))
    return copy


def _describe(folder, **changes):
    parameters = TrainParameters(**({"steps": 6} | changes))
    return describe(find_scenes([folder]), [folder], parameters, "beginning")


@pytest.fixture
def output(data_folder, tmp_path):
    """Where a training of six steps is written down."""
    write_record(tmp_path / "run", _describe(data_folder))
    return tmp_path / "run"


def test_the_same_training_goes_on_under_its_record(output, data_folder):
    again = _describe(data_folder) | {"start_sha256": None}

    assert continue_record(output, 4, again) == _describe(data_folder)


def test_a_finished_training_may_be_asked_for_again(output, data_folder):
    again = _describe(data_folder, name="renamed", threads=1)

    assert continue_record(output, 6, again) == again


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"learning_rate": 0.0003}, "learning_rate"),
        ({"steps": 3}, "steps"),
        ({"steps": 3, "learning_rate": 0.0003}, "steps and learning_rate"),
    ],
)
def test_a_finished_training_takes_no_other_parameters(
    output, data_folder, changes, named
):
    with pytest.raises(InputError, match=rf"\(6 steps, on data.*but {named} would"):
        continue_record(output, 6, _describe(data_folder, **changes))


def test_a_finished_training_takes_no_other_data(output, other_folder):
    with pytest.raises(InputError, match="but data would be others; choose another"):
        continue_record(output, 6, _describe(other_folder))


def test_a_training_that_goes_on_with_other_data_tells_of_both(
    output, data_folder, other_folder
):
    record = continue_record(output, 6, _describe(other_folder, steps=9))

    (earlier,) = record["earlier"]
    first = _describe(data_folder)
    assert record["data"] == ["silica"]
    assert earlier["until_step"] == 6
    assert earlier["data_sha256"] == first["data_sha256"]
    assert earlier["parameters"] == first["parameters"]


def test_a_stopped_training_may_end_where_it_stands(output, data_folder):
    record = continue_record(output, 4, _describe(data_folder, steps=4))

    assert record["parameters"]["steps"] == 4
    assert record["earlier"][0]["parameters"]["steps"] == 6


def test_what_no_step_was_taken_with_is_not_told_of(output, data_folder, other_folder):
    write_record(output, continue_record(output, 4, _describe(other_folder)))

    record = continue_record(output, 4, _describe(data_folder, steps=9))

    (earlier,) = record["earlier"]
    assert earlier["data_sha256"] == _describe(data_folder)["data_sha256"]


@pytest.mark.parametrize("text", ["{", "[]", "{}"])
def test_a_damaged_record_is_written_anew(output, data_folder, text):
    (output / "training.json").write_text(text)

    assert continue_record(output, 6, _describe(data_folder)) == _describe(data_folder)


def test_records_of_fewer_parameters_are_understood(output, data_folder):
    record = _describe(data_folder)
    del record["parameters"]["wrinkle_share"]
    (output / "training.json").write_text(json.dumps(record))

    assert "earlier" not in continue_record(output, 6, _describe(data_folder))
