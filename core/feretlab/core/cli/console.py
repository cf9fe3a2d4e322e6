"""What the command line tells people and programs."""

import contextlib
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from feretlab.core.errors import CancelledError
from feretlab.core.progress import Progress


class Console:
    """Messages and progress on standard error; results on standard output.

    Parameters
    ----------
    quiet : bool
        Say nothing but errors.
    as_json : bool
        Write every message as one line of JSON.
    interrupts : sequence
        Not empty once somebody pressed Ctrl-C; the next report stops the work.
    """

    def __init__(
        self,
        *,
        quiet: bool = False,
        as_json: bool = False,
        interrupts: Sequence[object] = (),
    ) -> None:
        self.quiet = quiet
        self.as_json = as_json
        self.interrupts = interrupts
        self.failures = 0
        self._bar: Any = None

    def say(self, text: str, **facts: Any) -> None:
        """Tell what happened; `facts` stand in the JSON form only.

        Parameters
        ----------
        text : str
            One line for people.
        **facts
            Values for programs.
        """
        if not self.quiet:
            self._write("info", text, facts)

    def warn(self, text: str, **facts: Any) -> None:
        """Tell what looked odd, unless quiet.

        Parameters
        ----------
        text : str
            One line for people.
        **facts
            Values for programs.
        """
        if not self.quiet:
            self._write("warning", text, facts)

    def fail(self, text: str, **facts: Any) -> None:
        """Tell what failed, and remember that something did.

        Parameters
        ----------
        text : str
            One line for people.
        **facts
            Values for programs.
        """
        self.failures += 1
        self._write("error", text, facts)

    def result(self, text: str) -> None:
        """Write a result on standard output.

        Parameters
        ----------
        text : str
            What the command was asked for.
        """
        # Names of files may hold what the terminal or pipe cannot show.
        encoding = sys.stdout.encoding or "utf-8"
        shown = text.encode(encoding, "backslashreplace").decode(encoding)
        sys.stdout.write(shown + "\n")
        sys.stdout.flush()

    @contextlib.contextmanager
    def progress(self, label: str) -> Iterator[Progress]:
        """Show a bar while on a terminal; nothing in a pipe.

        Parameters
        ----------
        label : str
            What is being done.

        Yields
        ------
        Progress
        """
        if self.quiet or self.as_json or not sys.stderr.isatty():
            yield _Stoppable(self.interrupts)
            return
        from tqdm import tqdm

        form = "{desc} {percentage:3.0f}%|{bar:24}| {elapsed}<{remaining}{postfix}"
        # Some terminals say that they have no room; tqdm would draw nothing there.
        columns, rows = shutil.get_terminal_size()
        with tqdm(
            total=1.0,
            desc=label,
            leave=False,
            bar_format=form,
            ncols=columns,
            nrows=rows,
        ) as bar:
            self._bar = bar
            try:
                yield _Bar(bar, self.interrupts)
            finally:
                self._bar = None

    def _write(self, level: str, text: str, facts: dict[str, Any]) -> None:
        if self.as_json:
            line = json.dumps({"level": level, "message": text, **facts}, default=str)
        else:
            line = text if level == "info" else f"{level}: {text}"
        if self._bar is not None:  # the bar makes room and is drawn again below
            self._bar.write(line, file=sys.stderr)
            return
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


class _Stoppable:
    """Progress that nobody sees and Ctrl-C stops."""

    def __init__(self, interrupts: Sequence[object]) -> None:
        self._interrupts = interrupts

    def report(self, done: float, total: float, note: str = "") -> None:
        """Go on unless somebody interrupted."""
        if self._interrupts:
            raise CancelledError(f"Interrupted at {note!r}.")


class _Bar(_Stoppable):
    """Progress drawn by tqdm."""

    def __init__(self, bar: Any, interrupts: Sequence[object]) -> None:
        super().__init__(interrupts)
        self._bar = bar

    def report(self, done: float, total: float, note: str = "") -> None:
        """Move the bar."""
        super().report(done, total, note)
        self._bar.n = done / total if total else 0.0
        self._bar.set_postfix_str(note, refresh=False)
        self._bar.refresh()
