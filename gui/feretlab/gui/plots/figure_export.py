"""A plot as a picture file, as it is seen but in the colours of paper."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from feretlab.core.errors import FileError
from feretlab.core.io.atomic import atomic_path
from feretlab.gui.plots.distribution_plot import DistributionPlot
from feretlab.gui.theme import LIGHT, tokens

_TIMES = 4
_POINTS_PER_PIXEL = 0.75

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
    plot.repaint_with(LIGHT)
    try:
        with atomic_path(path) as beside:
            writers[ending](plot, beside)
    finally:
        plot.repaint_with(tokens())


def _write_png(plot: DistributionPlot, path: Path) -> None:
    size = plot.size() * _TIMES
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(LIGHT.base)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw(plot, painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()
    image.save(str(path))


def _write_svg(plot: DistributionPlot, path: Path) -> None:
    size = plot.size()
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(QSize(size))
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle("Size distribution")
    painter = QPainter(generator)
    _draw(plot, painter, QRectF(0, 0, size.width(), size.height()))
    painter.end()


def _write_pdf(plot: DistributionPlot, path: Path) -> None:
    writer = QPdfWriter(str(path))
    points = QSizeF(plot.size()) * _POINTS_PER_PIXEL
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle("Size distribution")
    painter = QPainter(writer)
    page = painter.viewport()
    _draw(plot, painter, QRectF(page))
    painter.end()


def _draw(plot: DistributionPlot, painter: QPainter, target: QRectF) -> None:
    plot.scene().prepareForPaint()
    plot.scene().render(painter, target, plot.mapToScene(plot.rect()).boundingRect())
