"""The one ImageJ of a test run, and a picture to work on."""

import numpy as np
import pytest
import tifffile


@pytest.fixture(scope="session")
def running_imagej():
    """ImageJ 1.54p without a window; skipped where Java or ImageJ is missing."""
    from feretlab.core.errors import FeretLabError
    from feretlab.fiji_bridge import jvm

    try:
        jvm.start()
    except FeretLabError as error:
        pytest.skip(str(error))
    return jvm.java_class


@pytest.fixture
def fresh_imagej(running_imagej):
    """The same with no image, no ROI and no row."""
    from feretlab.fiji_bridge.macro import run_macro

    run_macro('close("*"); run("Clear Results"); roiManager("reset");')
    return running_imagej


@pytest.fixture(scope="session")
def discs(tmp_path_factory):
    """Four bright discs, two of which touch, at 2 nm a pixel; the file's path."""
    rows, columns = np.mgrid[:120, :160]
    pixels = np.full(rows.shape, 20, np.uint8)
    for row, column, radius in ((30, 30, 12), (30, 53, 12), (80, 40, 15), (80, 120, 9)):
        pixels[(rows - row) ** 2 + (columns - column) ** 2 <= radius**2] = 220
    path = tmp_path_factory.mktemp("discs") / "discs.tif"
    tifffile.imwrite(
        path,
        pixels,
        photometric="minisblack",
        resolution=(0.5, 0.5),
        resolutionunit="NONE",
        description="ImageJ=1.54p\nunit=nm\n",
        metadata=None,
    )
    return path
