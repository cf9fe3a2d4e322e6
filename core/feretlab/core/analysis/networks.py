"""Networks by name or file."""

from typing import TYPE_CHECKING

from feretlab.core.errors import ModelError

if TYPE_CHECKING:
    from feretlab.core.segmentation.network import Network


def open_network(name: str, threads: int | None = None) -> "Network":
    """Open an installed network, or one from a file.

    Parameters
    ----------
    name : str
        Name of an installed network, or path of an ONNX file.
    threads : int or None
        Processor cores to use; None uses all.

    Returns
    -------
    Network

    Raises
    ------
    ModelError
        If there is no such network or the file is none.
    """
    from feretlab.core.segmentation.network import Network
    from feretlab.models.catalog import find_model

    try:
        path = find_model(name)
    except ValueError as error:
        raise ModelError(str(error)) from error
    return Network.open(path, threads)
