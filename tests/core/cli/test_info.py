"""``feretlab info``."""

import json

import numpy as np
import pytest
from tifffile import imwrite

from feretlab.core.cli.main import main
from feretlab.core.io import calibration
from feretlab.core.io.scale_bar import ScaleBar


@pytest.fixture
def barred(tmp_path, monkeypatch):
    """Write pictures of a size in nm, with a bar that stands for 2 nm per pixel."""
    bar = ScaleBar(length_px=100.0, length_nm=200.0, text="200 nm")
    monkeypatch.setattr(calibration, "find_scale_bar", lambda *_: bar)
    monkeypatch.setattr(calibration, "can_read_text", lambda: True)

    def write(name, nm, pages=1):
        pixels = np.full((pages, 300, 400), 120, np.uint8)
        pixels[:, 270:274, 250:350] = 255
        size = {"resolution": (1 / nm,) * 2, "metadata": {"unit": "nm"}}
        imwrite(tmp_path / name, pixels, imagej=True, **size)
        return str(tmp_path / name)

    return write


@pytest.mark.parametrize(("option", "told"), [("", 1), ("--no-check-scale-bar", 0)])
def test_a_scale_bar_that_contradicts_the_metadata_is_told(
    barred, capsys, option, told
):
    words = ["info", barred("a.tif", 2.2), "--json", *option.split()]
    assert main(words) == 0
    (facts,) = json.loads(capsys.readouterr().out)
    assert len(facts["warnings"]) == told


def test_the_bar_that_stood_for_others_is_named(barred, capsys):
    assert main(["info", barred("a.tif", 2.0), barred("b.tif", 2.0)]) == 0
    assert "stood for 1 image of the same make" in capsys.readouterr().err


def test_each_warning_is_a_line_of_its_own(barred, capsys):
    assert main(["info", barred("a.tif", 2.2, pages=2)]) == 0
    assert capsys.readouterr().out.count("\n  warning: ") == 2
