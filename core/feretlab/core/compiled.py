"""How loops are compiled."""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

_Loop = TypeVar("_Loop", bound=Callable[..., object])


def compiled(function: _Loop) -> _Loop:
    """Compile a function once, for this and later processes, without the GIL.

    The machine code is kept beside the source, or in the user's cache folder
    where that is read-only; where neither can be written, as in some containers,
    each process compiles anew.

    Because that cache looks at one source file only, a compiled function calls
    others of its own file and no other.

    Parameters
    ----------
    function : callable
        Numbers and arrays in, numbers and arrays out.

    Returns
    -------
    callable
        The same, fast.
    """
    loop: Any  # numba's dispatcher, which is called like the function
    try:
        loop = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba: no locator available
        loop = njit(nogil=True)(function)
    return loop
