"""Windows without a screen."""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
pytest.importorskip("PySide6", reason="the application needs the extra 'gui'")


@pytest.fixture(autouse=True)
def _keys_let_go():
    """Let go of what a test's clicks held: Qt takes Ctrl or Shift for held on."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QWidget

    yield
    is_there = QGuiApplication.instance() is not None
    if is_there and QGuiApplication.keyboardModifiers():
        QTest.keyClick(QWidget(), Qt.Key.Key_A)
        assert not QGuiApplication.keyboardModifiers()


@pytest.fixture
def jobs(qapp):
    """Work in threads, none of which is left when the test ends."""
    from feretlab.gui.worker import Jobs

    jobs = Jobs()
    yield jobs
    jobs.cancel_all()
    assert jobs.wait()


@pytest.fixture
def large_letters(qapp):
    """Letters of twice the size, as in the settings of a system."""
    before, font = qapp.font(), qapp.font()
    font.setPointSizeF(2 * before.pointSizeF())
    qapp.setFont(font)
    yield
    qapp.setFont(before)


@pytest.fixture
def squares(tmp_path):
    """Write micrographs of bright squares on dark ground, one for each count."""
    import numpy as np
    import tifffile

    def write(*counts, edge=20):
        paths = []
        for index, count in enumerate(counts):
            pixels = np.full((96, 200), 30, np.uint8)
            for number in range(count):
                left = 10 + 45 * number
                pixels[30 : 30 + edge, left : left + edge + 2 * number] = 220
            paths.append(tmp_path / f"field{index}.tif")
            tifffile.imwrite(paths[-1], pixels)
        return paths

    return write


@pytest.fixture
def bright_recipe(bright_model):
    """A recipe that finds such squares, fast."""
    from feretlab.core.analysis.parameters import AnalyzeParameters

    return AnalyzeParameters(
        model=str(bright_model), scale=1, invert="no", resamples=100, method="none"
    )


@pytest.fixture
def make_finding():
    """Make a finding of rectangles in a row: height 10, the widths given."""
    import numpy as np

    from feretlab.core.analysis.parameters import AnalyzeParameters
    from feretlab.core.analysis.result import ImageFacts
    from feretlab.core.micrograph import Micrograph, PixelSize
    from feretlab.core.particles import Particles
    from feretlab.gui.session.corrections import Corrections
    from feretlab.gui.session.findings import with_corrections

    def make(name, widths, *, nm=2.0, corrections=()):
        lefts = np.cumsum([0, *widths[:-1]]) + 2 * np.arange(len(widths))
        masks = [np.ones((10, width), bool) for width in widths]
        shape = (40, int(sum(widths) + 2 * len(widths) + 5))
        particles = Particles.from_masks(masks, [(5, left) for left in lefts], shape)
        size = None if nm is None else PixelSize(nm, nm)
        facts = ImageFacts(
            image=name,
            source="",
            height_px=shape[0],
            width_px=shape[1],
            info_bar_rows=0,
            pixel_size_nm=size,
            pixel_size_source="given",
            scale=1.0,
            scale_reason="given",
            inverted=False,
            particle_count=len(widths),
            warnings=(),
        )
        pixels = np.zeros(shape, np.uint8)
        return with_corrections(
            Micrograph(pixels=pixels, pixel_size_nm=size),
            facts,
            AnalyzeParameters(resamples=100),
            "0" * 64,
            particles,
            Corrections(items=tuple(corrections)),
        )

    return make


@pytest.fixture
def analysed(make_finding):
    """A session of two images, named a and b, with three and two rectangles."""
    from pathlib import Path

    from feretlab.core.analysis.parameters import AnalyzeParameters
    from feretlab.gui.session.session import Session

    session = Session()
    first, second = session.add_files([Path("/data/a.tif"), Path("/data/b.tif")])
    session.put_finding(first, make_finding("a", [10, 30, 20]))
    session.put_finding(second, make_finding("b", [40, 50]))
    session.set_recipe(AnalyzeParameters(resamples=100))
    return session
