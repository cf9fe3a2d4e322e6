"""The state of the application: images, results, selection, recipe, history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from psygnal import Signal

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.io.paths import unique_name
from feretlab.gui.session.corrections import Corrections
from feretlab.gui.session.entries import Entry, State
from feretlab.gui.session.findings import Finding, state_with
from feretlab.gui.session.history import Change, History
from feretlab.gui.session.manual import ManualTable
from feretlab.gui.session.manual_files import ManualFiles
from feretlab.gui.session.snapshot import Snapshot
from feretlab.gui.texts import tr, tr_count


class Session:
    """What the windows show; they hold no data of their own.

    Everything that changes data goes through `do`, so that it can be undone, or is
    noted in the history once it is there, as results are. What programs find out
    besides (sizes, states) is neither.

    Attributes
    ----------
    is_read_only : bool
        Whether the data are to be looked at alone: `do` refuses then.
    chosen_folder : Path or None
        Where something was written last; None before.
    entries_changed : psygnal.Signal
        The list of micrographs is another one.
    entry_changed : psygnal.Signal
        Carries the key of an entry that is known better now.
    current_changed : psygnal.Signal
        Carries the key of the entry that is shown, or None.
    finding_changed : psygnal.Signal
        Carries the key of an entry whose particles changed.
    selection_changed : psygnal.Signal
        Carries the selected particles' indices, a frozenset, of the shown entry.
    recipe_changed : psygnal.Signal
        Carries the new recipe.
    filters_changed : psygnal.Signal
        Carries the new filters.
    corrections_changed : psygnal.Signal
        Carries the key of an entry that a person corrected; its finding is made
        anew by whoever holds the micrograph.
    logged : psygnal.Signal
        Carries a line for the log panel.
    refused : psygnal.Signal
        Carries the title of what was not done because the data are read-only.
    """

    entries_changed = Signal()
    entry_changed = Signal(str)
    current_changed = Signal(object)
    finding_changed = Signal(str)
    selection_changed = Signal(object)
    recipe_changed = Signal(object)
    filters_changed = Signal(object)
    corrections_changed = Signal(str)
    logged = Signal(str)
    refused = Signal(str)

    def __init__(self) -> None:
        self.is_read_only = False
        self.chosen_folder: Path | None = None
        self.history = History()
        self.manual = ManualTable()
        self.manual_files = ManualFiles()
        self._entries: dict[str, Entry] = {}
        self._gone: dict[str, Entry] = {}
        self._pages: dict[str, tuple[str, ...]] = {}  # of stacks, by their first
        self._findings: dict[str, Finding] = {}
        self._corrections: dict[str, Corrections] = {}
        self._current: str | None = None
        self._selection: frozenset[int] = frozenset()
        self._recipe = AnalyzeParameters()
        self._chose: Change | None = None
        self._filters: dict[str, tuple[float, float]] = {}
        self._next_key = 0
        self.history.stepped.connect(self._show_concerned)

    # Changes

    def do(self, change: Change) -> bool:
        """Do something undoably, unless the data are read-only.

        Parameters
        ----------
        change : Change
            What a user wants.

        Returns
        -------
        bool
            Whether it was done.
        """
        may = self.may_change(change.title)
        if may:
            self.history.do(change)
        return may

    def may_change(self, title: str) -> bool:
        """Tell whether data may be changed; if not, `refused` says what was wanted."""
        if self.is_read_only:
            self.refused.emit(title)
        return not self.is_read_only

    # Micrographs

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All micrographs, in the order of the list."""
        return tuple(self._entries.values())

    def entry(self, key: str) -> Entry:
        """Give the entry of a key."""
        return self._entries[key]

    def has(self, key: str) -> bool:
        """Tell whether there is an entry of that key, which may have been removed."""
        return key in self._entries

    def add_files(self, paths: Iterable[Path]) -> tuple[str, ...]:
        """Add files that are not in the list yet, undoably.

        Parameters
        ----------
        paths : iterable of Path
            Files, not folders.

        Returns
        -------
        tuple of str
            Keys of the new entries; empty where all were there, or none may come.
        """
        known = {entry.path for entry in self.entries}
        taken = {entry.name.lower() for entry in self.entries}
        new = {}
        for path in paths:
            path = path.absolute()
            if path not in known:
                known.add(path)
                name = unique_name(path.stem, taken)
                entry = Entry(key=self._new_key(), path=path, name=name)
                new[entry.key] = entry
        if new:
            title = tr_count("add {count} image", "add {count} images", len(new))
            if not self._change_entries(title, self._entries | new):
                return ()
            if self._current is None:
                self.show(next(iter(new)))
        return tuple(new)

    def remove(self, keys: Sequence[str]) -> None:
        """Take entries off the list, undoably; files stay."""
        left = {key: one for key, one in self._entries.items() if key not in keys}
        title = tr_count("remove {count} image", "remove {count} images", len(keys))
        self._change_entries(title, left)

    def update(self, key: str, **changes: Any) -> None:
        """Note what was found out about an entry; a removed one is passed over."""
        if key in self._entries:
            self._entries[key] = replace(self._entries[key], **changes)
            self.entry_changed.emit(key)

    def give_pixel_size(self, keys: Sequence[str], size_nm: float | None) -> None:
        """Override the pixel size of entries, undoably; None trusts the file again."""
        before = {key: self._entries[key].given_size_nm for key in keys}

        def give(sizes: Mapping[str, float | None]) -> None:
            for key, size in sizes.items():
                self.update(key, given_size_nm=size)

        self.do(
            Change(
                title=tr_count(
                    "calibrate {count} image", "calibrate {count} images", len(keys)
                ),
                redo=lambda: give(dict.fromkeys(keys, size_nm)),
                undo=lambda: give(before),
                keys=tuple(keys),
            )
        )

    def expand_pages(self, key: str, pages: int) -> None:
        """Note how many pages a file has; each becomes an entry of its own.

        They are named as `feretlab analyze` names the pages of a stack.
        """
        stem = self._entries[key].name
        taken = {entry.name.lower() for entry in self.entries}
        name = stem if pages == 1 else unique_name(f"{stem}_p0001", taken)
        first = replace(self._entries[key], pages=pages, name=name)
        stack = {key: first}
        for page in range(1, pages):
            name = unique_name(f"{stem}_p{page + 1:04d}", taken)
            more = replace(first, key=self._new_key(), page=page, name=name)
            stack[more.key] = more
        self._pages[key] = tuple(stack)
        entries: dict[str, Entry] = {}
        for known, entry in self._entries.items():
            entries |= stack if known == key else {known: entry}
        self._entries = entries
        self.entries_changed.emit()

    def pages_of(self, key: str) -> tuple[str, ...]:
        """Give the keys of what became of an entry: itself, or pages of a stack."""
        return self._pages.get(key, (key,))

    # What is shown and selected

    @property
    def current(self) -> Entry | None:
        """The entry that is shown."""
        return None if self._current is None else self._entries.get(self._current)

    def show(self, key: str | None) -> None:
        """Show an entry, or none."""
        if key != self._current:
            self._current = key
            self._selection = frozenset()
            self.current_changed.emit(key)
            self.selection_changed.emit(self._selection)

    @property
    def selection(self) -> frozenset[int]:
        """Indices of the selected particles in the shown entry's finding."""
        return self._selection

    def select(self, indices: Iterable[int]) -> None:
        """Select particles of the shown entry."""
        chosen = frozenset(int(index) for index in indices)
        if chosen != self._selection:
            self._selection = chosen
            self.selection_changed.emit(chosen)

    # Recipe and filters

    @property
    def recipe(self) -> AnalyzeParameters:
        """What the next analysis is done with."""
        return self._recipe

    def set_recipe(self, recipe: AnalyzeParameters) -> None:
        """Choose a recipe, undoably; the same one changes nothing.

        Where data are read-only it is for looking alone, as in a preview.
        """
        before = self._recipe
        if self.is_read_only:
            self._put_recipe(recipe)
        elif recipe != before:
            self._chose = Change(
                title=tr("change the recipe"),
                redo=lambda: self._put_recipe(recipe),
                undo=lambda: self._put_recipe(before),
            )
            self.do(self._chose)

    @property
    def recipe_change(self) -> Change | None:
        """The change that chose the recipe, where nothing was done after it."""
        last = self.history.last
        return last if last is self._chose else None

    @property
    def filters(self) -> dict[str, tuple[float, float]]:
        """Lowest and highest value shown, by column of the particle table."""
        return dict(self._filters)

    def set_filters(self, filters: Mapping[str, tuple[float, float]]) -> None:
        """Choose which particles are shown and counted in plots and statistics."""
        if filters != self._filters:
            self._filters = dict(filters)
            self.filters_changed.emit(self.filters)

    # Results

    def finding(self, key: str) -> Finding | None:
        """Give what was found in an entry; None before its analysis."""
        return self._findings.get(key)

    def put_finding(self, key: str, finding: Finding | None) -> None:
        """Note what was found in an entry; a removed one is passed over."""
        if key not in self._entries:
            return
        if finding is None:
            self._findings.pop(key, None)
        else:
            self._findings[key] = finding
        if key == self._current and self._selection:
            self.select(())
        count = None if finding is None else finding.count
        self.update(key, particle_count=count)
        self.finding_changed.emit(key)

    def corrections(self, key: str) -> Corrections:
        """Give what a person changed in an entry."""
        return self._corrections.get(key, Corrections())

    def put_corrections(self, key: str, corrections: Corrections) -> None:
        """Note corrections as they were read from a project, not undoably."""
        self._corrections[key] = corrections

    def log(self, line: str) -> None:
        """Tell the log panel."""
        self.logged.emit(line)

    # All of it

    def snapshot(self) -> Snapshot:
        """Give all data as they are now."""
        return Snapshot(
            entries=self.entries,
            findings=dict(self._findings),
            corrections=dict(self._corrections),
            recipe=self._recipe,
            filters=self.filters,
            manual=self.manual.rows,
            manual_files=self.manual_files.files,
            current=self._current,
        )

    def restore(self, snapshot: Snapshot) -> None:
        """Put other data in the place of all, under new keys; not undoable."""
        keys = {entry.key: self._new_key() for entry in snapshot.entries}
        self.show(None)
        self._gone, self._pages = {}, {}
        self._entries = {
            keys[entry.key]: replace(entry, key=keys[entry.key])
            for entry in snapshot.entries
        }
        self._findings = {
            keys[key]: each for key, each in snapshot.findings.items() if key in keys
        }
        self._corrections = {
            keys[key]: each for key, each in snapshot.corrections.items() if key in keys
        }
        rows = (row for row in snapshot.manual if row.key in keys)
        self.manual.put(tuple(replace(row, key=keys[row.key]) for row in rows))
        self.manual_files.put(snapshot.manual_files)
        self.history.clear()
        self.entries_changed.emit()
        self._put_recipe(snapshot.recipe)
        self.set_filters(snapshot.filters)
        current = keys.get(snapshot.current or "", next(iter(self._entries), None))
        self.show(current)

    # Inside

    def _new_key(self) -> str:
        self._next_key += 1
        return f"image{self._next_key}"

    def _change_entries(self, title: str, entries: dict[str, Entry]) -> bool:
        before = dict(self._entries)
        change = Change(
            title=title,
            redo=lambda: self._put_entries(entries),
            undo=lambda: self._put_entries(before),
        )
        return self.do(change)

    def _put_entries(self, entries: dict[str, Entry]) -> None:
        # What was found out meanwhile stays, the pages of stacks too.
        known = self._gone | self._entries
        put: dict[str, Entry] = {}
        for key, entry in entries.items():
            pages = (key,) if entry.pages else self.pages_of(key)
            put |= {page: known.get(page, entry) for page in pages}
        self._gone = {
            key: self._at_rest(entry) for key, entry in known.items() if key not in put
        }
        self._entries = put
        self.entries_changed.emit()
        if self._current not in self._entries:
            self.show(next(iter(self._entries), None))

    def _at_rest(self, entry: Entry) -> Entry:
        """Give an entry as nobody analyses it."""
        if entry.state != State.RUNNING:
            return entry
        return replace(entry, state=state_with(self._findings.get(entry.key)))

    def _show_concerned(self, change: Change) -> None:
        """Show an image that a change concerns, unless one is shown already."""
        known = [key for key in change.keys if key in self._entries]
        if known and self._current not in known:
            self.show(known[0])

    def _put_recipe(self, recipe: AnalyzeParameters) -> None:
        self._recipe = recipe
        self.recipe_changed.emit(recipe)
