"""Weights of a finished network as the beginning of a new training.

An ONNX file holds convolutions with their batch normalisation folded in. To be
trained again a network needs both: the convolution takes the folded kernel, and its
normalisation the statistics that the kernel has on the new data, with the scale and
shift that undo it. So the network begins with exactly the maps of the file.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import ModelError
from feretlab.core.training.batches import Batch

CALIBRATION_BATCHES = 4


def start_from(model: Any, path: Path, batches: Iterable[Batch]) -> None:
    """Give a network the weights of an ONNX file of the same architecture.

    Parameters
    ----------
    model : keras.Model
        Changed in place.
    path : Path
        File that `feretlab.models.export.export_onnx` wrote.
    batches : iterable
        Images and targets of the new data; their statistics become those of the
        batch normalisations.

    Raises
    ------
    ModelError
        Where the file is no network, or one of another architecture.
    """
    constants = _read_constants(path)
    for layer in model.layers:
        kind = type(layer).__name__
        if kind == "BatchNormalization":
            convolution = _layer_before(model, layer)
            kernel, bias = _take(constants, layer.name, convolution, path)
            convolution.set_weights([kernel])
            _set(layer, np.ones_like(bias), bias, np.zeros_like(bias), 1.0)
        elif kind in ("Conv2D", "Conv2DTranspose") and layer.use_bias:
            layer.set_weights(list(_take(constants, layer.name, layer, path)))
    _calibrate(model, batches)


def _read_constants(path: Path) -> dict[str, npt.NDArray[np.float32]]:
    """Give the constants of an ONNX file by name."""
    import onnx
    from google.protobuf.message import DecodeError
    from onnx import numpy_helper

    try:
        graph = onnx.load(path).graph
    except (OSError, DecodeError) as error:
        message = f"Starting from network {str(path)!r}: {error}."
        raise ModelError(message) from error
    return {each.name: numpy_helper.to_array(each) for each in graph.initializer}


def _take(
    constants: dict[str, npt.NDArray[np.float32]], name: str, layer: Any, path: Path
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Give kernel (Y, X, C in, C out) and bias (C out,) of a convolution."""
    kernel = constants.get(f"{name}_cyx.kernel")
    bias = constants.get(f"{name}_cyx.bias")
    wanted = tuple(layer.kernel.shape)
    found = None if kernel is None else tuple(kernel.transpose(2, 3, 1, 0).shape)
    if kernel is None or bias is None or found != wanted:
        message = (
            f"Starting from network {str(path)!r}: its layer {name!r} has a kernel of "
            f"shape {found}, expected {wanted}; choose base_filters and levels as "
            "they were when it was trained."
        )
        raise ModelError(message)
    return kernel.transpose(2, 3, 1, 0), bias


def _layer_before(model: Any, layer: Any) -> Any:
    """Give the convolution whose output a normalisation takes."""
    return next(each for each in model.layers if each.output is layer.input)


def _set(
    layer: Any,
    gamma: npt.NDArray[np.float32],
    beta: npt.NDArray[np.float32],
    mean: npt.NDArray[np.float32],
    spread: npt.NDArray[np.float32] | float,
) -> None:
    """Give a normalisation its values; `spread` is the root of variance + epsilon."""
    variance = np.broadcast_to(np.square(spread) - layer.epsilon, mean.shape)
    layer.set_weights([gamma, beta, mean, variance])


def _calibrate(model: Any, batches: Iterable[Batch]) -> None:
    """Give each normalisation the statistics of its input, and undo them."""
    import keras

    layers = [x for x in model.layers if type(x).__name__ == "BatchNormalization"]
    probe = keras.Model(model.inputs, [each.input for each in layers])
    sums = [np.zeros((2, each.gamma.shape[0])) for each in layers]
    count = 0
    for images, _ in batches:
        count += 1
        for total, maps in zip(sums, probe.predict_on_batch(images), strict=True):
            values = np.asarray(maps, np.float64)
            total[0] += values.mean(axis=(0, 1, 2))
            total[1] += np.square(values).mean(axis=(0, 1, 2))
    for layer, (first, second) in zip(layers, sums, strict=True):
        mean = first / count
        variance = np.maximum(second / count - np.square(mean), 0)
        spread = np.sqrt(variance + layer.epsilon)
        beta = layer.get_weights()[1]
        _set(layer, spread, beta + mean, mean, spread)
