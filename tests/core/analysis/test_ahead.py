"""Modules loaded ahead of their use."""

import subprocess
import sys

from feretlab.core.analysis.ahead import PICTURES, load_ahead


def test_modules_are_loaded_when_the_thread_ends() -> None:
    code = (
        "import sys\n"
        "from feretlab.core.analysis.ahead import load_ahead\n"
        "before = 'matplotlib.figure' in sys.modules\n"
        "load_ahead(['matplotlib.figure']).join()\n"
        "print(before, 'matplotlib.figure' in sys.modules)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.split() == ["False", "True"]


def test_a_module_that_cannot_be_loaded_stops_no_other() -> None:
    sys.modules.pop("colorsys", None)
    load_ahead(["feretlab.no_such_module", "colorsys"]).join()
    assert "colorsys" in sys.modules


def test_all_modules_for_pictures_exist() -> None:
    load_ahead(PICTURES).join()
    assert set(PICTURES) <= sys.modules.keys()
