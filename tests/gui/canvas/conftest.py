"""A session with micrographs on disk, and a canvas that shows them."""

import numpy as np
import pytest
import tifffile

from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.worker import Jobs


@pytest.fixture
def jobs(qapp):
    jobs = Jobs()
    yield jobs
    jobs.cancel_all()
    assert jobs.wait()


@pytest.fixture
def session():
    return Session()


@pytest.fixture
def pixels():
    """Rows rise by one, columns by none."""
    rows = np.arange(120, dtype=np.uint8)[:, None]
    return np.repeat(rows, 200, axis=1)


@pytest.fixture
def write(tmp_path):
    """Write pixels to a file of this name."""

    def write(name, pixels):
        path = tmp_path / name
        tifffile.imwrite(path, pixels)
        return path

    return write


@pytest.fixture
def canvas(qtbot, session, jobs):
    """A canvas without an image, 640 x 480."""
    from feretlab.gui.canvas.canvas import Canvas

    canvas = Canvas(session, Micrographs(), jobs)
    qtbot.addWidget(canvas)
    canvas.resize(640, 480)
    canvas.show()
    return canvas


@pytest.fixture
def shown(qtbot, canvas, session, write, pixels):
    """The canvas with one image of 120 x 200 pixels."""
    with qtbot.waitSignal(canvas.shown):
        session.add_files([write("one.tif", pixels)])
    return canvas
