"""A picture as large as fits."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from feretlab.gui.plots.fitted_picture import FittedPicture


@pytest.mark.parametrize(
    ("width", "height", "drawn"),
    [(1000, 500, (200, 100)), (100, 400, (38, 150)), (60, 40, (60, 40))],
)
def test_an_image_is_drawn_whole_and_never_enlarged(qtbot, width, height, drawn):
    picture = FittedPicture()
    qtbot.addWidget(picture)
    picture.resize(200, 150)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    picture.set_image(image)

    target = picture.target()
    assert (target.width(), target.height()) == pytest.approx(drawn, abs=1)
    assert picture.rect().contains(target)
    middle = picture.grab().toImage().pixelColor(picture.rect().center())
    assert middle == Qt.GlobalColor.red
