"""Both sides of a comparison, from what a session holds."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.errors import InputError
from feretlab.gui.session.findings import Finding
from feretlab.gui.session.manual import ManualLength
from feretlab.gui.texts import tr

if TYPE_CHECKING:
    from feretlab.core.comparison.measurements import Measured, Measurements


def automatic_side(
    findings: Sequence[Finding], parameters: CompareParameters
) -> "Measurements":
    """Give what was found automatically, excluded particles left out.

    Parameters
    ----------
    findings : sequence of Finding
        One or more.
    parameters : CompareParameters
        With the descriptor.

    Returns
    -------
    Measurements
        In nm where all of them have a pixel size, else in pixels.
    """
    from feretlab.core.comparison.headings import descriptor_named, find_column
    from feretlab.core.comparison.measurements import Measured, Measurements

    descriptor = descriptor_named(parameters.descriptor)
    has_size = all(finding.facts.pixel_size_nm for finding in findings)
    length = "nm" if has_size else "px"
    images = []
    for finding in findings:
        result, facts = finding.result, finding.facts
        found = find_column(result.table, descriptor, facts.image, prefer=length)
        particles = finding.particles.select(finding.included)
        images.append(
            Measured(
                image=facts.image,
                ids=result.table["particle"].astype(np.str_),
                values=found.values,
                particles=replace(particles, shape=(facts.height_px, facts.width_px)),
                pixel_size_nm=result.pixel_size_nm,
            )
        )
    return Measurements(
        name=tr("automatic"), unit=descriptor.unit(length), images=tuple(images)
    )


def manual_side(
    lengths: Iterable[ManualLength],
    name: str,
    automatic: "Measurements",
    parameters: CompareParameters,
) -> "Measurements":
    """Give lengths measured in this session, on the images of the other side.

    Parameters
    ----------
    lengths : iterable of ManualLength
        Of any image.
    name : str
        Whose they are.
    automatic : Measurements
        The other side, which gives unit and pixel sizes.
    parameters : CompareParameters
        With the descriptor, which must be a length.

    Returns
    -------
    Measurements

    Raises
    ------
    InputError
        Where the descriptor is no length or nothing was measured.
    """
    from feretlab.core.comparison.headings import descriptor_named
    from feretlab.core.comparison.measurements import Measurements

    if descriptor_named(parameters.descriptor).dimension != 1:
        raise InputError(
            f"Comparing {parameters.descriptor!r}: found lengths measured by hand, "
            "expected a length to compare them with, such as min_feret."
        )
    rows = list(lengths)
    sides = [_measured(rows, image, automatic.unit) for image in automatic.images]
    images = tuple(side for side in sides if len(side.values))
    if not images:
        raise InputError(
            "Comparing with lengths measured here: found none on these images, "
            "expected some; measure particles with the caliper first."
        )
    return Measurements(name=name, unit=automatic.unit, images=images)


def _measured(rows: Sequence[ManualLength], image: "Measured", unit: str) -> "Measured":
    from feretlab.core.comparison.calipers import line_lengths
    from feretlab.core.comparison.measurements import Measured

    own = [row for row in rows if row.image == image.image]
    ends = [((row.start[1], row.start[0]), (row.end[1], row.end[0])) for row in own]
    lines = np.array(ends, np.float64).reshape(-1, 2, 2)
    size = image.pixel_size_nm
    return Measured(
        image=image.image,
        ids=np.arange(1, len(own) + 1).astype(np.str_),
        values=line_lengths(lines, size if unit == "nm" else None),
        lines=lines,
        pixel_size_nm=size,
    )
