"""The image in the middle of the window."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from feretlab.core.micrograph import Micrograph
from feretlab.core.particles import Particles
from feretlab.gui.canvas.bar import CanvasBar
from feretlab.gui.canvas.contrast_panel import ContrastPanel
from feretlab.gui.canvas.corners import MoveCorners
from feretlab.gui.canvas.draw import Click, Draw, Freehand, Line, Polygon
from feretlab.gui.canvas.furniture import LegendBox, ScaleBar
from feretlab.gui.canvas.gesture import Gesture, Waiting
from feretlab.gui.canvas.lengths import Lengths
from feretlab.gui.canvas.loading import Loaded, Loader
from feretlab.gui.canvas.measure import Ruler
from feretlab.gui.canvas.overlay import Overlay
from feretlab.gui.canvas.overlay_panel import OverlayPanel
from feretlab.gui.canvas.pan import Pan
from feretlab.gui.canvas.pick import Pick
from feretlab.gui.canvas.picture import Contrast
from feretlab.gui.canvas.place_mark import Mark, PlaceMark
from feretlab.gui.canvas.quiet_label import QuietLabel
from feretlab.gui.canvas.readout import (
    distance_text,
    particle_text,
    percent_text,
    place_text,
)
from feretlab.gui.canvas.styles import Legend
from feretlab.gui.canvas.toolbox import TOOLS
from feretlab.gui.canvas.view import Spot, View
from feretlab.gui.canvas.viewport import Layer, Viewport
from feretlab.gui.labels import NoteLabel
from feretlab.gui.popups import open_dialog
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.manual import ManualLength
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr
from feretlab.gui.worker import Jobs

_GAP_PX = 12


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
    view_changed : Signal(object)
        Carries the new `View`.
    tool_changed : Signal(str)
        Carries the id of the tool that is taken now.
    drawn : Signal(str, object)
        Carries the id of a drawing tool and the `Spot` of every corner, once a
        shape is complete.
    corners : MoveCorners
        The tool by which an outline is changed; a page gives it one.
    """

    shown = Signal(object)
    view_changed = Signal(object)
    tool_changed = Signal(str)
    drawn = Signal(str, object)

    def __init__(
        self,
        session: Session,
        micrographs: Micrographs,
        jobs: Jobs,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._micrographs = micrographs
        self._jobs = jobs
        self._loaded: Loaded | None = None
        self._contrast = Contrast(low=0, high=1)
        self._spot: Spot | None = None
        self._tool = ""
        self.viewport = Viewport(self)
        self.overlay = Overlay(session, jobs)
        self.contrast_panel = ContrastPanel(self)
        self.overlay_panel = OverlayPanel(self.overlay, self)
        self.bar = CanvasBar(self.contrast_panel, self.overlay_panel, self)
        self._lengths, self._place_mark = Lengths(session), PlaceMark(session)
        self.corners = MoveCorners()
        self._waiting = Waiting()
        self._gestures = self._make_gestures()
        self._arrange()
        self._connect()
        self.set_layers()
        self.set_tool("select")
        self._loader = Loader(session, micrographs, jobs)
        self._loader.loaded.connect(self._on_loaded)
        self._loader.began.connect(self._on_began)
        self._loader.failed.connect(self._on_failed)
        self._loader.load()

    # For pages

    @property
    def micrograph(self) -> Micrograph | None:
        """What is drawn of the current image; None while another one still is."""
        loaded, entry = self._loaded, self._session.current
        is_current = loaded and entry and loaded.entry.key == entry.key
        return loaded.micrograph if loaded and is_current else None

    @property
    def view(self) -> View:
        """What is seen of the picture."""
        return self.viewport.view

    def set_view(self, view: View) -> None:
        """Show another part of the picture."""
        self.viewport.set_view(view)

    def fit(self) -> None:
        """Show the whole picture."""
        self.viewport.fit()

    def zoom_to(self, index: int) -> None:
        """Show a particle large and in the middle."""
        pick = self._gestures["select"]
        assert isinstance(pick, Pick)
        pick.zoom_to(index)

    def reveal(self, index: int) -> None:
        """Move the picture so that a particle is seen; one that is stays."""
        pick = self._gestures["select"]
        assert isinstance(pick, Pick)
        pick.reveal(index)

    def show_preview(self, particles: Particles | None) -> None:
        """Draw other particles over all, as for a recipe being tried; None ends it."""
        self.overlay.show_preview(particles)

    def set_layers(self, *more: Layer) -> None:
        """Draw these too, over the particles and below scale bar and legend."""
        own = ScaleBar(self._nm_per_px), LegendBox(self._legend)
        drawn = self.overlay, self._lengths, self._place_mark
        self.viewport.set_layers(*drawn, *more, *own)

    def mark_place(self, mark: Mark | None) -> None:
        """Frame a place of an image; None frames nothing."""
        self._place_mark.mark = mark
        self.viewport.update()

    @property
    def tool(self) -> str:
        """Id of the tool that is taken."""
        return self._tool

    def set_tool(self, id_: str) -> None:
        """Take another tool.

        Parameters
        ----------
        id_ : str
            As in `feretlab.gui.canvas.toolbox.TOOLS`.
        """
        if id_ != self._tool:
            self._tool = id_
            self._follow()
            self.bar.show_tool(id_)
            self.tool_changed.emit(id_)

    @property
    def contrast(self) -> Contrast:
        """Which values are black and white."""
        return self._contrast

    def set_contrast(self, contrast: Contrast) -> None:
        """Show other values as black and white."""
        self._contrast = contrast
        self.contrast_panel.set_contrast(contrast)
        self.viewport.set_contrast(contrast)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take tools by their keys; Escape goes back to selecting."""
        key = event.text().upper()
        chosen = [tool.id for tool in TOOLS if tool.on_bar and tool.shortcut == key]
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key and chosen:
            self.set_tool(chosen[0])
        elif key == "O":
            self.bar.eye.toggle()
        elif event.key() == Qt.Key.Key_Escape and self._tool != "select":
            self.set_tool("select")
        else:
            super().keyPressEvent(event)

    # Making

    def _make_gestures(self) -> dict[str, Gesture]:
        def tell(start: Spot, end: Spot) -> str:
            return distance_text(start, end, self.micrograph)

        caliper = Ruler(tell, has_jaws=True, stays=False)
        caliper.measured.connect(self._on_caliper)
        calibrate = Ruler(tell, has_jaws=True)
        calibrate.measured.connect(self._on_calibrate)
        draws: dict[str, Draw] = {
            "polygon": Polygon(),
            "freehand": Freehand(),
            "line": Line(),
            "click": Click(),
        }
        for id_, draw in draws.items():
            draw.drawn.connect(partial(self.drawn.emit, id_))
        self.corners.drawn.connect(partial(self.drawn.emit, "corners"))
        return {
            "select": Pick(self.viewport, self._session, self.overlay),
            "pan": Pan(self.viewport),
            "ruler": Ruler(tell),
            "caliper": caliper,
            "calibrate": calibrate,
            "corners": self.corners,
            **draws,
        }

    def _arrange(self) -> None:
        self._message = NoteLabel(parent=self)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._message.setMargin(24)
        selectable = Qt.TextInteractionFlag.TextSelectableByMouse
        self._message.setTextInteractionFlags(selectable)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._message)
        self._stack.addWidget(self.viewport)
        self._place = QuietLabel(self)
        self._particle = QuietLabel(self)
        self._particle.setAlignment(Qt.AlignmentFlag.AlignRight)
        # Where both lack the room, the place is told whole.
        self._particle.setSizePolicy(
            QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred
        )
        self._scale = QLabel(self)
        under = QHBoxLayout()
        under.setContentsMargins(6, 2, 6, 2)
        under.setSpacing(_GAP_PX)
        under.addWidget(self._place)
        under.addWidget(self._particle, 1)
        under.addWidget(self._scale)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
        layout.addLayout(under)
        self.setFocusProxy(self.viewport)

    def _connect(self) -> None:
        viewport, bar = self.viewport, self.bar
        viewport.view_changed.connect(self._on_view)
        viewport.hovered.connect(self._on_hovered)
        self.overlay.changed.connect(viewport.update)
        self.overlay.changed.connect(self._tell_place)
        self.contrast_panel.changed.connect(self.set_contrast)
        bar.tool_chosen.connect(self.set_tool)
        bar.zoomed.connect(viewport.zoom)
        bar.fit_wanted.connect(viewport.fit)
        bar.overlay_toggled.connect(self._follow)
        self._session.manual.changed.connect(self._follow)

    # Events

    def _on_began(self, entry: Entry) -> None:
        if self._loaded is None:
            self._say(tr("Reading {name}…").format(name=entry.name))
        self._follow()

    def _on_loaded(self, loaded: Loaded | None) -> None:
        before, self._loaded = self._loaded, loaded
        self._follow()
        self.bar.setEnabled(loaded is not None)
        if loaded is None:
            self.viewport.show_picture(None, self._contrast, 0)
            self._scale.clear()
            self._say(tr("No image is open. Drop micrographs or a folder here."))
        elif before is None or before.picture is not loaded.picture:
            self._stack.setCurrentWidget(self.viewport)
            auto = loaded.picture.auto()
            inverted = self._contrast.inverted
            self._contrast = Contrast(low=auto.low, high=auto.high, inverted=inverted)
            bar = loaded.micrograph.info_bar_rows
            self.viewport.show_picture(loaded.picture, self._contrast, bar)
            self.contrast_panel.show_picture(loaded.picture, self._contrast)
        self.viewport.update()
        self._tell_place()
        self.shown.emit(self.micrograph)

    def _on_failed(self, entry: Entry, error: Exception) -> None:
        self._loaded = None
        self._follow()
        self._scale.clear()
        self.bar.setEnabled(False)
        self._say(str(error))
        self.shown.emit(None)

    def _on_view(self, view: View) -> None:
        percent = percent_text(view.scale * self.devicePixelRatioF())
        self._scale.setText("" if self._loaded is None else percent)
        self.view_changed.emit(view)

    def _on_hovered(self, spot: Spot | None) -> None:
        self._spot = spot
        self._tell_place()

    def _tell_place(self) -> None:
        micrograph, spot = self.micrograph, self._spot
        place = particle = ""
        if micrograph is not None and spot is not None:
            place = place_text(micrograph, spot)
            pick, finding = self._gestures["select"], self.overlay.finding
            index = pick.at(spot) if isinstance(pick, Pick) else None
            is_seen = self.overlay.is_visible
            if finding is not None and index is not None and is_seen:
                particle = particle_text(finding.table, index, finding.excluded[index])
            room = self._scale.x() - self._place.x() - 2 * _GAP_PX
            if self.fontMetrics().horizontalAdvance(place + particle) > room:
                place = place_text(micrograph, spot, with_position=False)
        self._place.setText(place)
        self._particle.setText(particle)

    def _follow(self, _: object = None) -> None:
        """Lend tools and marks a picture of the current image alone."""
        is_there = self.micrograph is not None
        gesture = self._gestures[self._tool] if is_there else self._waiting
        if gesture is not self.viewport.gesture:
            self.viewport.set_gesture(gesture)
        is_on = is_there and self.bar.eye.isChecked()
        self.overlay.is_shown = self._lengths.is_visible = is_on
        self.viewport.update()

    def _on_caliper(self, start: Spot, end: Spot) -> None:
        entry, micrograph = self._session.current, self.micrograph
        if entry is not None and micrograph is not None:
            size = micrograph.pixel_size_nm
            row = ManualLength(
                key=entry.key,
                image=entry.name,
                start=(start.y, start.x),
                end=(end.y, end.x),
                pixel_size_nm=None if size is None else (size.y, size.x),
            )
            self._session.do(self._session.manual.adding(row))

    def _on_calibrate(self, start: Spot, end: Spot) -> None:
        from feretlab.gui.canvas.calibration import CalibrationDialog

        if not self._session.may_change(tr("calibrate")):
            self._gestures["calibrate"].cancel()
        elif self._session.current is not None:
            dialog = CalibrationDialog(
                self._session, self._micrographs, self._jobs, (start, end), self
            )
            dialog.finished.connect(lambda _: self._gestures["calibrate"].cancel())
            # What is dragged next is hardly another scale bar.
            dialog.accepted.connect(lambda: self.set_tool("select"))
            open_dialog(dialog)

    def _legend(self) -> Legend:
        if self.overlay.is_blind:
            return Legend(note=tr("Blind (page Compare): particles are hidden"))
        return self.overlay.legend if self.overlay.is_visible else Legend()

    def _nm_per_px(self) -> float | None:
        size = None if self._loaded is None else self._loaded.micrograph.pixel_size_nm
        return None if size is None else size.x

    def _say(self, text: str) -> None:
        self._message.setText(text)
        self._stack.setCurrentWidget(self._message)
