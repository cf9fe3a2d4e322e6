"""What can go wrong, each kind also the builtin that callers expect.

A message says what was being done to which file or field, what was found,
what was expected, and what to do. Values stand as ``repr``, with units, those from
outside as `short` has them.
"""

from reprlib import Repr

_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxlong = _SHORT.maxother = 100


def short(value: object) -> str:
    """Give a value as ``repr`` does, not more of it than a line takes.

    Parameters
    ----------
    value : object
        Anything that was found.

    Returns
    -------
    str
        With three points in the place of what is left out.
    """
    return _SHORT.repr(value)


class FeretLabError(Exception):
    """Any failure that FeretLab explains in one line."""


class InputError(FeretLabError, ValueError):
    """A value, an image or a parameter that cannot be used."""


class FileError(FeretLabError, OSError):
    """A file that cannot be read or written."""


class ModelError(FeretLabError, RuntimeError):
    """A network that is missing, broken, or made for something else."""


class MissingExtraError(FeretLabError, ImportError):
    """An optional dependency that this installation does not have."""


class CancelledError(FeretLabError):
    """Somebody asked to stop; what is finished is kept."""
