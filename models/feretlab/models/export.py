"""A Keras network as an ONNX file, written node by node.

Every Keras backend's networks export alike. Batch normalisation is folded, and
maps stay channels first throughout, as ONNX Runtime likes them on a processor:
only the input and the output are turned to (B, Y, X, C).
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.models.contract import ModelContract
from feretlab.models.folding import Normalisation, fold

OPSET = 17
IR_VERSION = 8  # read by onnxruntime from 1.15 on


def export_onnx(model: Any, path: str | Path, contract: ModelContract) -> None:
    """Write a network and its contract.

    Parameters
    ----------
    model : keras.Model
        Functional, of the layers this module knows; one input, one output.
    path : str or Path
        The file to write.
    contract : ModelContract
        Stored as metadata; its tensor names become the graph's.
    """
    import onnx

    proto = to_onnx(model, contract)
    onnx.checker.check_model(proto, full_check=True)
    Path(path).write_bytes(proto.SerializeToString())


def to_onnx(model: Any, contract: ModelContract) -> Any:
    """Give a network as an ONNX model.

    Parameters
    ----------
    model : keras.Model
        As for `export_onnx`.
    contract : ModelContract
        As for `export_onnx`.

    Returns
    -------
    onnx.ModelProto
    """
    from onnx import TensorProto, helper

    graph = _Graph(contract.input_name)
    for layer in model.layers:
        graph.add_layer(layer)
    graph.add(
        "Transpose",
        [graph.tensor_of(model.outputs[0])],
        contract.output_name,
        perm=[0, 2, 3, 1],
    )
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["B", "Y", "X", depth])
        for name, depth in (
            (contract.input_name, 1),
            (contract.output_name, len(contract.channels)),
        )
    ]
    proto = helper.make_model(
        helper.make_graph(graph.nodes, "feretlab", ends[:1], ends[1:], graph.constants),
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
        producer_name="feretlab",
    )
    helper.set_model_props(proto, contract.to_metadata())
    return proto


class _Graph:
    """The nodes and constants written so far."""

    def __init__(self, input_name: str) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._input_name = input_name
        self._names: dict[int, str] = {}  # by id of the Keras tensor
        self._pending: dict[str, tuple[Any, str]] = {}  # convolution not yet written

    def tensor_of(self, tensor: Any) -> str:
        """Give the ONNX name of a Keras tensor, writing a waiting convolution."""
        name = self._names[id(tensor)]
        if name in self._pending:
            layer, source = self._pending.pop(name)
            weights = _weights(layer)
            self._add_convolution(layer, source, name, weights["kernel"], weights)
        return name

    def add(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> None:
        """Append a node."""
        from onnx import helper

        self.nodes.append(
            helper.make_node(kind, inputs, [output], name=output, **attributes)
        )

    def add_layer(self, layer: Any) -> None:
        """Append what a Keras layer does."""
        kind = type(layer).__name__
        output = f"{layer.name}_cyx"  # never the name of an end of the graph
        self._names[id(layer.output)] = output
        if kind == "InputLayer":
            self.add("Transpose", [self._input_name], output, perm=[0, 3, 1, 2])
        elif kind == "Conv2D":
            # It waits, because a normalisation may follow to be folded in.
            self._pending[output] = layer, self.tensor_of(layer.input)
        elif kind == "BatchNormalization":
            self._add_normalisation(layer, output)
        elif kind == "Conv2DTranspose":
            self._add_transposed_convolution(layer, output)
        elif kind == "UpSampling2D":
            self._add_enlargement(layer, output)
        else:
            self._add_plain(kind, layer, output)

    def _add_plain(self, kind: str, layer: Any, output: str) -> None:
        """Append a layer without weights."""
        several = isinstance(layer.input, list)
        inputs = [
            self.tensor_of(each) for each in (layer.input if several else [layer.input])
        ]
        if kind == "Concatenate":
            self.add("Concat", inputs, output, axis=1)
        elif kind == "MaxPooling2D":
            size, strides = list(layer.pool_size), list(layer.strides)
            self.add("MaxPool", inputs, output, kernel_shape=size, strides=strides)
        elif kind == "Activation":
            name = layer.activation.__name__
            self.add({"sigmoid": "Sigmoid", "relu": "Relu"}[name], inputs, output)
        elif kind in ("Add", "ReLU"):
            self.add({"Add": "Add", "ReLU": "Relu"}[kind], inputs, output)
        else:
            message = (
                f"Exporting layer {layer.name!r}: found a {kind}, expected a layer "
                "that the ONNX export knows."
            )
            raise ValueError(message)

    def _add_normalisation(self, layer: Any, output: str) -> None:
        """Append the waiting convolution with this normalisation folded in."""
        waiting = self._names[id(layer.input)]
        convolution, source = self._pending.pop(waiting)
        weights = _weights(convolution)
        kernel, bias = fold(
            weights["kernel"],
            weights.get("bias"),
            Normalisation.from_weights(_weights(layer), layer.epsilon),
        )
        self._add_convolution(convolution, source, output, kernel, {"bias": bias})

    def _add_convolution(
        self,
        layer: Any,
        source: str,
        output: str,
        kernel: npt.NDArray[np.float32],
        weights: dict[str, npt.NDArray[np.float32]],
    ) -> None:
        inputs = [
            source,
            self._constant(f"{output}.kernel", kernel.transpose(3, 2, 0, 1)),
        ]
        if "bias" in weights:
            inputs.append(self._constant(f"{output}.bias", weights["bias"]))
        size, strides = list(layer.kernel_size), list(layer.strides)
        # Sizes of images are multiples of the strides, so that what Keras calls
        # "same" adds the same number of rows and columns everywhere.
        beyond = [edge - step for edge, step in zip(size, strides, strict=True)]
        pads = [each // 2 for each in beyond] + [(each + 1) // 2 for each in beyond]
        self.add("Conv", inputs, output, kernel_shape=size, strides=strides, pads=pads)

    def _add_transposed_convolution(self, layer: Any, output: str) -> None:
        """Append a convolution that enlarges; its patches lie side by side."""
        size, strides = list(layer.kernel_size), list(layer.strides)
        if size != strides:
            message = (
                f"Exporting layer {layer.name!r}: found a kernel of {size} and strides "
                f"of {strides}, expected equal ones."
            )
            raise ValueError(message)
        weights = _weights(layer)
        inputs = [
            self.tensor_of(layer.input),
            self._constant(f"{output}.kernel", weights["kernel"].transpose(3, 2, 0, 1)),
            self._constant(f"{output}.bias", weights["bias"]),
        ]
        self.add("ConvTranspose", inputs, output, kernel_shape=size, strides=strides)

    def _add_enlargement(self, layer: Any, output: str) -> None:
        """Append a linear interpolation between pixel centres."""
        if layer.interpolation != "bilinear":
            message = (
                f"Exporting layer {layer.name!r}: found interpolation "
                f"{layer.interpolation!r}, expected 'bilinear'."
            )
            raise ValueError(message)
        scales = self._constant(f"{output}.scales", np.array([1, 1, *layer.size]))
        inputs = [self.tensor_of(layer.input), "", scales]
        mode = {"mode": "linear", "coordinate_transformation_mode": "half_pixel"}
        self.add("Resize", inputs, output, **mode)

    def _constant(self, name: str, values: npt.NDArray[Any]) -> str:
        from onnx import numpy_helper

        array = np.ascontiguousarray(values, np.float32)
        self.constants.append(numpy_helper.from_array(array, name))
        return name


def _weights(layer: Any) -> dict[str, npt.NDArray[np.float32]]:
    """Give a layer's variables by name."""
    names = (each.name for each in layer.weights)
    return dict(zip(names, layer.get_weights(), strict=True))
