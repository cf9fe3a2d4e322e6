"""A line that does not push its neighbours."""

from PySide6.QtGui import QPalette, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from feretlab.gui.canvas.quiet_label import QuietLabel

_LONG = "row 1234, column 5678   value 65535   excluded: out of focus"


def test_a_long_text_leaves_the_width_to_others(qtbot):
    row = QWidget()
    qtbot.addWidget(row)
    label = QuietLabel()
    QHBoxLayout(row).addWidget(label)
    before = row.minimumSizeHint().width()
    label.setText(_LONG)

    assert row.minimumSizeHint().width() == before


def test_what_finds_room_is_drawn(qtbot):
    label = QuietLabel(_LONG)
    qtbot.addWidget(label)
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.Window, Qt.GlobalColor.white)
    palette.setColor(QPalette.ColorRole.WindowText, Qt.GlobalColor.black)
    label.setPalette(palette)
    label.resize(120, 20)
    image = label.grab().toImage()
    dark = [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y).value() < 128 for y in range(image.height()))
    ]

    assert min(dark) < 10
    assert 60 < max(dark) < image.width()
