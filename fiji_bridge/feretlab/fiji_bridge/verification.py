"""FeretLab's measurements beside ImageJ's, on anybody's files and on our shapes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError
from feretlab.core.io.rois import filled_rois, read_rois
from feretlab.core.measurement.columns import COLUMN
from feretlab.core.measurement.measure import measure
from feretlab.core.measurement.parameters import MeasureParameters
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles
from feretlab.fiji_bridge.referee import measure_mask, measure_particles

Table = dict[str, npt.NDArray[Any]]
TOLERANCE = 1e-6
"""Largest absolute difference, in each descriptor's own unit."""

ROIS = (".zip", ".roi")
_HALF_TURN = 180.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """The same regions, measured twice.

    Parameters
    ----------
    name : str
        File or kind of shapes.
    ours, theirs : dict of ndarray
        FeretLab's and ImageJ's columns; NaN where ImageJ has none.
    """

    name: str
    ours: Table
    theirs: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """How far FeretLab is from ImageJ in one descriptor.

    Parameters
    ----------
    descriptor : str
        Name of the column.
    compared : int
        Number of values; 0 where ImageJ has no such descriptor.
    absolute : float
        Largest difference, in the unit of the column.
    relative : float
        Largest difference over ImageJ's value.
    case : str
        Where the absolute one was found; empty where all are equal.
    particle : int
        Which one there, from 1; 0 where all are equal.
    feretlab, imagej : float
        Both values of it; NaN where all are equal.
    """

    descriptor: str
    compared: int = 0
    absolute: float = 0.0
    relative: float = 0.0
    case: str = ""
    particle: int = 0
    feretlab: float = float("nan")
    imagej: float = float("nan")


def case_of(path: Path, parameters: MeasureParameters) -> Case:
    """Measure a file's regions twice.

    Parameters
    ----------
    path : Path
        Label image, mask, or ROI set of areas or of straight lines.
    parameters : MeasureParameters
        Pixel size and how pixels of a mask hang together.

    Returns
    -------
    Case
        Of a ROI the pixels that it selects are measured; ``pixels`` counts those
        that FeretLab and ImageJ read differently.

    Raises
    ------
    feretlab.core.errors.FeretLabError
        Where the file cannot be used.
    """
    from feretlab.core.io.labels import read_labels

    edge = parameters.pixel_size_nm
    given = None if edge is None else PixelSize(edge, edge)
    if path.suffix.lower() in ROIS:
        return _roi_case(path, given)
    image = read_labels(path)
    size = given or image.pixel_size_nm
    if image.taken_as_mask(parameters.kind) and parameters.connectivity == 8:
        return _mask_case(path.name, np.any(image.pages, axis=0), size)
    particles = image.to_particles(parameters.connectivity, parameters.kind)
    return _particle_case(path.name, particles, size)


def built_in_cases() -> Iterator[tuple[str, Callable[[], Case]]]:
    """Give the shapes and example micrographs that come with the program.

    Yields
    ------
    name : str
        What they are.
    case : callable
        Measures them twice.
    """
    from feretlab.core.measurement.benchmark import benchmark_mask
    from feretlab.core.separation.scenes import SceneRecipe, draw_scene

    square, oblong = PixelSize(7.3, 7.3), PixelSize(2.0, 3.5)
    rng = np.random.default_rng(0)
    scene = SceneRecipe(shape=(512, 512), count=60, waviness=0.1)
    masks = {
        "wavy ellipses": benchmark_mask(1024, 400),
        "noise, holes, single pixels": rng.random((200, 300)) < 0.4,
        "small shapes": _small_shapes(),
        "a full frame": np.ones((40, 60), np.bool_),
    }
    for name, mask in masks.items():
        yield name, partial(_mask_case, name, mask, square)
    name = "wavy ellipses, oblong pixels"
    yield name, partial(_mask_case, name, masks["wavy ellipses"], oblong)
    name = "overlapping particles"
    yield name, partial(_particle_case, name, draw_scene(scene, 0), square)
    labels = rng.integers(0, 30, (60, 80)) * (rng.random((60, 80)) < 0.5)
    name = "labels in parts"
    yield name, partial(_particle_case, name, Particles.from_labels(labels), square)
    yield from _examples()


def differences(cases: Iterable[Case]) -> tuple[Difference, ...]:
    """Find the largest difference of each descriptor.

    Parameters
    ----------
    cases : iterable of Case
        One or more.

    Returns
    -------
    tuple of Difference
        In the order of the columns.
    """
    found: dict[str, Difference] = {}
    for case in cases:
        for name in case.ours:
            new = _difference(case, name)
            old = found.get(name, Difference(descriptor=name))
            worst = new if new.absolute > old.absolute else old
            found[name] = Difference(
                descriptor=name,
                compared=old.compared + new.compared,
                absolute=worst.absolute,
                relative=max(old.relative, new.relative),
                case=worst.case,
                particle=worst.particle,
                feretlab=worst.feretlab,
                imagej=worst.imagej,
            )
    last = len(COLUMN)
    order = {name: index for index, name in enumerate(COLUMN)}
    return tuple(sorted(found.values(), key=lambda d: order.get(d.descriptor, last)))


