"""Draws one row of the list of micrographs."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from feretlab.gui.session.entries import Entry, State
from feretlab.gui.theme import tokens
from feretlab.gui.window.entries_model import (
    ENTRY,
    SYMBOLS,
    THUMBNAIL,
    size_text,
    state_text,
)

_PICTURE = 56
_GAP = 6


class EntryDelegate(QStyledItemDelegate):
    """A thumbnail, and beside it name, size, and state by colour and symbol."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Give the size of a row; Qt calls it."""
        lines = 3 * QFontMetrics(option.font).lineSpacing()
        return QSize(200, max(_PICTURE, lines) + 2 * _GAP)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw a row; Qt calls it."""
        entry = index.data(ENTRY)
        if entry is None:
            return
        rect: QRect = option.rect
        palette: QPalette = option.palette
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, palette.highlight())
        inside = rect.adjusted(_GAP, _GAP, -_GAP, -_GAP)
        self._picture(painter, inside, index, palette)
        words = inside.adjusted(_PICTURE + 2 * _GAP, 0, 0, 0)
        self._words(painter, words, entry, palette, chosen)
        painter.restore()

    def _picture(
        self,
        painter: QPainter,
        inside: QRect,
        index: QModelIndex | QPersistentModelIndex,
        palette: QPalette,
    ) -> None:
        frame = QRect(inside.left(), inside.top(), _PICTURE, _PICTURE)
        image = index.data(THUMBNAIL)
        if image is None:
            painter.fillRect(frame, palette.mid())
            return
        size = image.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(frame.topLeft(), size)
        target.moveCenter(frame.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(target, image)

    def _words(
        self,
        painter: QPainter,
        words: QRect,
        entry: Entry,
        palette: QPalette,
        chosen: bool,
    ) -> None:
        plain = palette.highlightedText() if chosen else palette.text()
        dim = plain.color() if chosen else QColor(tokens().dim)
        state = plain.color() if chosen else _colour(entry.state)
        font, bold = painter.font(), QFont(painter.font())
        bold.setBold(True)
        lines = (
            (entry.name, bold, plain.color()),
            (size_text(entry), font, dim),
            (f"{SYMBOLS[entry.state]} {state_text(entry)}", font, state),
        )
        height = painter.fontMetrics().lineSpacing()
        shown_lines = [line for line in lines if line[0]]
        for number, (text, kind, colour) in enumerate(shown_lines):
            painter.setFont(kind)
            painter.setPen(colour)
            line = QRect(words.left(), words.top() + number * height, 0, height)
            line.setRight(words.right())
            middle = Qt.TextElideMode.ElideMiddle
            shown = painter.fontMetrics().elidedText(text, middle, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, shown)


def _colour(state: State) -> QColor:
    colours = tokens()
    return QColor(
        {
            State.WAITING: colours.dim,
            State.RUNNING: colours.busy,
            State.DRAWN: colours.good,
            State.DONE: colours.good,
            State.FAILED: colours.bad,
            State.MISSING: colours.warn,
        }[state]
    )
