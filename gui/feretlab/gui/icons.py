"""Icons: glyphs of Font Awesome 6, drawn in the colours in use."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
)

_PREFIX = "fa6s."
_SHARE = 0.82  # of the icon's height that the glyph takes


def icon(name: str) -> QIcon:
    """Give an icon that follows light and dark by itself.

    Parameters
    ----------
    name : str
        ``"fa6s.<glyph>"`` of Font Awesome 6 Solid, as QtAwesome names it.

    Returns
    -------
    QIcon
    """
    family, glyphs = _font()
    return QIcon(_Glyph(chr(int(glyphs[name.removeprefix(_PREFIX)], 16)), family))


@cache
def _font() -> tuple[str, dict[str, str]]:
    """Load the one font that is used; QtAwesome itself would load all of its ten."""
    spec = find_spec("qtawesome")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "fonts"
    (file,) = folder.glob("fontawesome6-solid-webfont-*.ttf")
    (names,) = folder.glob("fontawesome6-solid-webfont-charmap-*.json")
    number = QFontDatabase.addApplicationFontFromData(file.read_bytes())
    family = QFontDatabase.applicationFontFamilies(number)[0]
    return family, json.loads(names.read_text(encoding="utf-8"))


class _Glyph(QIconEngine):
    """Draws a character in the palette's text colour."""

    def __init__(self, character: str, family: str) -> None:
        super().__init__()
        self._character = character
        self._family = family

    def clone(self) -> QIconEngine:
        """Give another of the same."""
        return _Glyph(self._character, self._family)

    def paint(
        self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State
    ) -> None:
        """Draw; Qt calls it."""
        is_off = mode == QIcon.Mode.Disabled
        group = QPalette.ColorGroup.Disabled if is_off else QPalette.ColorGroup.Active
        selected = mode == QIcon.Mode.Selected
        role = QPalette.ColorRole
        colour = role.HighlightedText if selected else role.ButtonText
        font = QFont(self._family)
        font.setWeight(QFont.Weight.Black)
        font.setPixelSize(max(1, round(rect.height() * _SHARE)))
        painter.save()
        painter.setFont(font)
        painter.setPen(QGuiApplication.palette().color(group, colour))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._character)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Draw onto a transparent pixmap; Qt calls it."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap
