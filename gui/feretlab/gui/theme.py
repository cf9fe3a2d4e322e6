"""Colours in light and in dark, following the system or as the user chose."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from feretlab.gui.style import OutlinedFusion

Choice = Literal["system", "light", "dark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Colours by their meaning, ``#rrggbb`` each.

    Parameters
    ----------
    window, base, alternate, border : str
        Behind panels, behind lists and text, behind every other row, lines.
    outline : str
        Of controls, to be seen on `window` and `base`.
    text, dim : str
        Text, and text that matters less.
    accent, accent_text : str
        What is selected, and text on it.
    good, busy, warn, bad : str
        Finished, under way, odd, failed; each readable on `base`.
    """

    window: str
    base: str
    alternate: str
    border: str
    outline: str
    text: str
    dim: str
    accent: str
    accent_text: str
    good: str
    busy: str
    warn: str
    bad: str


LIGHT = Tokens(
    window="#f3f4f6", base="#ffffff", alternate="#f7f8fa", border="#cdd2d9",
    outline="#7d848f", text="#1b1f24", dim="#5a6370", accent="#1f6fd1",
    accent_text="#ffffff", good="#1b7f3b", busy="#1a62ba", warn="#8f5f00",
    bad="#c02626",
)  # fmt: skip
DARK = Tokens(
    window="#24272c", base="#1b1d21", alternate="#212429", border="#41464f",
    outline="#7b828e", text="#e6e8eb", dim="#a0a8b3", accent="#3d8bea",
    accent_text="#0d1117", good="#5cc97b", busy="#69a8f5", warn="#e0b050",
    bad="#ff7b72",
)  # fmt: skip

_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "base",
    QPalette.ColorRole.AlternateBase: "alternate",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "window",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "bad",
    QPalette.ColorRole.ToolTipBase: "base",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "dim",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "accent_text",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "busy",
    QPalette.ColorRole.LinkVisited: "busy",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Dark: "border",
    QPalette.ColorRole.Midlight: "border",
    QPalette.ColorRole.Light: "border",
    QPalette.ColorRole.Shadow: "border",
}
_DISABLED = ("WindowText", "Text", "ButtonText")


def apply_theme(application: QApplication, choice: Choice) -> None:
    """Colour all windows.

    Parameters
    ----------
    application : QApplication
        What they belong to.
    choice : str
        ``"light"``, ``"dark"``, or ``"system"`` for what the system has now.
    """
    dark = system_is_dark() if choice == "system" else choice == "dark"
    tokens = DARK if dark else LIGHT
    _outlined(application).outline = QColor(tokens.outline)
    application.setPalette(_palette(tokens))
    application.setStyleSheet(_style_sheet(tokens))


def _outlined(application: QApplication) -> OutlinedFusion:
    """Give the application's style, set at the first call and kept alive."""
    style: OutlinedFusion | None = getattr(application, "feretlab_style", None)
    if style is None:
        style = OutlinedFusion()
        application.feretlab_style = style  # type: ignore[attr-defined]  # keeps it
        application.setStyle(style)
    return style


def system_is_dark() -> bool:
    """Tell whether the system asks for dark windows."""
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def tokens() -> Tokens:
    """Give the colours in use, by the application's palette."""
    lightness = QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness()
    return DARK if lightness < 128 else LIGHT


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(getattr(tokens, name)))
    for name in _DISABLED:
        role = QPalette.ColorRole[name]
        dim = QColor(tokens.dim)
        dim.setAlpha(150)
        palette.setColor(QPalette.ColorGroup.Disabled, role, dim)
    border = QColor(tokens.border)
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, border)
    return palette


def _style_sheet(tokens: Tokens) -> str:
    """Give the few things that a palette cannot say."""
    return f"""
        QToolTip {{ color: {tokens.text}; background: {tokens.base};
                    border: 1px solid {tokens.border}; padding: 3px; }}
        QMainWindow::separator {{ background: {tokens.border}; width: 3px;
                                  height: 3px; }}
        QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
        QLabel[dim="true"] {{ color: {tokens.dim}; }}
        QLabel[bad="true"] {{ color: {tokens.bad}; }}
    """
