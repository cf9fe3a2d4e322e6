"""What the libraries that read files raise where these are damaged."""

import struct
import zlib
from lzma import LZMAError
from zipfile import BadZipFile

READER_ERRORS = (
    OSError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError,
    AssertionError, EOFError, MemoryError, RuntimeError, SyntaxError, struct.error,
    zlib.error, LZMAError, BadZipFile,
)  # fmt: skip
"""All that were seen: Pillow raises SyntaxError; zipfile NotImplementedError, which is
a RuntimeError; JSON that nests too deeply RecursionError, which is one too."""


def reason_of(error: BaseException) -> str:
    """Give in a line, not a long one, what was raised.

    Parameters
    ----------
    error : BaseException
        One of `READER_ERRORS`.

    Returns
    -------
    str
        Its message, else its name.
    """
    return " ".join(str(error).split())[:200] or type(error).__name__
