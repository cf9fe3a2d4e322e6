"""A training from data to ONNX, stopped and gone on with."""

import csv
import hashlib
import json
import shutil
from dataclasses import replace

import imageio.v3 as iio
import numpy as np
import pytest

from feretlab.core.errors import CancelledError, FileError, InputError
from feretlab.core.training.parameters import TrainParameters
from feretlab.core.training.train import export, train
from feretlab.models.contract import ModelContract

pytest.importorskip("keras", reason="training needs the extra 'train'")
# Keras 3.15 saves TensorFlow's variables in a way that numpy 2.4 finds old.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation")

PARAMETERS = TrainParameters(
    name="small",
    steps=14,
    batch_size=2,
    patch_px=64,
    base_filters=8,
    levels=2,
    checkpoint_every=5,
    validation_patches=2,
)


class _Stopper:
    """Progress that stops the work at a step."""

    def __init__(self, at):
        self.at = at

    def report(self, done, total, note=""):
        if done == self.at:
            raise CancelledError("asked to")


class _Remover:
    """Progress that takes the labels away at a step."""

    def __init__(self, folder, at):
        self.folder = folder
        self.at = at

    def report(self, done, total, note=""):
        if done == self.at:
            shutil.rmtree(self.folder / "labels")


@pytest.fixture(scope="module")
def trained(data_folder, tmp_path_factory):
    output = tmp_path_factory.mktemp("trained")
    train([data_folder], output, PARAMETERS)
    return output


def _weights(folder):
    with np.load(folder / "checkpoints" / "step_0000014.npz") as archive:
        return {key: archive[key] for key in archive if key != "parameters"}


def test_training_leaves_its_files(trained):
    names = {path.name for path in trained.iterdir()}

    assert names == {
        "model.onnx",
        "model.weights.h5",
        "history.csv",
        "training.json",
        "checkpoints",
    }


def test_the_history_has_a_row_for_each_validation(trained):
    with (trained / "history.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))

    assert [int(row["step"]) for row in rows] == [5, 10, 14]
    assert float(rows[-1]["loss"]) < float(rows[0]["loss"])
    assert all(0 <= float(row["mask_iou"]) <= 1 for row in rows)


def test_what_would_repeat_the_training_is_written_down(trained):
    described = json.loads((trained / "training.json").read_text())

    assert TrainParameters(**described["parameters"]) == PARAMETERS
    assert described["scenes"] == 4
    assert len(described["data_sha256"]) == 64
    assert "keras" in described["versions"]


def test_the_onnx_file_holds_the_contract_and_the_saved_weights(trained):
    onnxruntime = pytest.importorskip("onnxruntime")
    session = onnxruntime.InferenceSession(trained / "model.onnx")
    contract = ModelContract.from_metadata(session.get_modelmeta().custom_metadata_map)
    image = np.random.default_rng(0).uniform(size=(1, 32, 48, 1)).astype(np.float32)
    (maps,) = session.run(["maps"], {"image": image})

    from feretlab.core.training.trainer import Trainer

    model = Trainer(PARAMETERS).model
    model.load_weights(trained / "model.weights.h5")
    assert contract.name == "small"
    assert (contract.size_divisor, contract.context_px) == (4, 32)
    assert contract.training["parameters"]["steps"] == 14
    np.testing.assert_allclose(maps, model.predict_on_batch(image), atol=1e-4)


@pytest.mark.slow
def test_a_stopped_training_goes_on_as_if_it_had_not_been(
    trained, data_folder, tmp_path
):
    with pytest.raises(CancelledError, match="asked to"):
        train([data_folder], tmp_path, PARAMETERS, _Stopper(7))
    assert not (tmp_path / "model.onnx").exists()
    train([data_folder], tmp_path, PARAMETERS)

    whole, resumed = _weights(trained), _weights(tmp_path)
    assert whole.keys() == resumed.keys()
    for key, wanted in whole.items():
        np.testing.assert_allclose(resumed[key], wanted, rtol=1e-3, atol=1e-5)


def test_a_bad_pair_is_refused_before_the_first_step(data_folder, tmp_path):
    judged = shutil.copytree(data_folder, tmp_path / "judged")
    iio.imwrite(judged / "labels" / "3.png", np.zeros((96, 97), np.uint8))

    with pytest.raises(InputError, match=r"3\.png'.*expected \(96, 96\)"):
        train([data_folder], tmp_path / "out", PARAMETERS, validation=[judged])

    assert not (tmp_path / "out").exists()


def test_scores_that_fail_leave_the_steps_they_judge(data_folder, tmp_path):
    judged = shutil.copytree(data_folder, tmp_path / "judged")

    with pytest.raises(FileError, match=r"judged.*labels"):
        train(
            [data_folder], tmp_path / "out", PARAMETERS, _Remover(judged, 3), [judged]
        )

    kept = (tmp_path / "out" / "checkpoints").iterdir()
    assert [path.name for path in kept] == ["step_0000005.npz"]


def test_data_that_vanish_leave_the_steps_taken_with_them(data_folder, tmp_path):
    data = shutil.copytree(data_folder, tmp_path / "data")

    with pytest.raises(FileError, match="labels"):
        train([data], tmp_path / "out", PARAMETERS, _Remover(data, 1))

    assert any((tmp_path / "out" / "checkpoints").iterdir())


def test_a_finished_training_is_not_labelled_with_other_parameters(
    trained, data_folder, tmp_path
):
    output = shutil.copytree(trained, tmp_path / "out")
    other = PARAMETERS.model_copy(update={"learning_rate": 0.0003})

    with pytest.raises(InputError, match=r"finished training \(14 steps"):
        train([data_folder], output, other)

    for name in ("training.json", "model.onnx"):
        assert (output / name).read_bytes() == (trained / name).read_bytes()


def test_a_checkpoint_can_be_exported_meanwhile(trained, tmp_path):
    path = export(trained, PARAMETERS, tmp_path)

    assert path.read_bytes() == (trained / "model.onnx").read_bytes()


def test_exporting_without_checkpoint_is_refused(tmp_path):
    with pytest.raises(FileError, match="found no checkpoint; train first"):
        export(tmp_path, PARAMETERS)


def test_a_training_remembers_what_it_began_with_after_that_is_gone(
    data_folder, trained, tmp_path
):
    base = tmp_path / "base.onnx"
    base.write_bytes((trained / "model.onnx").read_bytes())
    digest = hashlib.sha256(base.read_bytes()).hexdigest()
    parameters = PARAMETERS.model_copy(update={"start_from": str(base), "steps": 4})
    with pytest.raises(CancelledError, match="asked to"):
        train([data_folder], tmp_path / "out", parameters, _Stopper(2))
    base.unlink()

    train([data_folder], tmp_path / "out", parameters)

    record = json.loads((tmp_path / "out" / "training.json").read_text())
    assert record["start_sha256"] == digest


def test_weights_of_another_architecture_are_refused():
    from feretlab.core.training.trainer import Trainer

    trainer = Trainer(PARAMETERS)
    state = trainer.state()

    with pytest.raises(InputError, match="weights of another network"):
        trainer.restore(replace(state, weights=state.weights[:-1]))
