"""A plot as a picture file, as it is seen but in the colours of paper."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPaintDevice, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from feretlab.core.errors import FileError
from feretlab.core.io.atomic import atomic_path
from feretlab.gui.plots.distribution_plot import DistributionPlot
from feretlab.gui.theme import LIGHT, tokens

_TIMES = 4
_PIXELS_PER_INCH, _POINTS_PER_INCH = 96, 72

ENDINGS = (".png", ".svg", ".pdf")


def write_figure(plot: DistributionPlot, path: Path) -> None:
    """Write a plot as PNG, SVG or PDF, by the ending of the file.

    Parameters
    ----------
    plot : DistributionPlot
        What is drawn.
    path : Path
        The file; replaced where it exists.

    Raises
    ------
    FileError
        Where it has another ending or cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise FileError(
            f"Writing the figure {str(path)!r}: found the ending {ending!r}, expected "
            f"one of {', '.join(ENDINGS)}."
        )
    writers = {".png": _write_png, ".svg": _write_svg, ".pdf": _write_pdf}
    # Qt's writers say nothing of a full disk.
    picture = QBuffer()
    picture.open(QIODevice.OpenModeFlag.WriteOnly)
    plot.repaint_with(LIGHT)
    try:
        writers[ending](plot, picture)
    finally:
        plot.repaint_with(tokens())
    with atomic_path(path) as beside:
        beside.write_bytes(picture.data().data())


def _write_png(plot: DistributionPlot, target: QBuffer) -> None:
    image = QImage(plot.size() * _TIMES, QImage.Format.Format_RGB32)
    # The labels of pyqtgraph's lines are misplaced by a painter that scales itself.
    image.setDevicePixelRatio(_TIMES)
    image.fill(LIGHT.base)
    _draw(plot, image)
    image.save(target, "PNG")  # type: ignore[call-overload]  # the stub wants bytes


def _write_svg(plot: DistributionPlot, target: QBuffer) -> None:
    generator = QSvgGenerator()
    generator.setOutputDevice(target)
    generator.setSize(plot.size())
    generator.setViewBox(plot.rect())
    generator.setTitle("Size distribution")
    _draw(plot, generator)


def _write_pdf(plot: DistributionPlot, target: QBuffer) -> None:
    writer = QPdfWriter(target)
    writer.setResolution(_PIXELS_PER_INCH)
    points = QSizeF(plot.size()) * (_POINTS_PER_INCH / _PIXELS_PER_INCH)
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle("Size distribution")
    _draw(plot, writer)


def _draw(plot: DistributionPlot, device: QPaintDevice) -> None:
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    plot.scene().prepareForPaint()
    seen = plot.mapToScene(plot.rect()).boundingRect()
    plot.scene().render(painter, QRectF(plot.rect()), seen)
    painter.end()
