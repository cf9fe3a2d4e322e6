"""What the comparison with ground truth can be told."""

from typing import Literal

from feretlab.core.parameters import Parameters, parameter
from feretlab.core.particles import Connectivity

ImageKind = Literal["auto", "labels", "mask", "probability"]


class EvaluateParameters(Parameters):
    """How predictions are compared with ground truth."""

    connectivity: Connectivity = parameter(
        8, help="Neighbours that make one particle of a mask: 4 or 8."
    )
    prediction_kind: ImageKind = parameter(
        "auto", help="What the prediction holds; auto looks at its values."
    )
    truth_kind: ImageKind = parameter(
        "auto", help="What the ground truth holds; auto looks at its values."
    )
    threshold: float | None = parameter(
        None,
        help="Threshold of probability maps; none takes the best of 0, 0.1 ... 1.",
        ge=0,
        le=1,
    )
    iou: float = parameter(
        0.5, help="Overlap (IoU) from which two outlines are a match.", gt=0, le=1
    )
    min_area_px: int = parameter(
        1,
        help="Particles of fewer pixels are background on both sides; manual masks "
        "often hold stray pixels.",
        unit="px",
        ge=1,
        le=1 << 32,
    )
    rows: int | None = parameter(
        None,
        help="Compare only this many rows from the top.",
        unit="px",
        ge=1,
        le=1 << 32,
    )
    warping: bool = parameter(
        True, help="Compute the warping error, the slowest of the scores."
    )
    prediction_suffix: str | None = parameter(
        None, help="Take only predictions whose file stem ends with this."
    )
    truth_suffix: str | None = parameter(
        None, help="Take only ground truth whose file stem ends with this."
    )
