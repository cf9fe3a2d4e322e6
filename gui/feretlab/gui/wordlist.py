"""All texts of the application, for those who translate it.

``python -m feretlab.gui.wordlist feretlab_de.ts`` makes a file for Qt's Linguist or
brings it up to date; translations that are in it stay.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import PySide6

from feretlab.core.errors import FeretLabError, FileError

_MARKS = "tr+=tr_count,QT_TR_NOOP+=tr_later"
"""Functions of `feretlab.gui.texts`, each by the one of Qt's that takes the same."""
_SKIPPED = "wordlist.py"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the word list that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="such as feretlab_de.ts")
    path = parser.parse_args(arguments).file
    try:
        sys.stdout.write(write_words(path))
    except FeretLabError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def write_words(path: Path) -> str:
    """Make a file for translators, or bring one up to date.

    Parameters
    ----------
    path : Path
        Ends in ``_LANGUAGE.ts``, which decides how many plurals there are.

    Returns
    -------
    str
        What Qt's program says.

    Raises
    ------
    FileError
        Where the file cannot be written.
    """
    program = shutil.which("lupdate", path=PySide6.__path__[0])
    if program is None:
        message = (
            "Writing the word list: found no lupdate in PySide6; install "
            "PySide6-Essentials anew."
        )
        raise FeretLabError(message)
    sources = [
        str(file)
        for file in sorted(Path(__file__).parent.rglob("*.py"))
        if file.name != _SKIPPED
    ]
    with tempfile.TemporaryDirectory() as scratch:
        declared = Path(scratch) / "declared.py"
        lines = [f"tr({text!r})\n" for text in declared_texts()]
        declared.write_text("".join(lines), encoding="utf-8")
        listed = Path(scratch) / "files.lst"
        listed.write_text("\n".join([*sources, str(declared)]), encoding="utf-8")
        done = subprocess.run(
            [
                program, f"@{listed}", "-ts", str(path), "-locations", "none",
                "-no-obsolete", "-tr-function-alias", _MARKS,
            ],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode or not path.is_file():
        reason = " ".join((done.stderr or done.stdout).split())
        raise FileError(f"Writing the word list {str(path)!r}: {reason}")
    return done.stdout


def declared_texts() -> tuple[str, ...]:
    """Give the texts that stand in tables, and so in no call of `tr`.

    Returns
    -------
    tuple of str
        Each once: titles and help of commands, tools, pages, parameters and
        descriptors, and what parameters offer to choose from.
    """
    texts = (*_commands(), *_parameters(), *_found())
    return tuple(dict.fromkeys(text for text in texts if text))


def _commands() -> Iterator[str]:
    from feretlab.gui.actions.table import ACTIONS, MENUS
    from feretlab.gui.canvas.toolbox import TOOLS
    from feretlab.gui.pages import PAGES
    from feretlab.gui.pages.correct_deeds import DEEDS

    yield from MENUS
    yield from (page.title for page in PAGES)
    for table in (ACTIONS, TOOLS, DEEDS):
        yield from (text for each in table for text in (each.title, each.help))


def _parameters() -> Iterator[str]:
    from feretlab.core.operations import OPERATIONS
    from feretlab.gui.forms.field_specs import field_specs

    for operation in OPERATIONS:
        for spec in field_specs(operation.parameters):
            yield from (spec.title, spec.help, spec.group)
            yield from (choice for choice in spec.choices if isinstance(choice, str))


def _found() -> Iterator[str]:
    from typing import get_args

    from feretlab.core.comparison.statistic_names import GROUP_NAMES, STATISTIC_NAMES
    from feretlab.core.io.overlay import FLAGS
    from feretlab.core.measurement.columns import COLUMNS
    from feretlab.core.statistics.curves import Family, family_title
    from feretlab.gui.controllers.comparison import Status

    for column in COLUMNS:
        yield from (column.title, column.help)
    for name in STATISTIC_NAMES.values():
        yield from (name.title, name.help)
    yield from (*GROUP_NAMES, *FLAGS, *get_args(Status))
    yield from map(family_title, get_args(Family))


if __name__ == "__main__":
    sys.exit(main())
