"""Scale bar and legend, drawn over the picture in the window's corners."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QLinearGradient, QPainter

from feretlab.core.io.overlay import Color, length_text, scale_bar_nm
from feretlab.gui.canvas.overlay import write
from feretlab.gui.canvas.styles import RAMP, Legend
from feretlab.gui.canvas.view import View
from feretlab.gui.session.filters import heading

_MARGIN = 12.0
_BACK = QColor(0, 0, 0, 230)
_MOST_NAMES = 8


class ScaleBar:
    """A bar of a round length that follows the zoom.

    Parameters
    ----------
    nm_per_px : callable
        Gives the width of a pixel in nm, or None where it is not known.
    """

    def __init__(self, nm_per_px: Callable[[], float | None]) -> None:
        self._nm_per_px = nm_per_px

    def paint(self, painter: QPainter, view: View, ratio: float) -> None:
        """Draw it at the lower right."""
        size = self._nm_per_px()
        length_px, text = scale_bar(view, size)
        wide = max(length_px, 60.0) + 2 * _MARGIN
        box = QRectF(view.width - wide - _MARGIN, view.height - 44 - _MARGIN, wide, 44)
        painter.fillRect(box, _BACK)
        left = box.center().x() - length_px / 2
        painter.fillRect(
            QRectF(left, box.bottom() - 14, length_px, 5), QColor(255, 255, 255)
        )
        _small(painter)
        write(painter, box.adjusted(0, 4, 0, -18), text)


class LegendBox:
    """What the overlay's colors mean.

    Parameters
    ----------
    legend : callable
        Gives it.
    """

    def __init__(self, legend: Callable[[], Legend]) -> None:
        self._legend = legend

    def paint(self, painter: QPainter, view: View, ratio: float) -> None:
        """Draw it at the lower left; nothing where there is nothing to tell."""
        legend = self._legend()
        _small(painter)
        if legend.note:
            _paint_note(painter, view, legend.note)
        elif legend.names:
            _paint_names(painter, view, legend.names[:_MOST_NAMES])
        elif legend.title:
            _paint_ramp(painter, view, legend)


def scale_bar(view: View, nm_per_px: float | None) -> tuple[float, str]:
    """Choose a scale bar's length and text.

    Parameters
    ----------
    view : View
        What is seen.
    nm_per_px : float or None
        Width of a pixel in nm; None counts pixels.

    Returns
    -------
    length : float
        In pixels of the window.
    text : str
        Such as ``"200 nm"`` or ``"50 px"``.
    """
    unit = 1.0 if nm_per_px is None else nm_per_px
    length = scale_bar_nm(view.width / view.scale * unit)
    text = f"{length:.6g} px" if nm_per_px is None else length_text(length)
    return length / unit * view.scale, text


def _paint_note(painter: QPainter, view: View, note: str) -> None:
    wide = painter.fontMetrics().horizontalAdvance(note) + 16.0
    box = QRectF(_MARGIN, view.height - 28 - _MARGIN, wide, 28)
    painter.fillRect(box, _BACK)
    write(painter, box, note)


def _paint_names(
    painter: QPainter, view: View, names: tuple[tuple[str, Color], ...]
) -> None:
    wide = max(painter.fontMetrics().horizontalAdvance(name) for name, _ in names)
    tall = 20.0 * len(names)
    box = QRectF(_MARGIN, view.height - tall - 8 - _MARGIN, wide + 40, tall + 8)
    painter.fillRect(box, _BACK)
    for line, (name, color) in enumerate(names):
        y = box.top() + 4 + 20 * line
        painter.fillRect(QRectF(box.left() + 8, y + 4, 12, 12), QColor(*color))
        text = QRectF(box.left() + 28, y, wide + 8, 20)
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        write(painter, text, name, align)


def _paint_ramp(painter: QPainter, view: View, legend: Legend) -> None:
    title = heading(legend.title).label
    wide = max(painter.fontMetrics().horizontalAdvance(title) + 16.0, 160.0)
    box = QRectF(_MARGIN, view.height - 60 - _MARGIN, wide, 60)
    painter.fillRect(box, _BACK)
    write(painter, QRectF(box.left(), box.top() + 2, wide, 18), title)
    bar = QRectF(box.left() + 8, box.top() + 22, wide - 16, 12)
    gradient = QLinearGradient(bar.topLeft(), QPointF(bar.right(), bar.top()))
    for index, color in enumerate(RAMP):
        gradient.setColorAt(index / (len(RAMP) - 1), QColor(*color))
    painter.fillRect(bar, gradient)
    ends = bar.translated(0, 16).adjusted(0, 0, 0, 6)
    middle = Qt.AlignmentFlag.AlignVCenter
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    write(painter, ends, f"{legend.low:.4g}", left | middle)
    write(painter, ends, f"{legend.high:.4g}", right | middle)


def _small(painter: QPainter) -> None:
    font = QFont(painter.font())
    font.setPixelSize(13)
    painter.setFont(font)
