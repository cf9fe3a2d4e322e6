"""Fusion, with the outlines of controls in a colour that can be seen.

Fusion derives them from the colour of the window, a shade darker: in dark colours
boxes that are not ticked vanish.
"""

from typing import Any

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

from feretlab.gui.icons import icon

_RADIUS = 2.0
_BOXES = (
    QStyle.PrimitiveElement.PE_IndicatorCheckBox,
    QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck,
)
_PANELS = (
    QStyle.PrimitiveElement.PE_FrameLineEdit,
    QStyle.PrimitiveElement.PE_PanelButtonCommand,
)
_REST = {
    QStyle.StandardPixmap.SP_ToolBarHorizontalExtensionButton: "fa6s.angles-right",
    QStyle.StandardPixmap.SP_ToolBarVerticalExtensionButton: "fa6s.angles-down",
}
_FRAMED = (QStyle.ComplexControl.CC_SpinBox, QStyle.ComplexControl.CC_ComboBox)


class OutlinedFusion(QProxyStyle):
    """Draws as Fusion does, and then the outlines once more.

    Attributes
    ----------
    outline : QColor
        Of controls that can be used; others have the palette's faint lines.
    """

    def __init__(self) -> None:
        super().__init__("Fusion")
        self.setObjectName("fusion")
        self.outline = QColor()

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw an element; Qt calls it."""
        super().drawPrimitive(element, option, painter, widget)
        if element in _BOXES:
            self._frame(option, option.rect, painter, 0.0)
        elif element in _PANELS:
            self._frame(option, option.rect, painter, _RADIUS)
        elif element == QStyle.PrimitiveElement.PE_IndicatorRadioButton:
            self._circle(option, painter)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: Any,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw a control of several parts; Qt calls it."""
        super().drawComplexControl(control, option, painter, widget)
        if control in _FRAMED and getattr(option, "frame", True):
            self._frame(option, option.rect, painter, _RADIUS)
        elif control == QStyle.ComplexControl.CC_Slider:
            part = QStyle.SubControl.SC_SliderHandle
            if widget is not None and option.subControls & part:
                handle = self.subControlRect(control, option, part, widget)
                self._frame(option, handle, painter, _RADIUS)

    def standardIcon(
        self,
        which: QStyle.StandardPixmap,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> QIcon:
        """Give an icon of Qt's own; those of full toolbars are black in dark too."""
        name = _REST.get(which)
        return icon(name) if name else super().standardIcon(which, option, widget)

    def _frame(
        self, option: QStyleOption, rect: QRect, painter: QPainter, radius: float
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, radius > 0)
        painter.setPen(self._colour(option))
        painter.setBrush(QColor(0, 0, 0, 0))
        inside = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(inside, radius, radius)
        painter.restore()

    def _circle(self, option: QStyleOption, painter: QPainter) -> None:
        rect: QRect = option.rect
        # Where Fusion puts it.
        width = rect.width()
        radius = (width + (width + 1) % 2) / 2 - 1
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._colour(option))
        painter.setBrush(QColor(0, 0, 0, 0))
        painter.drawEllipse(QPointF(rect.center()) + QPointF(1, 1), radius, radius)
        painter.restore()

    def _colour(self, option: QStyleOption) -> QColor:
        state, flags = option.state, QStyle.StateFlag
        if not state & flags.State_Enabled:
            return option.palette.color(QPalette.ColorRole.Mid)
        if state & flags.State_HasFocus:
            return option.palette.color(QPalette.ColorRole.Highlight)
        return self.outline
