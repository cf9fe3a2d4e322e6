"""The image in the middle of the window."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QStackedLayout, QVBoxLayout, QWidget

from feretlab.core.micrograph import Micrograph
from feretlab.gui.canvas.loading import Loaded, Loader
from feretlab.gui.canvas.pan import Pan
from feretlab.gui.canvas.picture import Contrast
from feretlab.gui.canvas.view import View
from feretlab.gui.canvas.viewport import Viewport
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr
from feretlab.gui.worker import Jobs


class Canvas(QWidget):
    """Shows the session's current micrograph.

    Parameters
    ----------
    session : Session
        All state.
    micrographs : Micrographs
        Pixels, read in jobs.
    jobs : Jobs
        Work in threads.
    parent : QWidget or None
        As for any widget.

    Attributes
    ----------
    shown : Signal(object)
        Carries the `Micrograph` that is drawn now, or None.
    """

    shown = Signal(object)

    def __init__(
        self,
        session: Session,
        micrographs: Micrographs,
        jobs: Jobs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._loaded: Loaded | None = None
        self.viewport = Viewport(self)
        self._message = QLabel(self)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setWordWrap(True)
        self._message.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
        )
        stack = QWidget(self)
        self._stack = QStackedLayout(stack)
        self._stack.addWidget(self._message)
        self._stack.addWidget(self.viewport)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(stack, 1)
        self.viewport.set_gesture(Pan(self.viewport))
        self._loader = Loader(session, micrographs, jobs)
        self._loader.loaded.connect(self._on_loaded)
        self._loader.began.connect(self._on_began)
        self._loader.failed.connect(self._on_failed)
        self._loader.load()

    @property
    def micrograph(self) -> Micrograph | None:
        """What is drawn; None while nothing is."""
        return None if self._loaded is None else self._loaded.micrograph

    @property
    def view(self) -> View:
        """What is seen of the picture."""
        return self.viewport.view

    def fit(self) -> None:
        """Show the whole picture."""
        self.viewport.fit()

    def _on_began(self, entry: Entry) -> None:
        if self._loaded is None:
            self._say(tr("Reading {name} ...").format(name=entry.name))

    def _on_loaded(self, loaded: Loaded | None) -> None:
        self._loaded = loaded
        if loaded is None:
            self.viewport.show_picture(None, Contrast(low=0, high=1), 0)
            self._say(tr("No image is open. Drop micrographs or a folder here."))
        else:
            self._stack.setCurrentWidget(self.viewport)
            bar = loaded.micrograph.info_bar_rows
            self.viewport.show_picture(loaded.picture, loaded.picture.auto(), bar)
        self.shown.emit(self.micrograph)

    def _on_failed(self, entry: Entry, error: Exception) -> None:
        self._loaded = None
        self._say(str(error))
        self.shown.emit(None)

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self._stack.setCurrentWidget(self._message)
