"""Sessions without a window: one that is analysed, one that is corrected."""

import numpy as np
import pytest
import tifffile
from PySide6.QtCore import QObject, Signal

from feretlab.core.particles import Particles
from feretlab.gui.controllers.analysis import AnalysisRunner
from feretlab.gui.controllers.corrections import CorrectionApplier, blank_finding
from feretlab.gui.controllers.corrector import Corrector
from feretlab.gui.session.findings import with_corrections
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.worker import Jobs

LONG = 200_000
CORNERS = [(10, 10), (10, 60), (10, 82)]


class Bench:
    """A session with squares of 20 px at `CORNERS`, and what corrects it."""

    def __init__(self, qtbot, path):
        self._qtbot = qtbot
        self.session, self.jobs = Session(), Jobs()
        self.micrographs = Micrographs()
        (self.key,) = self.session.add_files([path])
        self.applier = CorrectionApplier(self.session, self.micrographs, self.jobs)
        self.corrector = Corrector(self.session)
        self.automatic(CORNERS)

    def automatic(self, corners):
        micrograph = self.micrographs.read(self.session.entry(self.key))
        blank = blank_finding(micrograph, "one", self.session.recipe)
        masks = [np.ones((20, 20), bool)] * len(corners)
        particles = Particles.from_masks(masks, corners, micrograph.shape)
        finding = with_corrections(
            micrograph,
            blank.facts,
            blank.recipe,
            "",
            particles,
            self.session.corrections(self.key),
        )
        self.session.put_finding(self.key, finding)

    @property
    def finding(self):
        return self.session.finding(self.key)

    def after(self, act, *arguments):
        before = self.finding
        act(*arguments)
        self._qtbot.waitUntil(lambda: self.finding is not before)
        return self.finding


@pytest.fixture
def bench(qapp, qtbot, tmp_path):
    path = tmp_path / "one.tif"
    pixels = np.full((100, 120), 50, np.uint8)
    pixels[60:80, 60:80] = 200
    tifffile.imwrite(path, pixels)
    bench = Bench(qtbot, path)
    yield bench
    bench.jobs.cancel_all()
    assert bench.jobs.wait()


@pytest.fixture
def session(bright_recipe):
    session = Session()
    session.set_recipe(bright_recipe)
    return session


@pytest.fixture
def runner(session, jobs):
    return AnalysisRunner(session, Micrographs(), jobs)


@pytest.fixture
def run(qtbot, runner):
    def run(keys):
        runner.run(keys)
        qtbot.waitUntil(lambda: not runner.is_running, timeout=LONG)

    return run


class _Relay(QObject):
    heard = Signal(str)


@pytest.fixture
def found(session, qtbot):
    """Turn the session's signal into one of Qt's, for which qtbot waits."""
    qtbot.relay = _Relay()
    session.finding_changed.connect(qtbot.relay.heard.emit)
    return qtbot.relay.heard
