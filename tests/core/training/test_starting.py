"""A finished network as the beginning of a new training."""

import numpy as np
import pytest

from feretlab.core.errors import ModelError
from feretlab.core.training.parameters import TrainParameters
from feretlab.core.training.train import train
from feretlab.models.contract import ModelContract

pytest.importorskip("keras", reason="training needs the extra 'train'")
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation")


def _network(filters=(4, 8)):
    from feretlab.models.multires_unet import multires_unet

    return multires_unet(filters=filters)


def _batches():
    rng = np.random.default_rng(5)
    return [(rng.random((2, 32, 32, 1), np.float32), None) for _ in range(2)]


@pytest.fixture
def settled(tmp_path):
    """A network whose normalisations have learnt something, and its file."""
    from feretlab.models.export import export_onnx

    model = _network()
    rng = np.random.default_rng(3)
    for layer in model.layers:
        if type(layer).__name__ == "BatchNormalization":
            layer.set_weights([rng.uniform(0.5, 2, w.shape) for w in layer.weights])
    path = tmp_path / "settled.onnx"
    export_onnx(model, path, ModelContract(name="settled"))
    return model, path


def test_it_begins_with_the_maps_of_the_file(settled):
    from feretlab.core.training.starting import start_from

    model, path = settled
    fresh = _network()
    image = np.random.default_rng(7).random((1, 48, 32, 1), np.float32)

    start_from(fresh, path, _batches())

    expected = model.predict_on_batch(image)
    np.testing.assert_allclose(fresh.predict_on_batch(image), expected, atol=2e-5)


def test_in_training_its_normalisations_find_what_they_were_given(settled):
    from feretlab.core.training.starting import start_from

    fresh, batches = _network(), _batches()
    start_from(fresh, settled[1], batches)

    image = np.concatenate([images for images, _ in batches])
    trained = np.asarray(fresh(image, training=True))

    np.testing.assert_allclose(trained, fresh.predict_on_batch(image), atol=2e-3)


def test_another_architecture_is_refused_with_both_shapes(settled):
    from feretlab.core.training.starting import start_from

    with pytest.raises(ModelError, match=r"kernel of shape \(.*, expected \("):
        start_from(_network((8, 16)), settled[1], _batches())


def test_a_file_that_is_no_network_is_refused(tmp_path):
    from feretlab.core.training.starting import start_from

    path = tmp_path / "broken.onnx"
    path.write_bytes(b"not a network")

    with pytest.raises(ModelError, match=r"broken\.onnx"):
        start_from(_network(), path, _batches())


def test_an_unknown_name_is_refused_before_training(data_folder, tmp_path):
    with pytest.raises(ModelError, match="'nosuch'"):
        train([data_folder], tmp_path / "out", TrainParameters(start_from="nosuch"))
