"""Which format a file has, by its first bytes, whatever it is called."""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

from feretlab.core.errors import FileError
from feretlab.core.io.formats.page import Format

_HEAD_BYTES = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A format: how to know it and where it is read.

    Parameters
    ----------
    name : str
        For people.
    extensions : tuple of str
        Usual file name endings, lower case.
    matches : callable
        Whether the first kilobyte of a file is this format's.
    module, function : str
        Where it is opened; imported when first needed, because some libraries
        take more than a second.
    """

    name: str
    extensions: tuple[str, ...]
    matches: Callable[[bytes], bool]
    module: str
    function: str

    def opener(self) -> Format:
        """Import what opens this format."""
        module = import_module(f"feretlab.core.io.formats.{self.module}")
        return cast("Format", getattr(module, self.function))


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(marks)


def _is_dm(head: bytes) -> bool:
    """Version 3 or 4, then the length, then the byte order."""
    if len(head) < 24:
        return False
    version, order = struct.unpack(">i", head[:4])[0], 8 if head[3] == 3 else 12
    return version in (3, 4) and head[order : order + 4] in (
        b"\x00\x00\x00\x00",
        b"\x00\x00\x00\x01",
    )


def _is_mrc(head: bytes) -> bool:
    """Look for the mark of 2000 and later, or plausible counts and mode."""
    if len(head) < _HEAD_BYTES:
        return False
    if head[208:211] == b"MAP":
        return True
    for order in "<>":
        columns, rows, sections, mode = struct.unpack(f"{order}4i", head[:16])
        counts = all(0 < count < 1 << 17 for count in (columns, rows, sections))
        axes = sorted(struct.unpack(f"{order}3i", head[64:76]))
        if counts and mode in (0, 1, 2, 6, 12) and axes in ([1, 2, 3], [0, 0, 0]):
            return True
    return False


KINDS: tuple[Kind, ...] = (
    Kind(
        name="TIFF",
        extensions=(".tif", ".tiff"),
        matches=_begins(b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"),
        module="tiff",
        function="open_tiff",
    ),
    Kind(
        name="PNG",
        extensions=(".png",),
        matches=_begins(b"\x89PNG\r\n\x1a\n"),
        module="plain",
        function="open_plain",
    ),
    Kind(
        name="JPEG",
        extensions=(".jpg", ".jpeg"),
        matches=_begins(b"\xff\xd8\xff"),
        module="plain",
        function="open_plain",
    ),
    Kind(
        name="BMP",
        extensions=(".bmp",),
        matches=lambda head: head[:2] == b"BM" and head[6:10] == b"\x00" * 4,
        module="plain",
        function="open_plain",
    ),
    Kind(
        name="DigitalMicrograph",
        extensions=(".dm3", ".dm4"),
        matches=_is_dm,
        module="dm",
        function="open_dm",
    ),
    Kind(
        name="TIA series",
        extensions=(".ser",),
        matches=_begins(b"II\x97\x01"),
        module="ser",
        function="open_ser",
    ),
    Kind(
        name="TIA",
        extensions=(".emi",),
        matches=_begins(b"JK\x00\x02", b"JK\x02\x00"),
        module="ser",
        function="open_emi",
    ),
    Kind(
        name="EMD",
        extensions=(".emd",),
        matches=_begins(b"\x89HDF\r\n\x1a\n"),
        module="emd",
        function="open_emd",
    ),
    Kind(
        name="MRC",
        extensions=(".mrc", ".mrcs", ".st", ".ali", ".rec"),
        matches=_is_mrc,
        module="mrc",
        function="open_mrc",
    ),
)


def known_extensions() -> tuple[str, ...]:
    """Give the usual endings of all formats that can be read, lower case."""
    return tuple(extension for kind in KINDS for extension in kind.extensions)


def kind_of(path: Path) -> Kind:
    """Give the format of a file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    Kind

    Raises
    ------
    feretlab.core.errors.FileError
        Where the file is missing, a folder, empty, or nothing known.
    """
    head = _head(path)
    if not head:
        raise FileError(f"Reading {str(path)!r}: the file is empty.")
    for kind in KINDS:
        if kind.matches(head):
            return kind
    names = ", ".join(dict.fromkeys(kind.name for kind in KINDS))
    looks = "is text" if _is_text(head) else f"begins with {head[:8]!r}"
    raise FileError(f"Reading {str(path)!r}: the file {looks}, expected {names}.")


def _head(path: Path) -> bytes:
    if path.is_dir():
        message = f"Reading {str(path)!r}: it is a folder, expected an image file."
        raise FileError(message)
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError as error:
        reason = error.strerror or str(error)
        raise FileError(f"Reading {str(path)!r}: {reason}.") from error


def _is_text(head: bytes) -> bool:
    try:
        text = head[:-4].decode("utf-8") if len(head) > 8 else head.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(character.isprintable() or character.isspace() for character in text)
