"""What a user may choose about the application itself."""

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from feretlab.gui.settings import Preferences
from feretlab.gui.texts import tr
from feretlab.gui.theme import Choice

_CHOICES: tuple[Choice, ...] = ("system", "light", "dark")


class PreferencesDialog(QDialog):
    """Changes settings at once; there is nothing to apply.

    Parameters
    ----------
    preferences : Preferences
        What is changed.
    parent : QWidget
        The window.
    """

    def __init__(self, preferences: Preferences, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Preferences"))
        self._preferences = preferences
        self.theme_box = QComboBox()
        self.theme_box.addItems([tr("as the system"), tr("light"), tr("dark")])
        self.theme_box.setCurrentIndex(_CHOICES.index(preferences.value.theme))
        self.theme_box.currentIndexChanged.connect(self._choose_theme)
        self.autosave_box = QSpinBox()
        self.autosave_box.setRange(1, 600)
        self.autosave_box.setSuffix(tr(" s"))
        self.autosave_box.setValue(preferences.value.autosave_seconds)
        self.autosave_box.setToolTip(
            tr("How long after a change a project is saved by itself, in seconds.")
        )
        self.autosave_box.valueChanged.connect(self._choose_autosave)
        form = QFormLayout()
        form.addRow(tr("&Colours"), self.theme_box)
        form.addRow(tr("&Save after"), self.autosave_box)
        note = QLabel(
            tr(
                "What an analysis does is chosen on the page Analyse and saved with "
                "the project."
            )
        )
        note.setWordWrap(True)
        note.setProperty("dim", True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(note)
        layout.addWidget(buttons)

    def _choose_theme(self, index: int) -> None:
        self._preferences.update(theme=_CHOICES[index])

    def _choose_autosave(self, seconds: int) -> None:
        self._preferences.update(autosave_seconds=seconds)
