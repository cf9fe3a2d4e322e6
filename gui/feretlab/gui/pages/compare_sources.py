"""Where the manual measurements of the page Compare come from."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QWidget,
)

from feretlab.gui.controllers.comparison import Source
from feretlab.gui.icons import icon
from feretlab.gui.session.manual_files import ManualFile
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr

_FILES = "*.csv *.tsv *.txt *.xls *.zip *.roi *.tif *.tiff *.png"


class SourceChooser(QWidget):
    """Offers lengths measured here, what came from ImageJ, and files that are opened.

    Parameters
    ----------
    session : Session
        Holds the lengths, and the files that came from ImageJ.

    Attributes
    ----------
    changed : Signal()
        There is more to choose from, or less, or the user chose.
    opened : Signal()
        The user opened a file, which is chosen now.
    """

    changed = Signal()
    opened = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._taken: tuple[Path, ...] = ()
        self.choice = QComboBox()
        self.choice.addItem("", Source(name=tr("measured here")))
        self.choice.setToolTip(tr("Manual measurements to compare with."))
        self.open_button = QPushButton(icon("fa6s.folder-open"), tr("Open…"))
        self.open_button.setToolTip(
            tr("Open an ImageJ Results table, a ROI set or a label image.")
        )
        menu = QMenu(self.open_button)
        menu.addAction(tr("File…"), self._ask_for_file)
        menu.addAction(tr("Folder…"), self._ask_for_folder)
        self.open_button.setMenu(menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.choice, 1)
        row.addWidget(self.open_button)
        self.choice.activated.connect(lambda _: self.changed.emit())
        session.manual.changed.connect(self._count_lengths)
        session.entries_changed.connect(self._count_lengths)
        session.manual_files.changed.connect(self._take_files)
        self._count_lengths()
        self._take_files(session.manual_files.files)

    @property
    def source(self) -> Source:
        """The one that is chosen."""
        source: Source = self.choice.currentData()
        return source

    @property
    def is_empty(self) -> bool:
        """Whether nothing was measured there yet."""
        return self.source.path is None and not self.length_count

    @property
    def length_count(self) -> int:
        """How many lengths were measured on images of the list."""
        session = self._session
        return sum(session.has(row.key) for row in session.manual.rows)

    def open(self, path: Path) -> None:
        """Choose a file or a folder.

        Parameters
        ----------
        path : Path
            A Results table, a ROI set, a label image, or a folder of such.
        """
        known = [self.choice.itemData(at).path for at in range(self.choice.count())]
        if path in known:
            self.choice.setCurrentIndex(known.index(path))
        else:
            places = range(self.choice.count())
            title = _title(path, {self.choice.itemText(at) for at in places})
            is_taken = path.stem in {self.choice.itemData(at).name for at in places}
            name = title if is_taken else path.stem
            self._add(title, Source(name=name, path=path))
        self.opened.emit()

    def _add(self, title: str, source: Source) -> None:
        self.choice.addItem(title, source)
        last = self.choice.count() - 1
        self.choice.setItemData(last, str(source.path), Qt.ItemDataRole.ToolTipRole)
        self.choice.setCurrentIndex(last)

    def _count_lengths(self, _: object = None) -> None:
        text = tr("Measured here ({count})").format(count=self.length_count)
        self.choice.setItemText(0, text)
        self.changed.emit()

    def _take_files(self, files: tuple[ManualFile, ...]) -> None:
        """Offer the files that belong to the session, and no others of before."""
        paths = tuple(each.path for each in files)
        for index in reversed(range(1, self.choice.count())):
            path = self.choice.itemData(index).path
            if path in self._taken and path not in paths:
                self.choice.removeItem(index)
        for each in files:
            if each.path not in self._taken:
                # Not by the file, which is named after the image: its name tells
                # one answer of ImageJ from the next, in verdict and report too.
                self._add(each.name, Source(name=each.name, path=each.path))
        self._taken = paths
        self.changed.emit()

    def _ask_for_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, tr("Open manual measurements"), "", f"{tr('Measurements')} ({_FILES})"
        )
        if path:
            self.open(Path(path))

    def _ask_for_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, tr("Open a folder of manual measurements")
        )
        if folder:
            self.open(Path(folder))


def _title(path: Path, taken: set[str]) -> str:
    """Name a file by as much of its path as tells it from others."""
    names = (path.name, f"{path.name} ({path.parent.name})")
    return next((name for name in names if name not in taken), str(path))
