"""What a user may choose about segmentation."""

from typing import Literal

from feretlab.core.page_choice import PAGES_HELP, PageChoice
from feretlab.core.parameters import Parameters, parameter

Invert = Literal["auto", "yes", "no"]


class SegmentParameters(Parameters):
    """How a micrograph becomes a probability map and a mask."""

    model: str = parameter(
        "default", help="An installed network, or the path of an .onnx file."
    )
    threshold: float = parameter(
        0.5, help="Probability from which a pixel belongs to a particle.", ge=0, le=1
    )
    invert: Invert = parameter(
        "auto", help="Whether dark and bright are exchanged; auto tries both."
    )
    scale: float | None = parameter(
        None,
        help="Size at which the network sees the image, 1 as recorded; "
        "empty is chosen from the image and its neighbours are averaged.",
        ge=0.02,
        le=8,
    )
    augment: bool = parameter(
        False, help="Average over mirrored images: slightly better, four times slower."
    )
    tile_px: int = parameter(
        768,
        help="Edge length of the tiles a large image is cut into.",
        unit="px",
        ge=64,
        le=8192,
    )
    overlap_px: int | None = parameter(
        None,
        help="Overlap of neighbouring tiles; empty takes what the network needs.",
        unit="px",
        ge=0,
        le=1024,
    )
    threads: int | None = parameter(
        None, help="Processor cores to use; empty uses all.", ge=1, le=1024
    )


class SegmentFileParameters(SegmentParameters):
    """The same for micrographs in files, which may hold several."""

    pages: PageChoice = parameter("", help=PAGES_HELP)
