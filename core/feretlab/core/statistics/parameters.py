"""What the statistics of a size distribution can be told."""

from feretlab.core.parameters import SEED, Parameters, parameter


class StatisticsParameters(Parameters):
    """How a size distribution is described."""

    descriptor: str = parameter(
        "min_feret", help="Descriptor whose distribution is shown and fitted."
    )
    resamples: int = parameter(
        2000, help="Bootstrap resamples behind each interval.", ge=100, le=100_000
    )
    confidence: float = parameter(
        0.95, help="Confidence level of the intervals.", gt=0.5, lt=1
    )
    precision: float = parameter(
        0.05,
        help="Relative error of the mean for which the particle number is given.",
        ge=1e-4,
        lt=1,
    )
    nano_limit_nm: float = parameter(
        100.0,
        help="Min Feret up to which a particle counts as nano.",
        unit="nm",
        ge=1e-6,
        le=1e9,
    )
    seed: int = parameter(
        0,
        help="Seed of the resampling; the same seed gives the same intervals.",
        **SEED,
    )
