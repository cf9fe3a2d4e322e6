"""Which Keras backend computes, and on how many cores."""

import importlib.util
import os
from typing import Any

from feretlab.core.errors import MissingExtraError

_BACKENDS = ("tensorflow", "torch", "jax")


def load_keras(threads: int = 0) -> Any:
    """Import Keras on the backend of ``KERAS_BACKEND``, else on the first installed.

    Parameters
    ----------
    threads : int
        Processor cores to use; 0 for all. Has its effect only before the backend
        has computed anything.

    Returns
    -------
    module
        Keras.

    Raises
    ------
    MissingExtraError
        Where Keras or every backend is missing.
    """
    installed = [name for name in _BACKENDS if importlib.util.find_spec(name)]
    if not installed or not importlib.util.find_spec("keras"):
        message = (
            "Training a network: found no Keras with TensorFlow, PyTorch or JAX; "
            "install them with: pip install 'feretlab[train]'."
        )
        raise MissingExtraError(message)
    os.environ.setdefault("KERAS_BACKEND", installed[0])
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    import keras

    if threads:
        _limit_threads(keras.backend.backend(), threads)
    return keras


def _limit_threads(backend: str, threads: int) -> None:
    if backend == "tensorflow":
        import tensorflow

        try:
            tensorflow.config.threading.set_intra_op_parallelism_threads(threads)
            tensorflow.config.threading.set_inter_op_parallelism_threads(threads)
        except RuntimeError:  # it has computed already; the number stays
            return
    elif backend == "torch":
        import torch

        torch.set_num_threads(threads)
