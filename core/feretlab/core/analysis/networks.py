"""Networks by name or file."""

from pathlib import Path
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


def add_network(path: Path) -> str:
    """Install a network of the user's, after it was seen to be sound.

    Parameters
    ----------
    path : Path
        An ONNX file; its stem becomes the name.

    Returns
    -------
    str
        The name.

    Raises
    ------
    ModelError
        If the file is no network, its name is taken or it cannot be copied.
    """
    from feretlab.core.segmentation.network import Network
    from feretlab.models.catalog import add_model

    Network.open(path)
    try:
        return add_model(path)
    except ValueError as error:
        raise ModelError(str(error)) from error
    except OSError as error:
        message = f"Adding model {str(path)!r}: {error.strerror or error}."
        raise ModelError(message) from error


def remove_network(name: str) -> None:
    """Delete a network that the user added.

    Parameters
    ----------
    name : str
        Its name.

    Raises
    ------
    ModelError
        If it is no added one or cannot be deleted.
    """
    from feretlab.models.catalog import remove_model

    try:
        remove_model(name)
    except ValueError as error:
        raise ModelError(str(error)) from error
    except OSError as error:
        message = f"Removing model {name!r}: {error.strerror or error}."
        raise ModelError(message) from error
