"""What of that which ImageJ holds shall become what in the session."""

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from feretlab.fiji_bridge.exchange import Answer
from feretlab.gui.controllers.bringing import Brought, Use
from feretlab.gui.labels import NoteLabel
from feretlab.gui.texts import tr, tr_count


class BringBackDialog(QDialog):
    """Lets the user choose what is taken, and what it becomes.

    Parameters
    ----------
    brought : Brought
        What there is.
    is_analysed : bool
        Whether the image has particles that ROIs can take the place of.
    parent : QWidget or None
        The page.
    """

    def __init__(
        self, brought: Brought, is_analysed: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Bring back from ImageJ"))
        self._make_choices(brought.answer, is_analysed)
        self._arrange(brought.answer, brought.entry.name)
        self._has_rois = brought.answer.rois > 0
        for each in (self.results_box, self.particles, self.manual, self.nothing):
            each.toggled.connect(self._enable)
        self._enable()

    @property
    def takes_results(self) -> bool:
        """Whether the Results table is wanted."""
        return self.results_box.isChecked()

    @property
    def use_of_rois(self) -> Use:
        """What the ROIs shall become."""
        if not self._has_rois or self.nothing.isChecked():
            return "nothing"
        return "particles" if self.particles.isChecked() else "manual"

    def _make_choices(self, answer: Answer, is_analysed: bool) -> None:
        self.results_box = QCheckBox(
            tr_count(
                "{count} row of Results, as a manual measurement to compare with",
                "{count} rows of Results, as manual measurements to compare with",
                answer.rows,
            )
        )
        self.results_box.setChecked(answer.rows > 0)
        self.results_box.setVisible(answer.rows > 0)
        self.particles = QRadioButton(tr("this image's particles (can be undone)"))
        self.manual = QRadioButton(tr("manual measurements to compare with"))
        self.nothing = QRadioButton(tr("nothing; leave them in ImageJ"))
        self.particles.setEnabled(is_analysed)
        if not is_analysed:
            self.particles.setToolTip(tr("Analyse the image first."))
        # Who measured, wants to compare; the ROIs may be the outlines handed over.
        chosen = self.nothing if answer.rows else self.manual
        (self.particles if is_analysed and not answer.rows else chosen).setChecked(True)

    def _arrange(self, answer: Answer, name: str) -> None:
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self.buttons.button(buttons.Ok).setText(tr("Bring back"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(
            NoteLabel(tr("Measured in ImageJ on {name}:").format(name=name))
        )
        layout.addWidget(self.results_box)
        if answer.rows and answer.unit:
            layout.addWidget(
                _dim(tr("Lengths are in {unit}.").format(unit=answer.unit))
            )
        if answer.rois:
            become = tr_count(
                "{count} ROI of the ROI Manager, as",
                "{count} ROIs of the ROI Manager, as",
                answer.rois,
            )
            layout.addWidget(QLabel(become))
            for choice in (self.particles, self.manual, self.nothing):
                layout.addWidget(choice)
        layout.addWidget(self.buttons)

    def _enable(self, _: bool = False) -> None:
        has_any = self.takes_results or self.use_of_rois != "nothing"
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(has_any)


def _dim(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("dim", True)
    label.setIndent(24)
    return label
