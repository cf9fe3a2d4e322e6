"""What the comparison of automatic and manual measurements can be told."""

from typing import Literal

from feretlab.core.parameters import PIXEL_EDGE_NM, SEED, Parameters, parameter
from feretlab.core.particles import Connectivity


class CompareParameters(Parameters):
    """How automatic measurements are compared with manual ones."""

    descriptor: str = parameter(
        "min_feret", help="Descriptor that is compared, such as min_feret or area."
    )
    pixel_size_nm: float | None = parameter(
        None,
        help="Edge length of a pixel; overrides what the files say.",
        unit="nm",
        **PIXEL_EDGE_NM,
    )
    min_iou: float = parameter(
        0.5,
        help="Overlap (IoU) from which a manual and an automatic outline are a pair.",
        gt=0,
        le=1,
    )
    min_crossing: float = parameter(
        0.5,
        help="Share of a caliper line that must lie inside its particle.",
        gt=0,
        le=1,
    )
    manual_unit: Literal["auto", "nm", "um", "px"] = parameter(
        "auto",
        help="Unit of tables that do not tell it; auto takes sizes for the automatic "
        "one's, and X and Y, which pair particles by place, for nothing.",
    )
    min_size: float = parameter(
        0.0,
        help="Leave out sizes below this on both sides, in their unit.",
        ge=0,
        le=1e18,
    )
    connectivity: Connectivity = parameter(
        8, help="Neighbours that make one particle of a mask: 4 or 8."
    )
    rois_by: Literal["auto", "imagej", "feretlab"] = parameter(
        "auto",
        help="Who measures manual ROI sets: ImageJ, along the corners drawn, or "
        "FeretLab, the pixels they select; auto takes ImageJ where it is installed.",
    )
    tolerance: float = parameter(
        0.05,
        help="Relative difference of the means up to which both count as equal.",
        gt=0,
        lt=1,
    )
    confidence: float = parameter(
        0.95, help="Confidence level of the intervals.", gt=0.5, lt=1
    )
    resamples: int = parameter(
        2000, help="Bootstrap resamples behind each interval.", ge=100, le=100_000
    )
    seed: int = parameter(
        0,
        help="Seed of the resampling; the same seed gives the same intervals.",
        **SEED,
    )
    pictures: bool = parameter(True, help="Write comparison.png and report.pdf.")
    workbook: bool = parameter(True, help="Write comparison.xlsx.")
