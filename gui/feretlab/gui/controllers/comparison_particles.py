"""Particles of a comparison in what is found now."""

import numpy as np

from feretlab.gui.controllers.comparison import Case, Compared
from feretlab.gui.session.corrections import particle_at, points_inside
from feretlab.gui.session.findings import Finding


def particle_of(case: Case, compared: Compared, finding: Finding) -> int | None:
    """Find the particle of a case, also where others came and went since.

    Parameters
    ----------
    case : Case
        One of the comparison's.
    compared : Compared
        What came of it.
    finding : Finding
        What is found now in the image of the case.

    Returns
    -------
    int or None
        Its index in the finding; None where there is none, or none any more.
    """
    pair = compared.pair_of(case.image)
    if case.automatic is None or pair is None:
        return None
    if finding in compared.findings:
        return int(np.flatnonzero(finding.included)[case.automatic])
    particles = pair.automatic.particles
    if particles is None:
        return None
    (point,) = points_inside(particles, [case.automatic])
    return particle_at(finding.particles, point)
