"""Networks by name or file."""

from pathlib import Path
from typing import TYPE_CHECKING

from feretlab.core.errors import ModelError

if TYPE_CHECKING:
    from feretlab.core.provenance import ModelRecord
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


def lasting_name(name: str) -> str:
    """Give a network's name so that it means the same in every folder.

    Parameters
    ----------
    name : str
        Name of an installed network, or path of an ONNX file.

    Returns
    -------
    str
        The absolute path of a file; an installed network's name as it is.
    """
    from feretlab.models.catalog import is_file_name

    return str(Path(name).absolute()) if is_file_name(name) else name


def model_record(network: "Network", name: str) -> "ModelRecord":
    """Give what results keep of the network that made them.

    Parameters
    ----------
    network : Network
        As opened.
    name : str
        What it was opened by.

    Returns
    -------
    ModelRecord
    """
    from feretlab.core.provenance import ModelRecord
    from feretlab.models.catalog import is_file_name

    return ModelRecord(
        name=network.contract.name,
        sha256=network.sha256,
        path=lasting_name(name) if is_file_name(name) else "",
        licence=network.contract.licence,
    )


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
        If the file is no network that works, its name is taken or it cannot be copied.
    """
    from feretlab.core.segmentation.network import Network
    from feretlab.models.catalog import add_model

    Network.open(path).rehearse()
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
