"""The row of buttons over the picture."""

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import (
    QMenu,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
    QWidgetAction,
)

from feretlab.gui.canvas.toolbox import TOOLS
from feretlab.gui.icons import icon
from feretlab.gui.texts import tr


class CanvasBar(QToolBar):
    """Tools, zoom, and what opens the contrast and overlay panels.

    Parameters
    ----------
    contrast, overlay : QWidget
        Panels that open below their buttons.
    parent : QWidget
        The canvas; its keys choose tools.

    Attributes
    ----------
    tool_chosen : Signal(str)
        Carries the tool's id.
    zoomed : Signal(float)
        Carries a factor.
    fit_wanted : Signal()
        The whole picture is to be shown.
    overlay_toggled : Signal(bool)
        Whether the overlay is to be seen.
    """

    tool_chosen = Signal(str)
    zoomed = Signal(float)
    fit_wanted = Signal()
    overlay_toggled = Signal(bool)

    def __init__(self, contrast: QWidget, overlay: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setIconSize(QSize(18, 18))
        self._tools = QActionGroup(self)
        for tool in TOOLS:
            if tool.on_bar:
                action = self.addAction(icon(tool.icon), tr(tool.title))
                action.setCheckable(True)
                action.setData(tool.id)
                key = f" ({tool.shortcut})" if tool.shortcut else ""
                action.setToolTip(f"<b>{tr(tool.title)}</b>{key}<br>{tr(tool.help)}")
                self._tools.addAction(action)
        self._tools.triggered.connect(
            lambda action: self.tool_chosen.emit(action.data())
        )
        self._tools.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        self.addSeparator()
        self._button("fa6s.magnifying-glass-plus", tr("Zoom in"), "+", 1.25)
        self._button("fa6s.magnifying-glass-minus", tr("Zoom out"), "-", 0.8)
        fit = self.addAction(icon("fa6s.expand"), tr("Fit"))
        fit.setToolTip(tr("Show the whole picture (F)"))
        fit.triggered.connect(self.fit_wanted)
        space = QWidget(self)
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(space)
        self.contrast = self._panel("fa6s.circle-half-stroke", tr("Contrast"), contrast)
        self.overlay = self._panel("fa6s.layer-group", tr("Overlay"), overlay)
        eye = self.addAction(icon("fa6s.eye"), tr("Show overlay"))
        eye.setCheckable(True)
        eye.setChecked(True)
        eye.setToolTip(tr("Show or hide the particles (O)"))
        eye.toggled.connect(self.overlay_toggled)
        self.eye = eye

    def show_tool(self, id_: str) -> None:
        """Press the button of a tool, or none; nothing is told."""
        for action in self._tools.actions():
            action.setChecked(action.data() == id_)

    def _button(self, glyph: str, title: str, key: str, factor: float) -> None:
        action = self.addAction(icon(glyph), title)
        action.setToolTip(f"{title} ({key})")
        action.triggered.connect(partial(self.zoomed.emit, factor))

    def _panel(self, glyph: str, title: str, panel: QWidget) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(glyph))
        button.setText(title)
        button.setToolTip(title)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        action = QWidgetAction(menu)
        action.setDefaultWidget(panel)
        menu.addAction(action)
        button.setMenu(menu)
        self.addWidget(button)
        return button
