"""How fast the canvas draws: a picture of 8192 x 8192 with 5000 particles."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.analysis.result import ImageFacts
from feretlab.core.particles import Particles
from feretlab.core.progress import SILENT, Progress
from feretlab.gui.canvas.overlay import Overlay
from feretlab.gui.canvas.picture import Contrast, Picture
from feretlab.gui.canvas.regions import Regions
from feretlab.gui.canvas.view import View
from feretlab.gui.canvas.viewport import Viewport
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.session import Session
from feretlab.gui.worker import Jobs

_SIDE = 8192
_PARTICLES = 5000
_WINDOW = (1280, 800)
_RADII_PX = (15, 50)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameTimes:
    """How long frames of one movement take.

    Parameters
    ----------
    name : str
        The movement.
    seconds : float
        Median by the clock.
    worst_seconds : float
        The 95th percentile by the clock.
    cpu_seconds : float
        Median of the processor time of the drawing thread, which tells what a
        quiet machine would need.
    """

    name: str
    seconds: float
    worst_seconds: float
    cpu_seconds: float


def measure_frames(frames: int = 40, progress: Progress = SILENT) -> list[FrameTimes]:
    """Time zooming and panning over outlines, fill and a selection.

    Parameters
    ----------
    frames : int
        Per movement.
    progress : Progress
        Hears of every movement.

    Returns
    -------
    list of FrameTimes
    """
    application = QApplication.instance() or QApplication([])
    viewport, overlay = _scene()
    image = QImage(*_WINDOW, QImage.Format.Format_RGB32)
    found = []
    moves = _movements(viewport)
    for index, (name, views) in enumerate(moves.items()):
        progress.report(index, len(moves), name)
        overlay.set_style(fill=name.endswith("filled"), color_by="particle")
        clock, processor = [], []
        for view, _ in zip(views(), range(frames), strict=False):
            began, worked = time.perf_counter(), time.thread_time()
            viewport.set_view(view)
            viewport.render(image)
            clock.append(time.perf_counter() - began)
            processor.append(time.thread_time() - worked)
        found.append(
            FrameTimes(
                name=name,
                seconds=float(np.median(clock)),
                worst_seconds=float(np.percentile(clock, 95)),
                cpu_seconds=float(np.median(processor)),
            )
        )
    progress.report(1, 1)
    del application
    return found


def scene_particles(count: int = _PARTICLES, side: int = _SIDE) -> Particles:
    """Give disks at random places; some overlap.

    Parameters
    ----------
    count : int
        How many.
    side : int
        Height and width of the field in pixels.

    Returns
    -------
    Particles
    """
    rng = np.random.default_rng(7)
    masks, corners = [], []
    for radius in rng.integers(*_RADII_PX, count).tolist():
        y, x = np.ogrid[-radius : radius + 1, -radius : radius + 1]
        masks.append(y * y + x * x <= radius * radius)
        top, left = rng.integers(0, side - 2 * radius - 1, 2).tolist()
        corners.append((top, left))
    return Particles.from_masks(masks, corners, (side, side))


def _scene() -> tuple[Viewport, Overlay]:
    pixels = np.random.default_rng(8).integers(0, 256, (_SIDE, _SIDE), np.uint8)
    viewport = Viewport()
    viewport.resize(*_WINDOW)
    viewport.show_picture(Picture.of(pixels), Contrast(low=0, high=255), 0)
    session, jobs = Session(), Jobs()
    overlay = Overlay(session, jobs)
    finding = _finding(scene_particles())
    overlay.show_finding(finding, Regions.of(finding.particles))
    session.select(range(0, _PARTICLES, 500))
    viewport.set_layers(overlay)
    return viewport, overlay


def _finding(particles: Particles) -> Finding:
    count = len(particles)
    facts = ImageFacts(
        image="benchmark",
        source="",
        height_px=particles.shape[0],
        width_px=particles.shape[1],
        info_bar_rows=0,
        pixel_size_nm=None,
        pixel_size_source="",
        scale=1.0,
        scale_reason="given",
        inverted=False,
        particle_count=count,
        warnings=(),
    )
    return Finding(
        facts=facts,
        recipe=AnalyzeParameters(),
        model_sha256="",
        automatic=particles,
        particles=particles,
        origin=tuple(range(count)),
        excluded=("",) * count,
        table={"particle": np.arange(1, count + 1)},
    )


def _movements(viewport: Viewport) -> dict[str, Callable[[], Iterator[View]]]:
    whole = viewport.view.on(0, 0, _SIDE, _SIDE)
    near = whole.zoomed(1 / whole.scale, 640, 400)
    deep = whole.zoomed(8 / whole.scale, 640, 400)

    def panned(view: View, step: float) -> Callable[[], Iterator[View]]:
        def views() -> Iterator[View]:
            at = view
            while True:
                at = at.panned(step, step / 2)
                yield at

        return views

    def zoomed() -> Iterator[View]:
        at = whole
        while True:
            at = at.zoomed(1.12, 500, 300)
            yield at

    return {
        "pan, whole picture": panned(whole, 3),
        "pan, whole picture, filled": panned(whole, 3),
        "pan, 100 %": panned(near, 9),
        "pan, 100 %, filled": panned(near, 9),
        "pan, 800 %": panned(deep, 9),
        "zoom in from the whole": zoomed,
    }


def main() -> None:
    """Print frame times; ``python -m feretlab.gui.canvas.benchmark``."""
    import sys

    lines = [f"{'':30}{'median':>9}{'95 %':>9}{'processor':>11}{'per CPU s':>10}"]
    for each in measure_frames():
        lines.append(
            f"{each.name:30}{1e3 * each.seconds:6.1f} ms{1e3 * each.worst_seconds:6.1f}"
            f" ms{1e3 * each.cpu_seconds:8.1f} ms{1 / each.cpu_seconds:10.0f}"
        )
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
