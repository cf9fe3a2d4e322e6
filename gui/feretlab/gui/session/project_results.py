"""The result of one image in a file, so that opening needs no new analysis."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.analysis.result import ImageFacts
from feretlab.core.errors import FileError, InputError
from feretlab.core.io.atomic import atomic_path
from feretlab.core.io.damage import READER_ERRORS, reason_of
from feretlab.core.io.json_text import parse_json
from feretlab.core.particles import Particles
from feretlab.gui.session.corrections import Corrections
from feretlab.gui.session.corrections_applied import corrected
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.project import CorrectionRecord
from feretlab.gui.session.project_corrections import from_records, to_records
from feretlab.gui.texts import tr

_COLUMN = "column "
_ARRAYS = {
    "boxes": "i", "offsets": "i", "class_index": "i", "confidence": "f",
    "separated": "b", "weight": "f",
}  # fmt: skip
"""Of which kind of numbers."""


def write_finding(finding: Finding, path: Path) -> None:
    """Write a result, whole or not at all.

    Parameters
    ----------
    finding : Finding
        The result.
    path : Path
        An ``.npz`` file.

    Raises
    ------
    FileError
        Where it cannot be written.
    """
    automatic = finding.automatic
    about = {
        "facts": asdict(finding.facts),
        "recipe": finding.recipe.model_dump(mode="json"),
        "model_sha256": finding.model_sha256,
        "shape": list(automatic.shape),
        "class_names": list(automatic.class_names),
        "corrections": [asdict(each) for each in to_records(finding.corrections)],
    }
    arrays = {name: getattr(automatic, name) for name in _ARRAYS}
    arrays["bits"] = np.packbits(automatic.bits)
    arrays |= {_COLUMN + name: values for name, values in finding.table.items()}
    with atomic_path(path) as beside, open(beside, "wb") as file:
        np.savez_compressed(file, about=np.array(json.dumps(about)), **arrays)


def read_finding(path: Path, corrections: Corrections) -> Finding:
    """Give a result back.

    Parameters
    ----------
    path : Path
        As written by `write_finding`.
    corrections : Corrections
        Of the image, as they are now; the result may hold fewer, or others.

    Returns
    -------
    Finding

    Raises
    ------
    FileError
        Where the file is missing or damaged.
    """
    what = tr("Reading result {path!r}").format(path=str(path))
    try:
        found = _uncorrected(path, corrections)
        made = corrected(found.automatic, found.corrections)
    except OSError as error:
        raise FileError(f"{what}: {error.strerror or error}.") from error
    except MemoryError:  # nobody is to throw away a sound result
        raise
    except READER_ERRORS as error:
        text = tr("{what}: it is damaged ({reason}).")
        raise FileError(text.format(what=what, reason=reason_of(error))) from error
    table, count = found.table, len(made.particles)
    if any(column.shape[:1] != (count,) for column in table.values()) or not table:
        message = tr(
            "{what}: its table does not have one row for each of the {count} particles."
        ).format(what=what, count=count)
        raise FileError(message)
    return replace(
        found,
        particles=made.particles,
        origin=made.origin,
        excluded=made.excluded,
        missed=made.missed,
    )


def _uncorrected(path: Path, corrections: Corrections) -> Finding:
    """Read a result whose table is of the corrected particles, the rest not."""
    with np.load(path, allow_pickle=False) as content:
        arrays = {name: content[name] for name in content.files}
    about = parse_json(str(arrays.pop("about")))
    automatic = _particles(about, arrays)
    return Finding(
        facts=TypeAdapter(ImageFacts).validate_python(about["facts"]),
        recipe=AnalyzeParameters.model_validate(about["recipe"]),
        model_sha256=str(about["model_sha256"]),
        automatic=automatic,
        particles=automatic,
        origin=(),
        excluded=(),
        table={
            name.removeprefix(_COLUMN): values
            for name, values in arrays.items()
            if name.startswith(_COLUMN)
        },
        corrections=_held(about, corrections),
    )


def _held(about: dict[str, Any], now: Corrections) -> Corrections:
    """Give the corrections that a table holds, those of now where they are the same.

    Somebody may have corrected more before the result was measured anew.
    """
    if "corrections" not in about:
        return now  # as earlier versions wrote it
    kind = TypeAdapter(tuple[CorrectionRecord, ...])
    records = kind.validate_python(about["corrections"])
    count = len(records)
    if records == to_records(now)[:count]:
        return Corrections(items=now.items[:count])
    return from_records(records)


def _particles(about: dict[str, Any], arrays: dict[str, Any]) -> Particles:
    columns = {name: arrays[name] for name in _ARRAYS}
    height, width = (int(side) for side in about["shape"])
    names = tuple(about["class_names"])
    if not _belong_together(columns, (height, width), len(names)):
        raise InputError(tr("its boxes, masks and classes do not belong together"))
    size = int(columns["offsets"][-1])
    return Particles(
        shape=(height, width),
        bits=np.unpackbits(arrays["bits"], count=size).astype(np.bool_),
        class_names=names,
        **columns,
    )


def _belong_together(
    columns: dict[str, Any], shape: tuple[int, int], classes: int
) -> bool:
    """Tell whether all boxes lie in a picture, with a mask and a class each."""
    if any(columns[name].dtype.kind != kind for name, kind in _ARRAYS.items()):
        return False
    boxes, offsets = columns["boxes"].astype(np.int64), columns["offsets"]
    index, sides = columns["class_index"], boxes[:, 2:] - boxes[:, :2]
    return bool(
        offsets[0] == 0
        and np.array_equal(np.diff(offsets), sides.prod(axis=1))
        and (sides > 0).all()
        and (boxes[:, :2] >= 0).all()
        and (boxes[:, 2:] <= shape).all()
        and (index >= 0).all()
        and (index < classes).all()
    )
