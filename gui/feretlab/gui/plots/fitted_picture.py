"""A picture as large as fits, whole."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

_LEAST = QSize(120, 90)


class FittedPicture(QWidget):
    """Shows an image whole, never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.setMinimumSize(_LEAST)

    def set_image(self, image: QImage) -> None:
        """Show another image."""
        self.image = image
        self.update()

    def target(self) -> QRect:
        """Give where the image is drawn, in points of the widget."""
        ratio = self.devicePixelRatioF()
        size = self.image.size() / ratio
        if size.width() > self.width() or size.height() > self.height():
            size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        rect = QRect(0, 0, size.width(), size.height())
        rect.moveCenter(self.rect().center())
        return rect

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the image; Qt calls it."""
        if self.image.isNull():
            return
        painter = QPainter(self)
        target = self.target()
        # Drawn down at once, thin outlines would break.
        scaled = self.image.scaled(
            target.size() * self.devicePixelRatioF(),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        painter.drawImage(target, scaled)
        painter.end()
