"""ONNX files answer as their Keras networks do."""

import numpy as np
import pytest

from feretlab.models.contract import ModelContract

pytest.importorskip("keras", reason="networks need the extra 'train'")
onnxruntime = pytest.importorskip("onnxruntime")


@pytest.fixture(scope="module")
def model():
    """A small network whose normalisations have something to normalise."""
    from feretlab.core.training.backend import load_keras

    keras = load_keras()
    from feretlab.models.multires_unet import multires_unet

    keras.utils.set_random_seed(5)
    network = multires_unet(channels=3, filters=(6, 12))
    rng = np.random.default_rng(5)
    network.set_weights(
        [
            rng.uniform(0.5, 1.5, weight.shape) if weight.ndim == 1 else weight
            for weight in network.get_weights()
        ]
    )
    return network


@pytest.fixture(scope="module")
def session(model, tmp_path_factory):
    from feretlab.models.export import export_onnx

    path = tmp_path_factory.mktemp("onnx") / "model.onnx"
    export_onnx(model, path, ModelContract(name="trial", size_divisor=4))
    return onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])


@pytest.mark.parametrize("shape", [(1, 32, 48, 1), (2, 20, 16, 1), (1, 4, 4, 1)])
def test_keras_and_onnx_agree_at_every_size(model, session, shape):
    image = np.random.default_rng(1).uniform(-0.5, 1.5, shape).astype(np.float32)

    (maps,) = session.run(["maps"], {"image": image})

    wanted = np.asarray(model(image, training=False))
    assert maps.shape == (*shape[:3], 3)
    assert np.ptp(wanted) > 0.1
    np.testing.assert_allclose(maps, wanted, atol=1e-4)


def test_the_contract_can_be_read_from_the_session(session):
    metadata = session.get_modelmeta().custom_metadata_map

    assert ModelContract.from_metadata(metadata) == ModelContract(
        name="trial", size_divisor=4
    )


def test_no_normalisation_remains(model):
    from feretlab.models.export import to_onnx

    kinds = {
        node.op_type for node in to_onnx(model, ModelContract(name="x")).graph.node
    }

    assert not kinds & {"BatchNormalization", "Mul", "Sub"}
    assert {"Conv", "ConvTranspose", "Resize", "MaxPool", "Sigmoid"} <= kinds


def test_an_unknown_layer_is_named(model):
    import keras

    from feretlab.models.export import to_onnx

    image = keras.Input((None, None, 1))
    network = keras.Model(image, keras.layers.LayerNormalization(name="odd")(image))

    with pytest.raises(ValueError, match="layer 'odd': found a LayerNormalization"):
        to_onnx(network, ModelContract(name="x", channels=("mask",)))


def test_another_interpolation_is_refused(model):
    import keras

    from feretlab.models.export import to_onnx

    image = keras.Input((None, None, 1))
    network = keras.Model(image, keras.layers.UpSampling2D(name="odd")(image))

    with pytest.raises(ValueError, match="interpolation 'nearest', expected 'bilin"):
        to_onnx(network, ModelContract(name="x", channels=("mask",)))


def test_an_enlargement_whose_patches_overlap_is_refused(model):
    import keras

    from feretlab.models.export import to_onnx

    image = keras.Input((None, None, 1))
    layer = keras.layers.Conv2DTranspose(1, 3, strides=2, padding="same", name="odd")
    network = keras.Model(image, layer(image))

    with pytest.raises(ValueError, match=r"kernel of \[3, 3\] and strides of \[2, 2\]"):
        to_onnx(network, ModelContract(name="x", channels=("mask",)))
