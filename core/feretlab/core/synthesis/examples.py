"""The example micrographs that come with the program.

``python -m feretlab.core.synthesis.examples FOLDER`` renders such again. Where the
renderer has changed since, particles lie elsewhere than in the files that are shipped.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from feretlab.core.io.atomic import atomic_path
from feretlab.core.synthesis.annotations import plain_font
from feretlab.core.synthesis.draws import Rng
from feretlab.core.synthesis.recipes import (
    Recipe,
    draw_recipe,
    heaps_of_crystallites,
)
from feretlab.core.synthesis.scene import render_recipe
from feretlab.core.synthesis.shading_sem import draw_sem_look
from feretlab.core.synthesis.transmission import draw_tem_look

HEIGHT_PX, WIDTH_PX, BAR_PX = 768, 1024, 56


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One example micrograph.

    Parameters
    ----------
    name : str
        Stem of its file.
    seed : int
        Seed of its render.
    pixel_size_nm : float
        Edge length of a pixel.
    bar_nm : int
        Length of the scale bar in the info bar.
    settings : str
        What else the info bar says.
    recipe : callable
        Gives the recipe from a random generator.
    """

    name: str
    seed: int
    pixel_size_nm: float
    bar_nm: int
    settings: str
    recipe: Callable[[Rng], Recipe]


def render_examples(folder: Path) -> list[Path]:
    """Render the three example micrographs as TIFFs that ImageJ opens calibrated.

    Parameters
    ----------
    folder : Path
        Where to write; made where it does not exist.

    Returns
    -------
    list of Path
        The files.
    """
    import tifffile

    written = []
    for example in EXAMPLES:
        path = folder / f"{example.name}.tif"
        with atomic_path(path) as partial:
            tifffile.imwrite(
                partial,
                render_example(example),
                imagej=True,
                resolution=(1 / example.pixel_size_nm, 1 / example.pixel_size_nm),
                metadata={"unit": "nm"},
                compression="zlib",
                predictor=2,
            )
        written.append(path)
    return written


def render_example(example: Example) -> npt.NDArray[np.uint8]:
    """Give one example, with its info bar.

    Parameters
    ----------
    example : Example
        Which.

    Returns
    -------
    ndarray of uint8
        Shape (768, 1024); the last 56 rows are the info bar.
    """
    rng = np.random.default_rng(example.seed)
    pixels, _, _ = render_recipe(rng, example.recipe(rng), WIDTH_PX)
    return np.concatenate([pixels[: HEIGHT_PX - BAR_PX], _info_bar(example)])


def _info_bar(example: Example) -> npt.NDArray[np.uint8]:
    from PIL import Image, ImageDraw

    strip = Image.new("L", (WIDTH_PX, BAR_PX), 0)
    pen = ImageDraw.Draw(strip)
    length = round(example.bar_nm / example.pixel_size_nm)
    pen.text((24, 4), f"{example.bar_nm} nm", fill=255, font=plain_font(22))
    pen.rectangle((24, 38, 24 + length - 1, 45), fill=255)
    pen.text((400, 14), example.settings, fill=255, font=plain_font(22))
    return np.asarray(strip)


def _agglomerates(rng: Rng) -> Recipe:
    recipe = heaps_of_crystallites(rng, WIDTH_PX, 34.0)
    layout = replace(
        recipe.layout, name="agglomerates", count=380, openness=0.65, max_overlap=0.35
    )
    family = replace(recipe.family, name="pebble", irregularity=0.09)
    look = replace(
        draw_sem_look(rng, recipe.diameter_px),
        body=0.5,
        rim_gain=0.6,
        shadow=0.5,
        shadow_px=2.0,
        layer_gain=0.25,
        clarity=0.0,
        merges=False,
        inverted=False,
    )
    return replace(
        recipe,
        layout=layout,
        family=family,
        look=look,
        spread=0.3,
        ground=0.13,
        litter={"marks": 1.0},
    )


def _spheres(rng: Rng) -> Recipe:
    recipe = draw_recipe(rng, "tem", WIDTH_PX, 44.0)
    family = replace(recipe.family, name="sphere", irregularity=0.1, roughness=0.0)
    layout = replace(
        recipe.layout, name="agglomerates", count=260, openness=0.45, max_overlap=0.06
    )
    look = replace(
        draw_tem_look(rng, recipe.diameter_px),
        density=0.9,
        hardness=0.6,
        jitter=0.15,
        core=0.0,
        bands=0.0,
        skin=0.0,
        fringe=0.15,
        dark_field=False,
    )
    return replace(
        recipe,
        layout=layout,
        family=family,
        look=look,
        spread=0.1,
        minor_share=0.0,
        litter={"blotches": 1.0},
    )


def _rods(rng: Rng) -> Recipe:
    recipe = draw_recipe(rng, "tem", WIDTH_PX, 46.0)
    family = replace(
        recipe.family, name="rod", aspect=3.6, power=4.0, roughness=0.0, angle=None
    )
    layout = replace(
        recipe.layout, name="agglomerates", count=200, openness=0.3, max_overlap=0.0
    )
    look = replace(
        draw_tem_look(rng, recipe.diameter_px),
        density=1.3,
        hardness=0.5,
        jitter=0.2,
        core=0.0,
        bands=0.0,
        skin=0.0,
        fringe=0.1,
        dark_field=False,
    )
    return replace(
        recipe,
        layout=layout,
        family=family,
        look=look,
        spread=0.12,
        minor_share=0.0,
        litter={},
    )


EXAMPLES = (
    Example(
        name="sem_agglomerates",
        seed=28,
        pixel_size_nm=4.0,
        bar_nm=500,
        settings="EHT = 10.00 kV   WD = 4.1 mm   Signal A = InLens",
        recipe=_agglomerates,
    ),
    Example(
        name="tem_spheres",
        seed=25,
        pixel_size_nm=0.5,
        bar_nm=50,
        settings="HV = 200 kV   Mag = 80 000 x   bright field",
        recipe=_spheres,
    ),
    Example(
        name="tem_rods",
        seed=21,
        pixel_size_nm=0.8,
        bar_nm=100,
        settings="HV = 120 kV   Mag = 50 000 x   bright field",
        recipe=_rods,
    ),
)


if __name__ == "__main__":
    render_examples(Path(sys.argv[1]))
