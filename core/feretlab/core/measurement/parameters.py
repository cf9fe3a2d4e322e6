"""What a measurement lets people choose."""

from typing import Literal

from feretlab.core.parameters import PIXEL_EDGE_NM, Parameters, parameter

LabelKind = Literal["auto", "labels", "mask"]


class MeasureParameters(Parameters):
    """How regions are found in a label image or mask, and how they are scaled."""

    pixel_size_nm: float | None = parameter(
        None,
        help="Edge length of a pixel; overrides what the file says.",
        unit="nm",
        **PIXEL_EDGE_NM,
    )
    connectivity: Literal[4, 8] = parameter(
        8, help="Whether pixels of a mask that share only a corner are connected (8)."
    )
    kind: LabelKind = parameter(
        "auto",
        help="What the image holds: numbered particles, or a mask whose connected "
        "parts are the particles; auto takes it for a mask where its only value is "
        "1, 255 or the largest, or any of 8 bits.",
    )
