"""All data of a session at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.gui.session.corrections import Corrections
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.manual import ManualLength
from feretlab.gui.session.manual_files import ManualFile


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """All data of a session at one moment; safe to write from a thread.

    Parameters
    ----------
    entries : tuple of Entry
        In the order of the list.
    findings : mapping
        By key of the entry.
    corrections : mapping
        By key of the entry.
    recipe : AnalyzeParameters
        Of the next analysis.
    filters : mapping
        By column.
    manual : tuple of ManualLength
        Measured by hand.
    manual_files : tuple of ManualFile
        Measured by hand elsewhere.
    current : str or None
        Key of the entry shown.
    """

    entries: tuple[Entry, ...] = ()
    findings: Mapping[str, Finding] = field(default_factory=dict)
    corrections: Mapping[str, Corrections] = field(default_factory=dict)
    recipe: AnalyzeParameters = field(default_factory=AnalyzeParameters)
    filters: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    manual: tuple[ManualLength, ...] = ()
    manual_files: tuple[ManualFile, ...] = ()
    current: str | None = None

    @property
    def took_work(self) -> bool:
        """Whether there is more than a list of files."""
        return (
            bool(self.findings)
            or any(each.items for each in self.corrections.values())
            or bool(self.manual)
            or bool(self.manual_files)
            or any(entry.given_size_nm is not None for entry in self.entries)
        )
