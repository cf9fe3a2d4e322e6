"""What a batch keeps of one analysed micrograph."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from feretlab.core.analysis.finished import are_as_written, digests_of
from feretlab.core.analysis.micrograph import Analysis
from feretlab.core.io.atomic import atomic_path
from feretlab.core.io.damage import READER_ERRORS
from feretlab.core.io.json_text import parse_json
from feretlab.core.micrograph import PixelSize


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageFacts:
    """What is known about a micrograph and how the network saw it.

    Parameters
    ----------
    image : str
        Name that its rows and files carry.
    source : str
        The file, as an absolute path: a repeated run may start elsewhere.
    height_px, width_px, info_bar_rows : int
        Size of the picture and rows of its info bar.
    pixel_size_nm : tuple of float or None
        Down the rows and along them.
    pixel_size_source : str
        Where the size was found.
    scale : float
        Size at which the network saw it.
    scale_reason : str
        Why.
    inverted : bool
        Whether dark and bright were exchanged.
    particle_count : int
        Rows in its table.
    warnings : tuple of str
        What looked odd.
    """

    image: str
    source: str
    height_px: int
    width_px: int
    info_bar_rows: int
    pixel_size_nm: tuple[float, float] | None
    pixel_size_source: str
    scale: float
    scale_reason: str
    inverted: bool
    particle_count: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ImageResult:
    """Facts and table of one micrograph.

    Parameters
    ----------
    facts : ImageFacts
        What is known.
    table : dict of ndarray
        One row per particle.
    """

    facts: ImageFacts
    table: dict[str, npt.NDArray[Any]]

    @classmethod
    def of(cls, analysis: Analysis, name: str, warnings: tuple[str, ...] = ()) -> Self:
        """Keep what the pooled outputs need of an analysis.

        Parameters
        ----------
        analysis : Analysis
            A finished one.
        name : str
            Name that its rows and files carry.
        warnings : tuple of str
            What was found odd besides, after reading.

        Returns
        -------
        ImageResult
        """
        micrograph, found = analysis.micrograph, analysis.segmentation
        size = micrograph.pixel_size_nm
        count = len(analysis.particles)
        facts = ImageFacts(
            image=name,
            source=str(micrograph.source.absolute()) if micrograph.source else "",
            height_px=micrograph.shape[0],
            width_px=micrograph.shape[1],
            info_bar_rows=micrograph.info_bar_rows,
            pixel_size_nm=None if size is None else (size.y, size.x),
            pixel_size_source=micrograph.pixel_size_source,
            scale=found.scale,
            scale_reason=found.scale_reason,
            inverted=found.inverted,
            particle_count=count,
            warnings=(*micrograph.warnings, *warnings),
        )
        return cls(facts=facts, table={**analysis.table, "image": np.full(count, name)})

    @property
    def pixel_size_nm(self) -> PixelSize | None:
        """Pixel edge lengths in nm, or None."""
        size = self.facts.pixel_size_nm
        return None if size is None else PixelSize(*size)


def save(result: ImageResult, key: str, files: Sequence[Path], path: Path) -> None:
    """Keep a result so that an interrupted batch goes on after it.

    Parameters
    ----------
    result : ImageResult
        What to keep.
    key : str
        What it depends on; see `feretlab.core.analysis.finished.key_of`.
    files : sequence of Path
        What was written of it.
    path : Path
        An ``.npz`` file.
    """
    known = {"key": key, "files": digests_of(files), **asdict(result.facts)}
    facts = json.dumps(known)
    columns = {f"column {name}": column for name, column in result.table.items()}
    with atomic_path(path) as beside, open(beside, "wb") as file:
        np.savez(file, facts=np.array(facts), **columns)  # type: ignore[arg-type]


def load(key: str, files: Sequence[Path], path: Path) -> ImageResult | None:
    """Give a kept result back, if it depends on the same things.

    Parameters
    ----------
    key : str
        What it must depend on.
    files : sequence of Path
        What must have been written of it, and be so still.
    path : Path
        An ``.npz`` file.

    Returns
    -------
    ImageResult or None
        None where there is none, it is damaged, it depends on other things, or its
        files are no longer what was written.
    """
    try:
        # Of half a file numpy itself would leave what it opened open.
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as content:
            facts = parse_json(str(content["facts"]))
            if facts.pop("key") != key or not are_as_written(files, facts.pop("files")):
                return None
            table = {
                name.removeprefix("column "): content[name]
                for name in content.files
                if name.startswith("column ")
            }
        if facts.keys() != {field.name for field in fields(ImageFacts)}:
            return None
        known = TypeAdapter(ImageFacts).validate_python(facts)
    except READER_ERRORS:
        return None
    return ImageResult(facts=known, table=table)
