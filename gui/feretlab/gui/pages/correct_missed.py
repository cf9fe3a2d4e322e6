"""Corrections that find their particle no more."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QGroupBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from feretlab.gui.canvas.canvas import Canvas
from feretlab.gui.icons import icon
from feretlab.gui.session.correcting import change_corrections
from feretlab.gui.session.corrections import Corrections
from feretlab.gui.session.corrections_applied import without_missed
from feretlab.gui.session.corrections_counted import missed_lines
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr

_MOST_ROWS = 5
_AROUND_PX = 60


class MissedBox(QGroupBox):
    """Lists what no longer applies; hidden where all applies.

    Parameters
    ----------
    session : Session
        Gives corrections and finding of the shown entry.
    canvas : Canvas
        Goes to the place of a chosen row.
    """

    def __init__(self, session: Session, canvas: Canvas) -> None:
        super().__init__()
        self._session = session
        self._canvas = canvas
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Corrections that no longer apply"))
        self.list.setToolTip(tr("A click goes to the place."))
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        self.forget = QPushButton(icon("fa6s.broom"), tr("Forget them"))
        self.forget.setToolTip(
            tr("Take these corrections away for good; it can be undone.")
        )
        self.forget.clicked.connect(self._forget)
        note = QLabel(
            tr(
                "In this result their particles are gone, or quite other ones. They "
                "are kept, and apply again once an analysis finds the particles."
            ),
            wordWrap=True,
        )
        note.setProperty("dim", True)
        layout = QVBoxLayout(self)
        layout.addWidget(note)
        layout.addWidget(self.list)
        layout.addWidget(self.forget, 0, Qt.AlignmentFlag.AlignRight)
        self.refresh()

    def refresh(self) -> None:
        """Show what the finding of the shown entry says."""
        finding = self._finding()
        missed = () if finding is None else finding.missed
        lines: tuple[str, ...] = ()
        if finding is not None:
            lines = missed_lines(finding.corrections, missed, tr)
        self.setVisible(bool(lines))
        self.setTitle(tr("No longer apply ({count})").format(count=len(lines)))
        self.list.clear()
        for line, places in zip(lines, filter(None, missed), strict=False):
            item = QListWidgetItem(line)
            item.setData(Qt.ItemDataRole.UserRole, places[0])
            self.list.addItem(item)
        rows = min(max(len(lines), 1), _MOST_ROWS)
        height = max(self.list.sizeHintForRow(0), self.fontMetrics().height())
        self.list.setFixedHeight(rows * height + 2 * self.list.frameWidth() + 2)

    def sizeHint(self) -> QSize:
        """Give the size that the rows need, and no width of their own."""
        return QSize(0, super().sizeHint().height())

    def _go(self, item: QListWidgetItem) -> None:
        y, x = item.data(Qt.ItemDataRole.UserRole)
        ends = y - _AROUND_PX, x - _AROUND_PX, y + _AROUND_PX, x + _AROUND_PX
        self._canvas.set_view(self._canvas.view.on(*ends))

    def _forget(self) -> None:
        entry, finding = self._session.current, self._finding()
        if entry is None or finding is None or not any(finding.missed):
            return
        held, now = finding.corrections, self._session.corrections(entry.key)
        newer = now.since(held)
        if newer is not None:
            left = without_missed(held, finding.missed)
            after = Corrections(items=(*left.items, *newer))
            title = tr("forget corrections")
            change = change_corrections(self._session, entry.key, title, after)
            self._session.do(change)

    def _finding(self) -> Finding | None:
        entry = self._session.current
        return None if entry is None else self._session.finding(entry.key)
