"""What a network says about itself, and what it finds in one image."""

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.micrograph import Micrograph, nearest_uint8
from feretlab.core.particles import Particles
from feretlab.core.progress import Progress
from feretlab.models.catalog import model_path

if TYPE_CHECKING:
    from feretlab.models.contract import ModelContract

_WIDEST = 900
_OUTLINE = (255, 140, 0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trial:
    """What a network found.

    Parameters
    ----------
    model, image : str
        Names of both.
    count : int
        Particles.
    seconds : float
        How long it took, the network's opening included.
    picture : QImage
        The image with outlines.
    """

    model: str
    image: str
    count: int
    seconds: float
    picture: QImage


def card_text(name: str) -> str:
    """Give a network's card.

    Parameters
    ----------
    name : str
        Of an installed network.

    Returns
    -------
    str
        Markdown; written from the network's contract where it has no card.

    Raises
    ------
    ModelError
        Where the file is no sound network.
    """
    path = model_path(name)
    card = path.with_suffix(".md")
    if card.is_file():
        return card.read_text(encoding="utf-8")
    from feretlab.core.segmentation.network import Network

    return _card_of(name, path, Network.open(path, threads=1).contract)


def try_model(
    name: str, micrograph: Micrograph, recipe: AnalyzeParameters, progress: Progress
) -> Trial:
    """Analyse one image with a network; the session is left as it is.

    Parameters
    ----------
    name : str
        Of an installed network.
    micrograph : Micrograph
        The image.
    recipe : AnalyzeParameters
        What else is chosen.
    progress : Progress
        Hears of every step.

    Returns
    -------
    Trial

    Raises
    ------
    ModelError
        Where the network cannot be used.
    """
    from feretlab.core.analysis.micrograph import analyze_micrograph
    from feretlab.core.analysis.networks import open_network

    began = perf_counter()
    network = open_network(name, recipe.threads)
    chosen = recipe.model_copy(update={"model": name})
    analysis = analyze_micrograph(micrograph, network, chosen, progress)
    return Trial(
        model=name,
        image=micrograph.name,
        count=len(analysis.particles),
        seconds=perf_counter() - began,
        picture=outlined(micrograph, analysis.particles),
    )


def outlined(micrograph: Micrograph, particles: Particles) -> QImage:
    """Draw particles into a micrograph.

    Parameters
    ----------
    micrograph : Micrograph
        The image.
    particles : Particles
        In the field above its info bar.

    Returns
    -------
    QImage
        In colour, at most 900 px wide.
    """
    grey = nearest_uint8(micrograph.field)
    colour = np.repeat(grey[..., None], 3, axis=2)
    step = max(1, grey.shape[1] // _WIDEST)
    for index, mask in enumerate(particles.masks()):
        top, left, bottom, right = particles.boxes[index]
        colour[top:bottom, left:right][_edge(mask, step)] = _OUTLINE
    small = np.ascontiguousarray(colour[::step, ::step])
    height, width, _ = small.shape
    kind = QImage.Format.Format_RGB888
    return QImage(small.data, width, height, 3 * width, kind).copy()


def _edge(mask: npt.NDArray[np.bool_], width: int) -> npt.NDArray[np.bool_]:
    """Give the pixels of a mask that lie at its edge, `width` deep."""
    inside = np.pad(mask, 1)
    for _ in range(width):
        core = inside[1:-1, 1:-1] & inside[:-2, 1:-1] & inside[2:, 1:-1]
        core &= inside[1:-1, :-2] & inside[1:-1, 2:]
        inside = np.pad(core, 1)
    return mask & ~inside[1:-1, 1:-1]


def _card_of(name: str, path: Path, contract: "ModelContract") -> str:
    low, high = contract.particle_diameter_px
    return "\n".join(
        [
            f"# {name}",
            "",
            f"This network has no card. A text file `{path.with_suffix('.md').name}` "
            "beside it, or beside the file it is added from, is shown here. Its file "
            "says:",
            "",
            f"* Name: {contract.name}, version {contract.version}",
            f"* Licence: {contract.licence}",
            f"* Maps: {', '.join(contract.channels)}",
            f"* Classes: {', '.join(contract.classes)}",
            f"* Trained for particles of {low:g} to {high:g} px, best at about "
            f"{contract.typical_diameter_px:g} px",
        ]
    )
