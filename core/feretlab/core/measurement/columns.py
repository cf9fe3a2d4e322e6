"""The table of descriptors: names, units, definitions, and ImageJ's names.

The order is that of the columns `feretlab.core.measurement.measure.measure` gives.
"""

from dataclasses import dataclass

_ENDINGS = {"px": "_px", "nm": "_nm", "px²": "_px", "nm²": "_nm2", "°": "_deg"}
"""What the name of a column ends in, by its unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One descriptor of a particle.

    Parameters
    ----------
    name : str
        Column name, with the unit at its end.
    unit : str
        ``"px"``, ``"px²"``, ``"nm"``, ``"nm²"``, ``"°"``, or empty for a ratio.
    title : str
        Name for people, without the unit.
    help : str
        Definition in one line.
    imagej : str
        Heading in ImageJ's results table, or empty where ImageJ has none. An image
        calibrated in nm shows the columns in nm under the same heading.
    calibrated : bool
        True where the column needs a pixel size.
    """

    name: str
    unit: str
    title: str
    help: str
    imagej: str = ""
    calibrated: bool = False

    @property
    def descriptor(self) -> str:
        """Name without the unit, such as ``"min_feret"``."""
        return self.name.removesuffix(_ENDINGS.get(self.unit, ""))


def _length(
    name: str, title: str, help: str, imagej: str = "", *, nm: bool = True
) -> list[Column]:
    """Declare a length in pixels and, where wanted, in nm."""
    pixels = Column(name=f"{name}_px", unit="px", title=title, help=help, imagej=imagej)
    calibrated = Column(
        name=f"{name}_nm",
        unit="nm",
        title=title,
        help=help,
        imagej=imagej,
        calibrated=True,
    )
    return [pixels, calibrated] if nm else [pixels]


def _area(name: str, title: str, help: str, imagej: str) -> list[Column]:
    pixels = Column(
        name=f"{name}_px", unit="px²", title=title, help=help, imagej=imagej
    )
    calibrated = Column(
        name=f"{name}_nm2",
        unit="nm²",
        title=title,
        help=help,
        imagej=imagej,
        calibrated=True,
    )
    return [pixels, calibrated]


def _plain(
    name: str, title: str, help: str, imagej: str = "", unit: str = ""
) -> list[Column]:
    return [Column(name=name, unit=unit, title=title, help=help, imagej=imagej)]


_DECLARED = [
    *_length(
        "centroid_x", "Centroid x", "Mean x of the pixels, each as a square.", "X"
    ),
    *_length(
        "centroid_y", "Centroid y", "Mean y of the pixels, each as a square.", "Y"
    ),
    *_length("box_left", "Box left", "First column of the region.", "BX", nm=False),
    *_length("box_top", "Box top", "First row of the region.", "BY", nm=False),
    *_length("box_width", "Box width", "Columns spanned.", "Width", nm=False),
    *_length("box_height", "Box height", "Rows spanned.", "Height", nm=False),
    *_area("area", "Area", "Area of the region's own pixels, holes excluded.", "Area"),
    *_length(
        "perimeter",
        "Perimeter",
        "Length of the outer outline along pixel edges, corners cut; parts add up.",
        "Perim.",
    ),
    *_length(
        "feret",
        "Max Feret",
        "Longest distance between two points of the outline.",
        "Feret",
    ),
    *_plain(
        "feret_angle_deg",
        "Feret angle",
        "Angle of the max Feret, 0 to 180, counterclockwise from the x axis.",
        "FeretAngle",
        "°",
    ),
    *_length(
        "min_feret",
        "Min Feret",
        "Smallest distance between two parallel lines that hold the outline.",
        "MinFeret",
    ),
    *_length("ecd", "ECD", "Diameter of the circle of the same area."),
    *_length(
        "major",
        "Major axis",
        "Longer axis of the ellipse of the same area and second moments.",
        "Major",
    ),
    *_length(
        "minor",
        "Minor axis",
        "Shorter axis of the ellipse of the same area and second moments.",
        "Minor",
    ),
    *_plain(
        "ellipse_angle_deg",
        "Ellipse angle",
        "Angle of the major axis, 0 to 180, counterclockwise from the x axis.",
        "Angle",
        "°",
    ),
    *_plain(
        "circularity",
        "Circularity",
        "4 pi area / perimeter squared, at most 1.",
        "Circ.",
    ),
    *_plain("aspect_ratio", "Aspect ratio", "Major axis / minor axis.", "AR"),
    *_plain("roundness", "Roundness", "4 area / (pi major axis squared).", "Round"),
    *_plain("solidity", "Solidity", "Area / area of the convex hull.", "Solidity"),
    *_plain(
        "convexity",
        "Convexity",
        "Perimeter of the convex hull / perimeter, at most 1.",
    ),
    *_plain("feret_ratio", "Feret ratio", "Max Feret / min Feret."),
    *_length(
        "inscribed_diameter",
        "Inscribed diameter",
        "Diameter of the largest circle inside, centred on the half-pixel grid.",
    ),
    *_length(
        "enclosing_diameter",
        "Enclosing diameter",
        "Diameter of the smallest circle around the outline.",
    ),
    *_plain(
        "mean_grey", "Mean grey", "Mean grey value of the pixels, as recorded.", "Mean"
    ),
]

#: Every column, those in pixels first, then those that need a pixel size.
COLUMNS: tuple[Column, ...] = tuple(sorted(_DECLARED, key=lambda c: c.calibrated))

#: The same by name.
COLUMN: dict[str, Column] = {column.name: column for column in COLUMNS}
