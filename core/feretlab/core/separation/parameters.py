"""What the separation of a mask into particles can be told."""

from typing import Literal

from feretlab.core.parameters import (
    AREA_PX,
    PIXEL_EDGE_NM,
    SIZE_NM,
    Parameters,
    parameter,
)

Method = Literal["network", "watershed", "uecs", "contour", "none"]
Border = Literal["exclude", "include", "miles"]


class SeparateParameters(Parameters):
    """How a mask becomes particles.

    Sizes in nm are equivalent circular diameters and need a pixel size; sizes in
    px are areas in pixels. Where both are given the larger one counts.
    """

    method: Method = parameter(
        "network",
        help="How touching particles are parted; without a network's maps, network means contour.",  # noqa: E501
    )
    connectivity: Literal[4, 8] = parameter(
        8, help="Whether pixels that share only a corner are connected (8) or not (4)."
    )
    border: Border = parameter(
        "include",
        help="Particles cut by the border: leave out, keep, or leave out and weight the others.",  # noqa: E501
    )
    min_size_px: int = parameter(
        16, **AREA_PX, unit="px", help="Smallest area of a particle in pixels."
    )
    min_size_nm: float = parameter(
        0.0, **SIZE_NM, unit="nm", help="Smallest equivalent diameter of a particle."
    )
    fill_holes_below_px: int = parameter(
        16, **AREA_PX, unit="px", help="Holes of a smaller area in pixels are filled."
    )
    fill_holes_below_nm: float = parameter(
        0.0,
        **SIZE_NM,
        unit="nm",
        help="Holes of a smaller equivalent diameter are filled.",
    )
    min_confidence: float = parameter(
        0.83, ge=0, le=1, help="Particles of a lower mean probability are left out."
    )
    complete_hidden: bool = parameter(
        True,
        help="Carry outlines on under a neighbour, so that regions may overlap (contour).",  # noqa: E501
    )

    # The inscribed radius of a straight rod steps by up to 1 px along the grid.
    watershed_min_depth_px: float = parameter(
        1.05,
        ge=0,
        le=1e5,
        unit="px",
        help="How far the inscribed radius must drop between two particles.",
    )
    watershed_min_depth: float = parameter(
        0.08,
        ge=0,
        le=1,
        help="The same drop as a share of the smaller inscribed radius.",
    )
    watershed_line: bool = parameter(
        False, help="Part particles by a background line one pixel wide."
    )

    uecs_min_convexity: float = parameter(
        0.95,
        ge=0,
        le=1,
        help="Hull perimeter / perimeter above which a part is convex.",
    )
    uecs_max_hollow: float = parameter(
        0.05, ge=0, le=1, help="1 - area / hull area below which a part is convex."
    )
    uecs_reject_convexity: float = parameter(
        0.5, ge=0, le=1, help="Blobs of a lower convexity are left out."
    )
    uecs_min_marker_px: int = parameter(
        30,
        ge=1,
        le=1 << 32,
        unit="px",
        help="Smallest area of an eroded part that is a marker.",
    )
    uecs_min_marker_nm: float = parameter(
        0.5, **SIZE_NM, unit="nm", help="Smallest equivalent diameter of such a part."
    )

    contour_smoothing_px: float = parameter(
        1.5,
        ge=0.01,
        le=1000,
        unit="px",
        help="Smoothing along the outline before it is cut.",
    )
    contour_min_turn: float = parameter(
        20.0, ge=0.1, le=180, unit="degree", help="Least turn of a concave point."
    )
    contour_lean: float = parameter(
        0.003, ge=0, le=1e6, help="How strongly short arcs lean towards circles."
    )
    contour_lean_px: float = parameter(
        2.2,
        ge=0,
        le=1000,
        unit="px",
        help="How rough outlines are, which makes small arcs lean more.",
    )
    contour_lean_misfit: float = parameter(
        5.0, ge=0, le=1e6, help="How much more arcs lean that lie off their ellipse."
    )
    contour_max_aspect: float = parameter(
        6.0, ge=1, le=1000, help="Longest ratio of the axes of a completed outline."
    )
    contour_max_misfit_px: float = parameter(
        0.2,
        ge=0,
        le=1000,
        unit="px",
        help="Distance to a common ellipse that arcs may have.",
    )
    contour_max_misfit: float = parameter(
        0.02, ge=0, le=10, help="The same as a share of the ellipse's radius, added."
    )
    contour_max_misfit_adjacent: float = parameter(
        0.02, ge=0, le=10, help="The same for arcs that meet in a concave point."
    )
    contour_polygon_gain: float = parameter(
        0.7,
        ge=0,
        le=1,
        help="Part of the ellipses' squared misfit below which polygons count; 0: never.",  # noqa: E501
    )
    contour_max_misfit_polygon_px: float = parameter(
        1.0,
        ge=0,
        le=1000,
        unit="px",
        help="Distance to a common triangle or rectangle that arcs may have.",
    )
    contour_max_misfit_polygon: float = parameter(
        0.02, ge=0, le=10, help="The same as a share of the polygon's radius, added."
    )
    contour_min_inside: float = parameter(
        0.96, ge=0, le=1, help="Least share of a common ellipse inside the blob."
    )
    contour_max_depth: float = parameter(
        0.12,
        ge=0,
        le=1,
        help="How deep in a common ellipse outlines may run, as a share of its radius.",
    )
    contour_stretch_doubt: float = parameter(
        8.0,
        ge=0,
        le=1e6,
        help="Doubt about long ellipses that no arc shows by itself.",
    )
    contour_max_covered: float = parameter(
        0.9, ge=0, le=1, help="Particles that larger ones cover more than this go."
    )
    network_smoothing_px: float = parameter(
        0.6, ge=0, le=1000, unit="px", help="Smoothing of the network's distance map."
    )
    network_contact_weight: float = parameter(
        1.0, ge=0, le=1000, help="How much contact is taken off the distance."
    )
    network_min_depth: float = parameter(
        0.02, ge=0, le=1000, help="How far the two must drop between two seeds."
    )
    network_min_peak: float = parameter(
        0.05, ge=0, le=1, help="Seeds below this are none where they have a neighbour."
    )
    network_min_chance: float = parameter(
        0.92, ge=0, le=1, help="Least probability of a border that stays."
    )


class SeparateFileParameters(SeparateParameters):
    """The same for masks in files, which may tell no pixel size."""

    pixel_size_nm: float | None = parameter(
        None,
        help="Edge length of a pixel; overrides what the file says.",
        unit="nm",
        **PIXEL_EDGE_NM,
    )
