"""Measurements as people have them: folders, tables, ROI sets, label images."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from roifile import ImagejRoi

from feretlab.core.comparison.calipers import is_line, line_ends, line_lengths
from feretlab.core.comparison.files import (
    PICTURES,
    ROIS,
    TABLES,
    files_of,
    micrographs_of,
    pixel_size_of,
    read_results,
)
from feretlab.core.comparison.headings import Descriptor, descriptor_named, find_column
from feretlab.core.comparison.measurements import Measured, Measurements
from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.comparison.points import read_points
from feretlab.core.comparison.reference import Reference
from feretlab.core.comparison.roi_measurement import RoiMeasurer, chosen_measurer
from feretlab.core.errors import FileError, InputError
from feretlab.core.io.labels import read_labels
from feretlab.core.io.roi_pixels import FARTHEST_PX
from feretlab.core.io.rois import decode_rois, filled_rois, read_rois
from feretlab.core.io.tables import Table, rows_of
from feretlab.core.io.wording import counted
from feretlab.core.measurement.measure import measure
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles

_LARGEST = 1e30
"""Beyond all sizes and areas; what is larger could not be squared."""


def read_automatic(path: Path, parameters: CompareParameters) -> Measurements:
    """Read what was measured automatically.

    Parameters
    ----------
    path : Path
        Folder that ``feretlab analyze`` wrote, its ``particles.csv``, or another
        table, ROI set or label image.
    parameters : CompareParameters
        What is compared, and the pixel size where it is given.

    Returns
    -------
    Measurements
        In nm where all of it has a pixel size, else in pixels.
    """
    return _Reader(parameters, None).read([path], "automatic")


def read_manual(
    paths: Sequence[Path],
    name: str,
    automatic: Measurements,
    parameters: CompareParameters,
) -> Measurements:
    """Read what was measured by hand.

    Parameters
    ----------
    paths : sequence of Path
        ImageJ Results tables, ROI sets of outlines or of straight lines, label
        images or masks, or folders of one of these kinds.
    name : str
        Whose measurements they are.
    automatic : Measurements
        Gives the unit, the names of the images, their sizes and pixel sizes.
    parameters : CompareParameters
        What is compared, and the pixel size where it is given.

    Returns
    -------
    Measurements
    """
    return _Reader(parameters, automatic).read(paths, name)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Part:
    """Measurements of an image with the unit of length they are in."""

    measured: Measured
    length: str


class _Reader:
    """Reads one side; what the other side knows fills gaps."""

    def __init__(
        self, parameters: CompareParameters, other: Measurements | None
    ) -> None:
        self._parameters = parameters
        self._other = other
        self._descriptor: Descriptor = descriptor_named(parameters.descriptor)
        self._warnings: list[str] = []
        size = parameters.pixel_size_nm
        given = None if size is None else PixelSize(size, size)
        self._reference = Reference(side=other, given=given)

    def read(self, paths: Sequence[Path], name: str) -> Measurements:
        files = [file for path in paths for file in files_of(path)]
        parts = [part for file in files for part in self._parts(file)]
        length = self._common_length(parts)
        shared = not all(self._reference.lacks(part.measured.image) for part in parts)
        images = [self._in_unit(part, length, name, shared) for part in parts]
        names = [image.image for image in images]
        repeated = next((image for image in names if names.count(image) > 1), None)
        if repeated is not None and any(image.has_places for image in images):
            message = (
                f"Reading {name!r}: found image {repeated!r} in two files, expected "
                "one; give repeats and other persons by a --manual each."
            )
            raise InputError(message)
        return Measurements(
            name=name,
            unit=self._descriptor.unit(length),
            images=tuple(images),
            files=tuple(files),
            warnings=tuple(dict.fromkeys(self._warnings)),
        )

    def _parts(self, path: Path) -> list[_Part]:
        ending = path.suffix.lower()
        if ending in ROIS:
            return [self._rois(path)]
        if ending in PICTURES:
            return [self._labels(path)]
        if ending in TABLES:
            return self._table(path)
        known = ", ".join((*TABLES, *ROIS, *PICTURES))
        raise FileError(
            f"Reading measurements {str(path)!r}: found the ending {ending!r}, "
            f"expected one of {known}."
        )

    def _rois(self, path: Path) -> _Part:
        filled, warning = filled_rois(path)
        rois, names = [roi for _, roi in filled], [name for name, _ in filled]
        if warning:
            self._warnings.append(warning)
        straight = [is_line(roi) for roi in rois]
        if any(straight) and not all(straight):
            message = (
                f"Reading ROIs of {str(path)!r}: found {sum(straight)} straight lines "
                f"and {len(rois) - sum(straight)} others, expected one kind; save a "
                "set of each."
            )
            raise InputError(message)
        image, ids = self._reference.named(path.stem), np.array(names, np.str_)
        if any(straight):
            return self._lines(path, rois, image, ids)
        size, measurer = self._reference.pixel_size(image, None), self._roi_measurer()
        shape = self._reference.shape(image) or _extent(rois)
        if measurer is None:
            return self._outlines(image, ids, read_rois(path, shape), None)
        particles, own = measurer.measure_areas(path, shape=shape, pixel_size_nm=size)
        return self._outlines(image, ids, particles, None, own)

    def _lines(
        self,
        path: Path,
        rois: Sequence[ImagejRoi],
        image: str,
        ids: npt.NDArray[np.str_],
    ) -> _Part:
        if self._descriptor.dimension != 1:
            message = (
                f"Reading ROIs of {str(path)!r}: found straight lines, expected "
                f"outlines to compare {self._descriptor.name!r}."
            )
            raise InputError(message)
        size, measurer = self._reference.pixel_size(image, None), self._roi_measurer()
        lines = np.stack([line_ends(roi) for roi in rois])
        if not (np.abs(lines) < FARTHEST_PX).all():
            message = (
                f"Reading ROIs of {str(path)!r}: found a line that ends nowhere or "
                f"beyond {FARTHEST_PX} px, expected none so far out; draw it anew."
            )
            raise InputError(message)
        lengths = line_lengths(lines, size)
        if measurer is not None:
            lengths = measurer.measure_lines(path, size)
        measured = Measured(
            image=image, ids=ids, values=lengths, lines=lines, pixel_size_nm=size
        )
        return _Part(measured=measured, length="px" if size is None else "nm")

    def _roi_measurer(self) -> RoiMeasurer | None:
        """Give ImageJ for manual ROI sets, or None for FeretLab."""
        if self._other is None:
            return None
        measurer, warning = chosen_measurer(self._parameters.rois_by)
        if warning:
            self._warnings.append(warning)
        return measurer

    def _labels(self, path: Path) -> _Part:
        found = read_labels(path)
        particles = found.to_particles(self._parameters.connectivity)
        ids = np.arange(1, len(particles) + 1).astype(np.str_)
        image = self._reference.named(path.stem)
        return self._outlines(image, ids, particles, found.pixel_size_nm)

    def _outlines(
        self,
        image: str,
        ids: npt.NDArray[np.str_],
        particles: Particles,
        own: PixelSize | None,
        measured_else: Table | None = None,
    ) -> _Part:
        size = self._reference.pixel_size(image, own)
        table: Table = measure(particles, pixel_size_nm=size)
        # Where the other program has no such descriptor, ours of its pixels stays.
        for name, values in (measured_else or {}).items():
            if np.isfinite(values).any():
                table[name] = values
        length = "px" if size is None else "nm"
        found = find_column(table, self._descriptor, image, prefer=length)
        measured = Measured(
            image=image,
            ids=ids,
            values=found.values,
            particles=particles,
            pixel_size_nm=size,
        )
        return _Part(measured=measured, length=length)

    def _table(self, path: Path) -> list[_Part]:
        table = read_results(path)
        is_scaled = self._reference.given is not None and "particle" in table
        wanted = "px" if is_scaled else "nm"
        found = find_column(table, self._descriptor, path.name, prefer=wanted)
        if found.warning:
            self._warnings.append(found.warning)
        values = found.values
        if self._descriptor.dimension:
            plausible = (values > 0) & (values < _LARGEST)
            values = np.where(plausible, values, np.nan)
        images, ids = self._rows(table, path)
        micrographs = micrographs_of(path) if "particle" in table else {}
        parts = []
        for image in dict.fromkeys([*images.tolist(), *self._empty(path, table)]):
            rows = images == image
            part = {name: column[rows] for name, column in table.items()}
            particles, own = self._places(path, table, image, int(rows.sum()))
            size = self._reference.pixel_size(image, pixel_size_of(part) or own)
            points = None
            if particles is None and self._reference.measured(image) is not None:
                points = self._points(part, found.length, size, path.name)
            measured = Measured(
                image=image,
                ids=ids[rows],
                values=values[rows],
                particles=particles,
                points=points,
                pixel_size_nm=size,
                micrograph=micrographs.get(image),
            )
            parts.append(_Part(measured=measured, length=found.length))
        if not parts:
            empty = Measured(image="", ids=np.zeros(0, np.str_), values=np.zeros(0))
            parts = [_Part(measured=empty, length=found.length)]
        missing = int((~np.isfinite(values)).sum())
        if missing:
            gone = counted(missing, "row")
            text = f"{path.name}: {gone} without a size above 0 left out"
            self._warnings.append(text)
        return parts

    def _empty(self, path: Path, table: Table) -> list[str]:
        """Name the analysed images, those in which nothing was found included."""
        summary = path.with_name("summary.csv")
        if "particle" not in table or not summary.is_file():
            return []
        names = read_results(summary).get("image", np.zeros(0, np.str_)).tolist()
        found = [
            name for name in names if path.with_name(f"{name}_labels.tif").exists()
        ]
        return [self._reference.named(str(name)) for name in found]

    def _rows(
        self, table: Table, path: Path
    ) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Give the image and the id of each row."""
        count = rows_of(table)
        numbers = table.get("particle", table.get("row", np.arange(1, count + 1)))
        ids = np.asarray(numbers).astype(np.str_)
        if "image" in table:
            images = [str(value) for value in table["image"]]
            names = {each: self._reference.named(each) for each in set(images)}
            return np.array([names[each] for each in images]), ids
        label = next((v for k, v in table.items() if k.lower() == "label"), None)
        labels = [""] * count if label is None else [str(value) for value in label]
        return np.array(self._reference.labelled(labels, path.stem), np.str_), ids

    def _places(
        self, path: Path, table: Table, image: str, count: int
    ) -> tuple[Particles | None, PixelSize | None]:
        """Give outlines and pixel size that lie beside a table of FeretLab's."""
        if "particle" not in table or not image:
            return None, None
        labels = path.with_name(f"{image}_labels.tif")
        rois = path.with_name(f"{image}_rois.zip")
        size = None
        if labels.is_file():
            found, beside = read_labels(labels), labels
            particles, size = found.to_particles(), found.pixel_size_nm
        elif rois.is_file():
            extent, beside = _extent([roi for _, roi in decode_rois(rois)]), rois
            particles = read_rois(rois, self._reference.shape(image) or extent)
        else:
            return None, None
        if len(particles) != count:
            message = (
                f"Reading {str(beside)!r}: found {len(particles)} particles, expected "
                f"{count} as in {path.name!r}; they are not of the same analysis."
            )
            raise InputError(message)
        return particles, size

    def _points(
        self, table: Table, told: str, size: PixelSize | None, source: str
    ) -> npt.NDArray[np.float64] | None:
        """Give the places that a table tells, in the unit that its sizes have."""
        chosen = self._parameters.manual_unit
        if self._descriptor.dimension == 0 or not told:
            told = "" if chosen == "auto" else chosen
        points, problem = read_points(table, told, size)
        if problem:
            self._warnings.append(f"{source}: {problem}")
        return points

    def _common_length(self, parts: Sequence[_Part]) -> str:
        if self._other is not None:
            return "px" if self._other.unit.startswith("px") else "nm"
        if all(part.length == "nm" or part.measured.pixel_size_nm for part in parts):
            return "nm"
        return "nm" if all(part.length in ("nm", "") for part in parts) else "px"

    def _in_unit(self, part: _Part, length: str, name: str, shared: bool) -> Measured:
        """Convert to the other side's unit of length; shared: images are in common."""
        measured, power = part.measured, self._descriptor.dimension
        factor, told = 1.0, part.length
        if not told:
            told, factor = self._assumed(length, name)
        size = measured.pixel_size_nm
        is_alone = self._reference.lacks(measured.image) and (
            shared or measured.has_places
        )
        if not power or told == length:
            pass
        elif size is None and is_alone:
            # It will be left out, so its sizes do not matter.
            factor = np.nan
        elif size is None:
            message = (
                f"Comparing {name!r}: found sizes in {told}, expected {length} as on "
                "the other side; give the size of a pixel with --pixel-size-nm."
            )
            raise InputError(message)
        else:
            edge = float(np.sqrt(size.x * size.y))
            factor *= edge if length == "nm" else 1 / edge
        return replace(measured, values=measured.values * factor**power)

    def _assumed(self, length: str, name: str) -> tuple[str, float]:
        """Give the unit of a table that tells none, and its factor to nm or px."""
        chosen = self._parameters.manual_unit
        if self._other is None or chosen == "auto":
            if self._descriptor.dimension:
                hint = "" if self._other is None else "; --manual-unit says otherwise"
                self._warnings.append(
                    f"{name}: the table tells no unit, its sizes are taken as {length}"
                    + hint
                )
            return length, 1.0
        return ("nm", 1000.0) if chosen == "um" else (chosen, 1.0)


def _extent(rois: Sequence[Any]) -> tuple[int, int]:
    """Give the least height and width of an image that holds all ROIs."""
    bottom = max((int(roi.bottom) for roi in rois), default=1)
    right = max((int(roi.right) for roi in rois), default=1)
    return max(bottom + 1, 1), max(right + 1, 1)
