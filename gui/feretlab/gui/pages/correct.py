"""Correct: delete, draw, merge, split, reshape, classify, exclude."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from feretlab.core.errors import InputError
from feretlab.gui.canvas.view import Spot
from feretlab.gui.context import Context
from feretlab.gui.controllers.corrections import blank_finding
from feretlab.gui.controllers.corrector import Corrector
from feretlab.gui.icons import icon
from feretlab.gui.labels import NoteLabel
from feretlab.gui.pages.correct_click import ClickAdder
from feretlab.gui.pages.correct_corners import OutlineEditor
from feretlab.gui.pages.correct_deeds import DEEDS, Deed
from feretlab.gui.pages.correct_missed import MissedBox
from feretlab.gui.pages.correct_parts import combo, counts_text, group, keys, why_empty
from feretlab.gui.pages.correct_training import SaveTraining
from feretlab.gui.scrolling import PageScroll
from feretlab.gui.session.analysing import change_results, outcome_of
from feretlab.gui.session.corrections import particle_at
from feretlab.gui.session.corrections_counted import counted
from feretlab.gui.session.findings import Finding, state_with
from feretlab.gui.texts import tr, tr_count, tr_later

_REASONS = (
    tr_later("out of focus"),
    tr_later("covered"),
    tr_later("cut off"),
    tr_later("not a particle"),
    tr_later("damaged"),
)


# Fusion hardly shows in dark which button is down.
_TAKEN = """QToolButton:checked { background: palette(highlight);
            color: palette(highlighted-text); padding: 3px; border-radius: 2px; }"""
_ADDS = ("outline", "freehand", "click", "grey")
_SHAPES = ("corners", "reshape", "split", "merge")


class CorrectPage(QWidget):
    """The page on which a person mends what the analysis found.

    Parameters
    ----------
    context : Context
        What every page is given.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._session = context.session
        self._corrector = Corrector(context.session)
        self._clicks = ClickAdder(context, self._corrector, self._try, self._say)
        self._outlines = OutlineEditor(
            context.session, context.canvas, self._corrector, self._try
        )
        self._deed = ""
        self.class_name = combo(())
        self.class_name.setToolTip(tr("Class of the selected particles"))
        self.reason = combo(tuple(tr(reason) for reason in _REASONS))
        self.reason.setToolTip(tr("Why the selected particles do not count"))
        self.buttons = {deed.id: self._button(deed) for deed in DEEDS}
        self.message = NoteLabel()
        self.counts = QLabel(wordWrap=True)
        self.begin = QPushButton(icon("fa6s.pencil"), tr("Draw without an analysis"))
        self.begin.clicked.connect(self._begin)
        self.missed = MissedBox(context.session, context.canvas)
        self.save = SaveTraining(context, self._say)
        self._empty = QLabel(wordWrap=True)
        self._stack = QStackedWidget()
        self._arrange()
        self._shortcuts = self._make_shortcuts()
        self._connect()
        self._tell()

    # Doing

    def do(self, id_: str) -> None:
        """Do what a button says, or take its tool."""
        deed = next(deed for deed in DEEDS if deed.id == id_)
        self._say("")
        if not self._session.may_change(tr(deed.title)):
            self._press()
            return
        if deed.tool:
            self._take(deed)
            return
        if id_ == "delete" and self._deed == "corners":
            self._drop_corner()
            return
        acts: dict[str, Callable[[], None]] = {
            "merge": self._corrector.merge,
            "delete": self._corrector.delete,
            "class": lambda: self._corrector.set_class(self.class_name.currentText()),
            "exclude": lambda: self._corrector.exclude(self.reason.currentText()),
            "include": self._corrector.include,
        }
        self._try(acts[id_])

    def _take(self, deed: Deed) -> None:
        canvas = self._context.canvas
        needs_one = deed.id in ("reshape", "corners")
        if needs_one and len(self._session.selection) != 1:
            self._say(tr("Select the one particle to reshape first."), is_bad=True)
            canvas.set_tool("select")
            return
        canvas.set_tool(deed.tool)
        self._deed = deed.id
        if deed.id == "corners":
            self._outlines.show()
        canvas.viewport.setFocus()
        self._say(tr(deed.help))
        self._press()

    def _drop_corner(self) -> None:
        if not self._context.canvas.corners.drop_corner():
            self._say(
                tr("Click the corner to drop first; S selects particles again."),
                is_bad=True,
            )

    def _on_drawn(self, tool: str, points: Sequence[Spot]) -> None:
        if tool == "corners":
            self._outlines.take(points)
        if not self._deed:
            return
        micrograph = self._context.canvas.micrograph
        if self._deed in ("outline", "freehand"):
            self._try(lambda: self._corrector.add(points))
        elif self._deed == "split":
            self._try(lambda: self._corrector.split(points))
        elif self._deed == "reshape":
            self._try(lambda: self._corrector.reshape(points))
            self._context.canvas.set_tool("select")
        elif self._deed == "click":
            self._clicks.add(points[0])
        elif self._deed == "grey" and micrograph is not None:
            self._try(lambda: self._corrector.add_clicked(micrograph, points[0]))

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except InputError as error:
            self._say(str(error), is_bad=True)

    def _begin(self) -> None:
        entry, micrograph = self._session.current, self._context.canvas.micrograph
        if not self._session.may_change(self.begin.text()):
            return
        if entry is not None and micrograph is not None:
            recipe = self._session.recipe
            blank = blank_finding(micrograph, entry.name, recipe)
            finding = replace(blank, file=self._context.micrographs.seen(entry))
            before = outcome_of(self._session, entry.key)
            drawn = replace(entry, state=state_with(finding), message="")
            after = replace(before, entry=drawn, finding=finding)
            title = tr("draw without an analysis")
            self._session.do(change_results(self._session, title, ((before, after),)))

    # Showing

    def showEvent(self, event: QShowEvent) -> None:
        """Take the keys while the page is seen."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave keys and canvas to others."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
        if self._deed:
            self._context.canvas.set_tool("select")
        super().hideEvent(event)

    def _on_tool(self, tool: str) -> None:
        deed = next((deed for deed in DEEDS if deed.id == self._deed), None)
        if deed is None or deed.tool != tool:
            if deed is not None and self.message.text() == tr(deed.help):
                self._say("")
            self._deed = ""
            self._press()

    def _press(self) -> None:
        for id_, button in self.buttons.items():
            button.setChecked(id_ == self._deed)

    def _tell(self, _: object = None) -> None:
        finding = self._current_finding()
        self._stack.setCurrentIndex(int(finding is not None))
        has_image = self._session.current is not None
        self.begin.setVisible(has_image)
        self.begin.setEnabled(self._context.canvas.micrograph is not None)
        self._empty.setText(why_empty(self._session.current))
        self.save.refresh()
        self.missed.refresh()
        if finding is not None:
            self._tell_counts(finding)
            self._offer_classes(finding)

    def _tell_counts(self, finding: Finding) -> None:
        counts = counted(finding.corrections, finding.excluded, finding.missed)
        self.counts.setText(
            tr_count(
                "{count} particle, {out} excluded, {selected} selected.\n{done}",
                "{count} particles, {out} excluded, {selected} selected.\n{done}",
                len(finding.particles),
                out=counts.excluded,
                selected=len(self._session.selection),
                done=counts_text(counts),
            )
        )

    def _offer_classes(self, finding: Finding) -> None:
        names = finding.particles.class_names
        box = self.class_name
        if [box.itemText(index) for index in range(box.count())] != list(names):
            text = box.currentText()
            box.clear()
            box.addItems(list(names))
            box.setEditText(text or names[0])

    def _current_finding(self) -> Finding | None:
        entry = self._session.current
        return None if entry is None else self._session.finding(entry.key)

    def _on_finding(self, key: str) -> None:
        if self._session.current is not None and self._session.current.key == key:
            self._select_touched()
            self._tell()
        else:
            self.save.refresh()

    def _select_touched(self) -> None:
        """Select what the last correction left, so that one can go on with it."""
        finding = self._current_finding()
        touched, self._corrector.touched = self._corrector.touched, ()
        if finding is not None and self.isVisible():
            found = [particle_at(finding.particles, point) for point in touched]
            self._session.select(index for index in found if index is not None)
        self._show_corners()

    def _on_current(self, _: object) -> None:
        self._outlines.accept()
        self._corrector.touched = ()
        self._tell()

    def _on_selection(self, _: object) -> None:
        self._show_corners()
        self._tell()

    def _show_corners(self) -> None:
        if self._deed == "corners":
            self._outlines.show()

    def _say(self, text: str, *, is_bad: bool = False) -> None:
        self.message.setProperty("bad", is_bad)
        self.message.style().unpolish(self.message)
        self.message.style().polish(self.message)
        self.message.setText(text)

    # Making

    def _button(self, deed: Deed) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(deed.icon))
        button.setText(f"{tr(deed.title)}  ({deed.key})")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setToolTip(f"{tr(deed.help)} ({deed.key})")
        button.setCheckable(bool(deed.tool))
        button.setStyleSheet(_TAKEN)
        button.clicked.connect(partial(self.do, deed.id))
        return button

    def _arrange(self) -> None:
        for button in self.buttons.values():
            policy = button.sizePolicy().Policy
            button.setSizePolicy(policy.Expanding, policy.Fixed)
        marks = QGridLayout()
        marks.addWidget(self.class_name, 0, 0)
        marks.addWidget(self.buttons["class"], 0, 1)
        marks.addWidget(self.reason, 1, 0)
        marks.addWidget(self.buttons["exclude"], 1, 1)
        marks.addWidget(self.buttons["delete"], 2, 0)
        marks.addWidget(self.buttons["include"], 2, 1)
        marks.setColumnStretch(0, 3)
        marks.setColumnStretch(1, 2)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.counts)
        column.addWidget(group(tr("Add a particle"), self._two_columns(_ADDS)))
        column.addWidget(group(tr("Change outlines"), self._two_columns(_SHAPES)))
        column.addWidget(group(tr("Selected particles"), marks))
        column.addWidget(self.message)
        column.addWidget(self.missed)
        column.addWidget(group(tr("Other keys"), keys()))
        column.addStretch(1)
        empty = QWidget()
        first = QVBoxLayout(empty)
        first.addStretch(1)
        first.addWidget(self._empty)
        first.addWidget(self.begin)
        first.addStretch(2)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(empty)
        self._stack.addWidget(inside)
        layout = QVBoxLayout(self)
        layout.addWidget(PageScroll(self._stack), 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.save)
        layout.addLayout(row)

    def _two_columns(self, ids: Sequence[str]) -> QGridLayout:
        grid = QGridLayout()
        for index, id_ in enumerate(ids):
            grid.addWidget(self.buttons[id_], index // 2, index % 2)
        return grid

    def _make_shortcuts(self) -> list[QShortcut]:
        """Make keys for the canvas and for the page, off while it is hidden."""
        made = []
        for deed in DEEDS:
            for widget in (self._context.canvas, self):
                shortcut = QShortcut(QKeySequence(deed.key), widget)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.setAutoRepeat(False)
                shortcut.activated.connect(partial(self.do, deed.id))
                shortcut.setEnabled(self.isVisible())
                made.append(shortcut)
        return made

    def _connect(self) -> None:
        session, canvas = self._session, self._context.canvas
        session.current_changed.connect(self._on_current)
        session.finding_changed.connect(self._on_finding)
        session.selection_changed.connect(self._on_selection)
        session.entries_changed.connect(self._tell)
        canvas.shown.connect(self._tell)
        canvas.drawn.connect(self._on_drawn)
        canvas.tool_changed.connect(self._on_tool)
