"""Giving a pixel size: a drawn line, its length, and what else is known."""

from dataclasses import dataclass, replace
from math import hypot

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from feretlab.core.micrograph import Micrograph, is_from_bar
from feretlab.core.parameters import PIXEL_EDGE_NM
from feretlab.core.progress import Progress
from feretlab.gui.canvas.view import Spot
from feretlab.gui.controllers.analysis import one_line
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.micrographs import Micrographs
from feretlab.gui.session.session import Session
from feretlab.gui.texts import tr
from feretlab.gui.worker import Jobs

_UNITS = {"nm": 1.0, "µm": 1e3, "Å": 0.1}
_ODD_SHARE = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a file says about its pixel size.

    Parameters
    ----------
    metadata : str
        What is recorded, for people.
    metadata_nm : float or None
        The same in nm.
    bar : str
        What the scale bar says, for people.
    bar_nm : float or None
        The same in nm.
    """

    metadata: str
    metadata_nm: float | None
    bar: str
    bar_nm: float | None


class CalibrationDialog(QDialog):
    """Asks how long a drawn line is.

    Parameters
    ----------
    session : Session
        Gets the pixel size.
    micrographs : Micrographs
        Read again without what the user gave earlier.
    jobs : Jobs
        Where the scale bar is read.
    ends : tuple of Spot
        Of the drawn line.
    parent : QWidget or None
        As for any dialog.
    """

    def __init__(
        self,
        session: Session,
        micrographs: Micrographs,
        jobs: Jobs,
        ends: tuple[Spot, Spot],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Calibrate"))
        self._session = session
        entry = session.current
        assert entry is not None
        self._entry = entry
        self._known: Known | None = None
        self._failure = ""
        self._length_px = hypot(ends[1].y - ends[0].y, ends[1].x - ends[0].x)
        self.length = QDoubleSpinBox(self)
        self.length.setRange(0.0, 1e9)
        self.length.setDecimals(4)
        self.unit = QComboBox(self)
        self.unit.addItems(list(_UNITS))
        self.unit.setCurrentText("nm")
        self._result = QLabel(self)
        self._metadata = QLabel(tr("reading…"), self)
        self._bar = QLabel(tr("reading…"), self)
        self._odd = QLabel(self)
        self._odd.setWordWrap(True)
        self._odd.setProperty("bad", True)
        count = len(self._alike())
        self.for_all = QCheckBox(
            tr("For all {count} images of {width} x {height} px").format(
                count=count,
                width=(entry.shape or (0, 0))[1],
                height=(entry.shape or (0,))[0],
            ),
            self,
        )
        self.for_all.setVisible(count > 1)
        self._arrange()
        self.length.valueChanged.connect(self._tell)
        self.unit.currentTextChanged.connect(self._tell)
        self._tell()
        jobs.start(
            tr("Read what {name} says of its scale").format(name=entry.name),
            lambda progress: known_of(micrographs, entry, progress),
            done=self._show_known,
            failed=self._show_failure,
        )

    @property
    def pixel_size_nm(self) -> float:
        """What the line and its length give; 0 while no length is typed."""
        nm = self.length.value() * _UNITS[self.unit.currentText()]
        return nm / self._length_px

    @property
    def is_taken(self) -> bool:
        """Whether the pixel size is one that results and recipes can hold."""
        return bool(PIXEL_EDGE_NM["ge"] <= self.pixel_size_nm <= PIXEL_EDGE_NM["le"])

    def accept(self) -> None:
        """Give the pixel size to this image, or to all that are alike."""
        if self.is_taken:
            self._give(self.pixel_size_nm)

    def _trust_file(self) -> None:
        self._give(None)

    def _give(self, size_nm: float | None) -> None:
        keys = self._alike() if self.for_all.isChecked() else (self._entry.key,)
        self._session.give_pixel_size(keys, size_nm)
        super().accept()

    def _alike(self) -> tuple[str, ...]:
        shape = self._entry.shape
        keys = [e.key for e in self._session.entries if shape and e.shape == shape]
        return tuple(keys) or (self._entry.key,)

    def _arrange(self) -> None:
        typed = QHBoxLayout()
        typed.addWidget(self.length, 1)
        typed.addWidget(self.unit)
        form = QFormLayout()
        form.addRow(tr("Drawn line"), QLabel(f"{self._length_px:.1f} px", self))
        form.addRow(tr("Its length"), typed)
        form.addRow(tr("Pixel size"), self._result)
        form.addRow(tr("File says"), self._metadata)
        form.addRow(tr("Scale bar says"), self._bar)
        box = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel,
            self,
        )
        self.ok = box.button(QDialogButtonBox.StandardButton.Ok)
        self.trust = QPushButton(tr("Trust the file"), self)
        self.trust.setEnabled(self._entry.given_size_nm is not None)
        self.trust.setToolTip(tr("Forget the size that was given by hand."))
        box.addButton(self.trust, QDialogButtonBox.ButtonRole.ResetRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self.trust.clicked.connect(self._trust_file)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(self._odd)
        layout.addWidget(self.for_all)
        layout.addWidget(box)
        self.length.setFocus()
        self.length.selectAll()

    def _tell(self, _: object = None) -> None:
        size = self.pixel_size_nm
        self._result.setText(f"{size:.6g} nm" if size else tr("type a length"))
        self.ok.setEnabled(self.is_taken)
        odd = [] if self.is_taken or not size else [_out_of_limits()]
        odd += [
            text.format(percent=f"{100 * abs(size / one - 1):.3g}")
            for one, text in self._said()
            if one and size and abs(size / one - 1) > _ODD_SHARE
        ]
        text = odd[0] if odd else self._failure
        self._odd.setVisible(bool(text))
        self._odd.setText(text)

    def _said(self) -> tuple[tuple[float | None, str], ...]:
        """Give the sizes in nm that are known, and how one that differs is told."""
        known = self._known
        if known is None:
            return ()
        return (
            (known.metadata_nm, tr("Differs by {percent} % from what the file says.")),
            (
                known.bar_nm,
                tr("Differs by {percent} % from what the scale bar says."),
            ),
        )

    def _show_failure(self, error: Exception) -> None:
        self._failure = one_line(error)
        self._metadata.setText(tr("not read"))
        self._bar.setText(tr("not read"))
        self._tell()

    def _show_known(self, known: Known) -> None:
        self._known = known
        self._metadata.setText(known.metadata)
        self._bar.setText(known.bar)
        self._tell()


def _out_of_limits() -> str:
    return tr(
        "Pixel sizes from {low:g} to {high:g} nm are taken. Check the length and its "
        "unit."
    ).format(low=PIXEL_EDGE_NM["ge"], high=PIXEL_EDGE_NM["le"])


def known_of(micrographs: Micrographs, entry: Entry, progress: Progress) -> Known:
    """Find out what a file and its scale bar say.

    Parameters
    ----------
    micrographs : Micrographs
        Reads it as it is recorded.
    entry : Entry
        Which one.
    progress : Progress
        Hears of both steps.

    Returns
    -------
    Known
    """
    from feretlab.core.errors import MissingExtraError
    from feretlab.core.io.scale_bar import find_scale_bar

    plain = replace(entry, given_size_nm=None, pixel_size_nm=None)
    found = micrographs.look(plain)
    progress.report(1, 2, entry.name)
    metadata, metadata_nm = _recorded(found)
    try:
        bar = find_scale_bar(found.pixels, found.info_bar_rows)
    except MissingExtraError as error:
        text, bar_nm = str(error), None
    else:
        bar_nm = None if bar is None else bar.nm_per_px
        text = tr("none was found")
        if bar is not None:
            text = f"{bar.nm_per_px:.6g} nm ({bar.text}, {bar.length_px:.1f} px)"
    return Known(metadata=metadata, metadata_nm=metadata_nm, bar=text, bar_nm=bar_nm)


def _recorded(micrograph: Micrograph) -> tuple[str, float | None]:
    size, source = micrograph.pixel_size_nm, micrograph.pixel_size_source
    # What an analysis has read of the bar is no word of the file.
    if size is None or is_from_bar(source):
        return tr("nothing"), None
    x, y = f"{size.x:.6g}", f"{size.y:.6g}"
    text = x if x == y else f"{x} × {y}"
    return f"{text} nm ({source})", size.x
