"""A folder of synthetic micrographs with their labels, by several processes."""

import json
import os
import signal
from collections.abc import Generator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FileError
from feretlab.core.io.atomic import atomic_path
from feretlab.core.io.json_text import parse_json
from feretlab.core.progress import SILENT, Progress
from feretlab.core.synthesis.parameters import SynthesizeParameters


def synthesize(
    parameters: SynthesizeParameters, output: Path, progress: Progress = SILENT
) -> list[Path]:
    """Write synthetic micrographs and their labels; finished ones are kept.

    Micrograph i is rendered from seed ``parameters.seed + i`` into
    ``images/000000.png`` (uint8), ``labels/000000.png`` (uint16, visible
    particles from 1 on) and ``amodal/000000.tif`` (uint16 pages on which every
    particle is whole). ``dataset.json`` says how they were made.

    Parameters
    ----------
    parameters : SynthesizeParameters
        How many, how large, of what.
    output : Path
        Folder to write into; made where it does not exist.
    progress : Progress
        Told of every finished micrograph.

    Returns
    -------
    list of Path
        All images of the set, in order.

    Raises
    ------
    FileError
        When the folder holds a set of other parameters, or cannot be written.
    CancelledError
        When somebody asked to stop; finished micrographs stay.
    """
    _describe(parameters, output)
    images = [output / "images" / f"{i:06d}.png" for i in range(parameters.count)]
    missing = [i for i, image in enumerate(images) if not image.exists()]
    done = len(images) - len(missing)
    progress.report(done, len(images), "micrographs")
    # Closed at once when a report stops the work, so that no process lingers.
    with closing(_rendered(parameters, output, missing)) as rendered:
        for _ in rendered:
            done += 1
            progress.report(done, len(images), "micrographs")
    return images


def _describe(parameters: SynthesizeParameters, output: Path) -> None:
    """Write dataset.json, or see that it tells of the same set."""
    recipe = parameters.model_dump(exclude={"count", "workers"})
    path = output / "dataset.json"
    try:
        for name in ("images", "labels", "amodal"):
            (output / name).mkdir(parents=True, exist_ok=True)
        if path.exists():
            known = parse_json(path.read_bytes())
            found = known.get("parameters") if isinstance(known, dict) else known
            if found != recipe:
                message = (
                    f"Synthesizing into {str(output)!r}: the folder holds a set made "
                    f"with {found}, expected {recipe}; choose another folder."
                )
                raise FileError(message)
        first = parameters.seed
        about = {
            "version": _version(),
            "parameters": recipe,
            "count": parameters.count,
            "seeds": [first, first + parameters.count - 1],
        }
        _replace(path, json.dumps(about, indent=2).encode())
    except FileError:
        raise
    except OSError as error:
        message = f"Synthesizing into {str(output)!r}: {error}."
        raise FileError(message) from error
    except ValueError as error:
        message = (
            f"Synthesizing into {str(output)!r}: its dataset.json is damaged "
            f"({error}); choose another folder."
        )
        raise FileError(message) from error


def _version() -> str:
    try:
        return version("feretlab")
    except PackageNotFoundError:
        return "unknown"


def _rendered(
    parameters: SynthesizeParameters, output: Path, missing: list[int]
) -> Generator[None]:
    workers = min(parameters.workers or os.cpu_count() or 1, max(len(missing), 1))
    if workers == 1:
        for index in missing:
            write_scene(parameters, output, index)
            yield None
        return
    with ProcessPoolExecutor(workers, get_context("spawn"), _leave_ctrl_c) as pool:
        waiting: set[Future[None]] = set()
        queue = iter(missing)
        try:
            for index in queue:
                waiting.add(pool.submit(write_scene, parameters, output, index))
                if len(waiting) >= 4 * workers:
                    waiting = yield from _first_done(waiting)
            while waiting:
                waiting = yield from _first_done(waiting)
        finally:
            for future in waiting:
                future.cancel()


def _leave_ctrl_c() -> None:
    """Leave Ctrl-C to the parent, which lets running micrographs finish."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _first_done(waiting: set[Future[None]]) -> Any:
    done, rest = wait(waiting, return_when=FIRST_COMPLETED)
    for future in done:
        yield future.result()
    return set(rest)


def write_scene(parameters: SynthesizeParameters, output: Path, index: int) -> None:
    """Render one micrograph of a set and write its three files.

    Parameters
    ----------
    parameters : SynthesizeParameters
        The set's parameters.
    output : Path
        The set's folder, with its three subfolders.
    index : int
        Number of the micrograph in the set, from 0.
    """
    from feretlab.core.synthesis.scene import render_scene

    scene = render_scene(parameters.seed + index, parameters)
    stem = f"{index:06d}"
    labels = scene.labels.astype(np.uint16)
    pages = scene.amodal.to_label_pages().astype(np.uint16)
    _replace(output / "amodal" / f"{stem}.tif", _tiff(pages))
    _replace(output / "labels" / f"{stem}.png", _png(labels))
    # The image comes last: where it stands, the other two do as well.
    _replace(output / "images" / f"{stem}.png", _png(scene.pixels))


def _png(pixels: npt.NDArray[Any]) -> bytes:
    import imagecodecs

    return bytes(imagecodecs.png_encode(pixels, level=4))


def _tiff(pages: npt.NDArray[np.uint16]) -> bytes:
    import io

    import tifffile

    buffer = io.BytesIO()
    tifffile.imwrite(buffer, pages, compression="zlib", photometric="minisblack")
    return buffer.getvalue()


def _replace(path: Path, content: bytes) -> None:
    with atomic_path(path) as partial:
        partial.write_bytes(content)
