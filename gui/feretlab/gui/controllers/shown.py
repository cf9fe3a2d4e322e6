"""The particles that the table, the filters and the plots are about."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from psygnal import Signal

from feretlab.core.io.tables import Table, pooled
from feretlab.gui.session.filters import counted, passing, unknown
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.session import Session

Scope = Literal["image", "all"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """What one image contributes.

    Parameters
    ----------
    key : str
        Of its entry.
    finding : Finding
        What was found in it.
    """

    key: str
    finding: Finding


class Shown:
    """Knows which images are looked at, and pools their particles.

    Parameters
    ----------
    session : Session
        Holds findings, filters and selection.

    Attributes
    ----------
    changed : psygnal.Signal
        Other particles, or other values.
    filtered : psygnal.Signal
        The same particles; others of them pass the filters.
    """

    changed = Signal()
    filtered = Signal()

    def __init__(self, session: Session) -> None:
        self._session = session
        self._scope: Scope = "image"
        session.current_changed.connect(self._show_current)
        session.entries_changed.connect(self._tell)
        session.finding_changed.connect(self._show_finding)
        session.filters_changed.connect(self._show_filters)

    @property
    def scope(self) -> Scope:
        """Whether it is the shown image or all of them."""
        return self._scope

    def set_scope(self, scope: Scope) -> None:
        """Look at the shown image, or at all."""
        if scope != self._scope:
            self._scope = scope
            self.changed.emit()

    def parts(self) -> tuple[Part, ...]:
        """Give the findings that are looked at, in the order of the list."""
        session = self._session
        entries = session.entries
        if self._scope == "image":
            entries = () if session.current is None else (session.current,)
        found = [(entry.key, session.finding(entry.key)) for entry in entries]
        return tuple(Part(key=key, finding=one) for key, one in found if one)

    def passing(self) -> npt.NDArray[np.bool_]:
        """Tell which rows of all parts pass the filters, excluded ones too."""
        filters = self._session.filters
        return _joined([passing(one.finding.table, filters) for one in self.parts()])

    def count(self) -> tuple[int, int]:
        """Count the particles that pass the filters, and all; neither excluded."""
        filters = self._session.filters
        parts = self.parts()
        shown = sum(int(counted(part.finding, filters).sum()) for part in parts)
        return shown, sum(int(counted(part.finding, {}).sum()) for part in parts)

    def unknown(self) -> tuple[int, tuple[str, ...]]:
        """Count the particles that no filter can judge, and name what they lack."""
        filters, count = self._session.filters, 0
        columns: dict[str, None] = {}
        for part in self.parts():
            lacking = unknown(part.finding.table, filters)
            columns |= dict.fromkeys(lacking)
            count += int(part.finding.included.sum()) if lacking else 0
        return count, tuple(columns)

    def table(self, only_selected: bool = False) -> Table:
        """Pool the particles that count.

        Parameters
        ----------
        only_selected : bool
            Whether to leave out what is not selected in the shown image.

        Returns
        -------
        dict of ndarray
            Columns of the particle table; empty where there are no findings.
        """
        filters = self._session.filters
        tables = []
        for part in self.parts():
            kept = counted(part.finding, filters)
            if only_selected:
                kept &= self._selected(part)
            table = part.finding.table
            tables.append({name: values[kept] for name, values in table.items()})
        return pooled(tables)

    def _selected(self, part: Part) -> npt.NDArray[np.bool_]:
        chosen = np.zeros(len(part.finding.particles), np.bool_)
        current = self._session.current
        if current is not None and current.key == part.key:
            chosen[[i for i in self._session.selection if i < len(chosen)]] = True
        return chosen

    def _show_current(self, _: object) -> None:
        if self._scope == "image":
            self.changed.emit()

    def _show_finding(self, key: str) -> None:
        current = self._session.current
        if self._scope == "all" or (current is not None and current.key == key):
            self.changed.emit()

    def _show_filters(self, _: object) -> None:
        self.filtered.emit()

    def _tell(self) -> None:
        self.changed.emit()


def _joined(masks: list[npt.NDArray[Any]]) -> npt.NDArray[np.bool_]:
    return np.concatenate([np.zeros(0, np.bool_), *masks])
