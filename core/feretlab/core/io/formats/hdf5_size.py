"""Whether an HDF5 file can hold the pixels that it claims."""

from pathlib import Path

import h5py

from feretlab.core.errors import InputError

# Nothing in a micrograph is packed tighter by the compressions of HDF5.
_LARGEST_RATIO = 20_000


def check_stored(path: Path, data: h5py.Dataset) -> None:
    """Refuse what the file cannot hold before memory is asked for.

    Parameters
    ----------
    path : Path
        The file, for the message.
    data : h5py.Dataset
        Pictures; those that lie in other files are not looked at.

    Raises
    ------
    InputError
        Where no compression packs as tightly, or nothing was ever written.
    """
    if data.is_virtual or data.external:
        return
    stored = data.id.get_storage_size()
    if data.size * data.dtype.itemsize > stored * _LARGEST_RATIO:
        message = (
            f"Reading {str(path)!r}: its header claims {data.shape} pixels from "
            f"{stored} bytes; the file is damaged."
        )
        raise InputError(message)
