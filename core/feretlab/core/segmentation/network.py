"""A trained network at work in ONNX Runtime."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import ModelError, short
from feretlab.core.interruption import interruptible
from feretlab.core.segmentation.normalisation import HIGHEST, LOWEST, PERCENTILES
from feretlab.models.contract import ModelContract

_REHEARSAL_PX = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """An opened model; may be called from several threads.

    Parameters
    ----------
    contract : ModelContract
        What the model's file says about its use.
    sha256 : str
        Hash of the file.
    source : Path
        The file.
    session : onnxruntime.InferenceSession
        The running model.
    """

    contract: ModelContract
    sha256: str
    source: Path
    session: Any  # onnxruntime publishes no types

    @classmethod
    def open(cls, path: str | Path, threads: int | None = None) -> Self:
        """Load a model and check that it is made for this use.

        Parameters
        ----------
        path : str or Path
            An ONNX file with a `ModelContract` in its metadata.
        threads : int or None
            Processor cores to use; None for all.

        Returns
        -------
        Network

        Raises
        ------
        ModelError
            Where the file is missing, damaged or made for something else.
        """
        source = Path(path)
        try:
            content = source.read_bytes()
        except OSError as error:
            message = f"Opening model {str(source)!r}: {error.strerror or error}."
            raise ModelError(message) from error
        session = _session(source, content, threads)
        try:
            metadata = session.get_modelmeta().custom_metadata_map
            contract = ModelContract.from_metadata(metadata)
        except (ValueError, TypeError) as error:
            message = f"Opening model {str(source)!r}: {error}"
            raise ModelError(message) from error
        _check(source, session, contract)
        digest = hashlib.sha256(content).hexdigest()
        return cls(contract=contract, sha256=digest, source=source, session=session)

    def predict(self, grey: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Give the maps of one picture.

        Parameters
        ----------
        grey : ndarray of float32
            Normalised grey values, shape (Y, X), both multiples of the
            contract's size divisor.

        Returns
        -------
        ndarray of float32
            Shape (Y, X, C), 0..1, in the order of the contract's channels.

        Raises
        ------
        ModelError
            Where the model fails, or answers with maps of another shape.
        """
        from onnxruntime import RunOptions

        feed = {self.contract.input_name: grey[None, ..., None]}
        options = RunOptions()
        options.log_severity_level = 4

        def run() -> Any:
            return self.session.run([self.contract.output_name], feed, options)

        def stop() -> None:
            options.terminate = True

        try:
            (maps,) = interruptible(run, stop=stop)
        except _failures() as error:
            raise self._error(grey, f"it failed ({_first_line(error)})") from error
        if maps.shape != (1, *grey.shape, len(self.contract.channels)):
            raise self._error(grey, f"found maps of shape {maps.shape}")
        answer: npt.NDArray[np.float32] = maps[0]
        return answer

    def rehearse(self) -> None:
        """Predict a small empty picture, to see that it can be done.

        Raises
        ------
        ModelError
            As of `predict`.
        """
        divisor = self.contract.size_divisor
        edge = -(-_REHEARSAL_PX // divisor) * divisor
        self.predict(np.zeros((edge, edge), np.float32))

    def _error(self, grey: npt.NDArray[np.float32], found: str) -> ModelError:
        expected = (1, *grey.shape, len(self.contract.channels))
        return ModelError(
            f"Running model {str(self.source)!r}: {found}, expected maps of shape "
            f"{expected}; where that happens again, choose another network."
        )


def _session(source: Path, content: bytes, threads: int | None) -> Any:
    """Start ONNX Runtime on the bytes of a model."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.log_severity_level = 4  # what is wrong is said once, by the exception
    # Planning memory per input shape costs a third more of it and no time less.
    options.enable_mem_pattern = False
    # Threads that wait by spinning slow each other several times on a busy machine
    # and gain a hundredth on an idle one.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(
            content,
            options,
            providers=["CPUExecutionProvider"],
            enable_fallback=0,  # to the same provider, and printed
        )
    except _failures() as error:
        message = (
            f"Opening model {str(source)!r}: found {len(content)} bytes that are no "
            f"sound ONNX model ({_first_line(error)}), expected one made by "
            "'feretlab train'."
        )
        raise ModelError(message) from error


def _failures() -> tuple[type[Exception], ...]:
    """Give what ONNX Runtime raises, which shares no base class of its own."""
    from onnxruntime.capi import onnxruntime_pybind11_state as kinds

    return (
        kinds.Fail,
        kinds.InvalidArgument,
        kinds.InvalidGraph,
        kinds.InvalidProtobuf,
        kinds.NoModel,
        kinds.NotImplemented,
        kinds.RuntimeException,
        RuntimeError,
        ValueError,  # a message that is no UTF-8, as names in a damaged file make it
    )


def _check(source: Path, session: Any, contract: ModelContract) -> None:
    """Refuse a model that cannot be fed or read as the contract says."""
    inputs = {each.name: each for each in session.get_inputs()}
    outputs = {each.name: each for each in session.get_outputs()}
    expected = ("percentile", PERCENTILES, (LOWEST, HIGHEST))
    found = (contract.normalisation, contract.percentiles, contract.clip)
    image, maps = inputs.get(contract.input_name), outputs.get(contract.output_name)
    problem = ""
    if found != expected:
        problem = f"its input is normalised by {short(found)}, expected {expected!r}"
    elif "mask" not in contract.channels:
        problem = (
            f"its channels are {short(contract.channels)}, expected 'mask' among them"
        )
    elif len(inputs) != 1 or not _takes(image, (1,), (), (), (1,)):
        problem = (
            f"its inputs are {_signature(inputs)}, expected one, "
            f"{contract.input_name!r} of shape (B, Y, X, 1) and tensor(float), its "
            "height and width open"
        )
    elif not _takes(maps, None, None, None, (len(contract.channels),)):
        problem = (
            f"its outputs are {_signature(outputs)}, expected {contract.output_name!r} "
            f"of shape (B, Y, X, {len(contract.channels)}) and tensor(float)"
        )
    if problem:
        raise ModelError(f"Opening model {str(source)!r}: {problem}.")


def _takes(tensor: Any, *edges: tuple[int, ...] | None) -> bool:
    """Whether a tensor is of such edges; those left open have no number but a name."""
    if tensor is None or tensor.type != "tensor(float)":
        return False
    return len(tensor.shape) == len(edges) and all(
        allowed is None or not isinstance(found, int) or found in allowed
        for found, allowed in zip(tensor.shape, edges, strict=True)
    )


def _signature(tensors: dict[str, Any]) -> str:
    return ", ".join(
        f"{short(name)} {each.shape} {each.type}" for name, each in tensors.items()
    )


def _first_line(error: Exception) -> str:
    text = str(error).strip() or type(error).__name__
    return text.splitlines()[0][:200]