def _difference(case: Case, name: str) -> Difference:
    ours, theirs = (
        np.asarray(side[name], np.float64) for side in (case.ours, case.theirs)
    )
    if len(ours) != len(theirs):
        message = (
            f"Comparing {case.name!r}: FeretLab found {len(ours)} particles, ImageJ "
            f"{len(theirs)}, expected the same. This is a fault of FeretLab."
        )
        raise InputError(message)
    if np.isnan(theirs).all():
        return Difference(descriptor=name)
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.abs(ours - theirs)
        if name.endswith("_deg"):
            apart = np.minimum(apart, _HALF_TURN - apart)
        share = apart / np.abs(theirs)
    # Both NaN is agreement; a number beside none is as far apart as can be.
    one_sided = np.isfinite(ours) != np.isfinite(theirs)
    apart = np.where(one_sided, np.inf, np.nan_to_num(apart))
    share = np.where(one_sided, np.inf, np.where(apart == 0, 0.0, share))
    worst = int(np.argmax(apart))
    if apart[worst] == 0:
        return Difference(descriptor=name, compared=len(ours))
    return Difference(
        descriptor=name,
        compared=len(ours),
        absolute=float(apart[worst]),
        relative=float(share.max()),
        case=case.name,
        particle=worst + 1,
        feretlab=float(ours[worst]),
        imagej=float(theirs[worst]),
    )


def _mask_case(name: str, mask: npt.NDArray[Any], size: PixelSize | None) -> Case:
    mask = mask != 0
    ours = measure(Particles.from_mask(mask), pixel_size_nm=size)
    return Case(name=name, ours=ours, theirs=measure_mask(mask, pixel_size_nm=size))


def _particle_case(name: str, particles: Particles, size: PixelSize | None) -> Case:
    return Case(
        name=name,
        ours=measure(particles, pixel_size_nm=size),
        theirs=measure_particles(particles, pixel_size_nm=size),
    )


def _roi_case(path: Path, size: PixelSize | None) -> Case:
    from feretlab.core.comparison.calipers import is_line, line_ends, line_lengths
    from feretlab.fiji_bridge.roi_measurements import measure_areas, measure_lines

    rois = [roi for _, roi in filled_rois(path)[0]]
    if rois and all(is_line(roi) for roi in rois):
        lines = np.stack([line_ends(roi) for roi in rois])
        name = "length_px" if size is None else "length_nm"
        return Case(
            name=path.name,
            ours={name: line_lengths(lines, size)},
            theirs={name: measure_lines(path, size)},
        )
    shown, _ = measure_areas(path)
    read = read_rois(path, shown.shape)
    case = _particle_case(path.name, read, size)
    theirs = measure_particles(shown, pixel_size_nm=size)
    odd = np.array([_odd_pixels(read, shown, i) for i in range(len(read))], float)
    pixels = {"pixels": odd}, {"pixels": np.zeros(len(odd))}
    return Case(name=path.name, ours=case.ours | pixels[0], theirs=theirs | pixels[1])


def _odd_pixels(one: Particles, other: Particles, index: int) -> int:
    """Count the pixels of a region that only one side has."""
    pair = one.select(np.array([index])), other.select(np.array([index]))
    boxes = np.concatenate([side.boxes for side in pair])
    top, left = boxes[:, :2].min(axis=0)
    shape = tuple(int(n) for n in boxes[:, 2:].max(axis=0) - (top, left))
    drawn = np.zeros((2, *shape), np.bool_)
    for page, side in zip(drawn, pair, strict=True):
        y, x = side.boxes[0, :2] - (top, left)
        mask = side.mask(0)
        page[y : y + mask.shape[0], x : x + mask.shape[1]] = mask
    return int((drawn[0] != drawn[1]).sum())


def _small_shapes() -> npt.NDArray[np.bool_]:
    """Draw lines, single pixels, diagonals, rings and combs, some at the border."""
    mask = np.zeros((64, 96), np.bool_)
    mask[0, :20] = mask[5:30, 0] = mask[-1, -1] = mask[10, 10] = True
    mask[12, 20:60] = mask[20:50, 70] = True
    mask[np.arange(30, 45), np.arange(10, 25)] = True
    mask[np.arange(30, 45), np.arange(50, 35, -1)] = True
    mask[50:60, 5:20] = True
    mask[52:58, 7:18] = False
    mask[54:56, 10:14] = True
    mask[50:58:2, 30:50] = mask[50:58, 30] = True
    return mask


def _examples() -> Iterator[tuple[str, Callable[[], Case]]]:
    """Give the example micrographs, parted from the background by Otsu's threshold."""
    from skimage.filters import threshold_otsu

    from feretlab.core.io.read import read_micrographs

    def case(name: str) -> Case:
        with as_file(files("feretlab.core") / "examples" / name) as path:
            micrograph = next(iter(read_micrographs(path)))
        grey = micrograph.pixels[: -micrograph.info_bar_rows or None]
        threshold: Any = threshold_otsu
        return _mask_case(name, grey > threshold(grey), micrograph.pixel_size_nm)

    folder = files("feretlab.core") / "examples"
    for name in sorted(entry.name for entry in folder.iterdir()):
        if name.endswith(".tif"):
            yield name, partial(case, name)
