"""One file of ncempy without the rest of it."""

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType


def ncempy_part(name: str) -> ModuleType:
    """Load ``ncempy.io.<name>`` alone.

    The package itself imports matplotlib.pyplot and SciPy's optimisers, which
    takes a hundred times as long as the two files that are needed here and
    chooses a display.

    Parameters
    ----------
    name : str
        ``"dm"`` or ``"ser"``.

    Returns
    -------
    module
        From its source file; where there is none (a frozen application), by
        ordinary import.
    """
    package = find_spec("ncempy") if "ncempy" not in sys.modules else None
    places = package.submodule_search_locations if package else None
    source = Path(places[0], "io", f"{name}.py") if places else None
    if source is None or not source.is_file():
        return import_module(f"ncempy.io.{name}")
    spec = spec_from_file_location(f"ncempy_io_{name}", source)
    if spec is None or spec.loader is None:
        return import_module(f"ncempy.io.{name}")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
