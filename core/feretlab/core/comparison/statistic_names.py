"""What the statistics of a comparison are called, wherever they are told."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticName:
    """One statistic for people.

    Parameters
    ----------
    title : str
        In tables and reports.
    help : str
        What it means, in one line.
    in_percent : bool
        Whether it is a share, which people read in %.
    """

    title: str
    help: str
    in_percent: bool = False


def _named(title: str, help_: str, *, in_percent: bool = False) -> StatisticName:
    return StatisticName(title=title, help=help_, in_percent=in_percent)


STATISTIC_NAMES = {
    "count": _named("Particles", "Number of sizes that are compared."),
    "mean": _named("Mean", "Arithmetic mean of the sizes."),
    "sd": _named("Standard deviation", "Spread of the sizes."),
    "median": _named("Median (D50)", "Half of the sizes lie below."),
    "d10": _named("D10", "A tenth of the sizes lies below."),
    "d90": _named("D90", "Nine tenths of the sizes lie below."),
    "relative_difference": _named(
        "Relative difference",
        "Automatic mean less manual mean, over the manual one: of the pairs where "
        "there are two or more, else of all sizes.",
        in_percent=True,
    ),
    "ks_distance": _named(
        "Kolmogorov-Smirnov distance",
        "Largest distance of the two cumulative curves, 0 to 1.",
    ),
    "ks_p_value": _named(
        "Kolmogorov-Smirnov test, p",
        "Chance of such a distance, or a larger, between samples of one distribution.",
    ),
    "greater_share": _named(
        "Automatic is larger",
        "How often an automatic size drawn at random is larger than a manual one; 50 % "
        "where neither side is.",
        in_percent=True,
    ),
    "mann_whitney_p_value": _named(
        "Mann-Whitney test, p",
        "Chance of so uneven a share, or a more uneven one, where neither is larger.",
    ),
    "pairs": _named("Pairs", "Particles that both sides have."),
    "misses": _named("Misses", "Manual particles without an automatic one."),
    "false_finds": _named("False finds", "Automatic particles without a manual one."),
    "unmeasured": _named(
        "Not measured by hand",
        "Automatic particles without a manual length or place; people seldom measure "
        "all.",
    ),
    "bias": _named("Bias", "Mean of automatic minus manual, over the pairs."),
    "sd_of_differences": _named(
        "Standard deviation of differences", "Spread of automatic minus manual."
    ),
    "lower_limit": _named(
        "Lower limit of agreement",
        "Bias less 1.96 standard deviations: few pairs differ by less.",
    ),
    "upper_limit": _named(
        "Upper limit of agreement",
        "Bias and 1.96 standard deviations: few pairs differ by more.",
    ),
    "trend": _named(
        "Slope of differences over size",
        "How much the difference grows with the size; 0 for a constant one.",
    ),
    "paired_t_p_value": _named(
        "Paired t-test, p", "Chance of so large a bias where there is none."
    ),
    "wilcoxon_p_value": _named(
        "Wilcoxon test, p", "The same by ranks, which outliers hardly move."
    ),
    "concordance": _named(
        "Lin's concordance", "How near the pairs lie to equality; 1 is perfect."
    ),
    "icc_agreement": _named(
        "ICC(2,1), agreement",
        "Intraclass correlation: share of the variance that is of the particles; a "
        "bias lowers it.",
    ),
    "icc_consistency": _named("ICC(3,1), consistency", "The same, whatever the bias."),
    "slope": _named("Slope", "Of automatic over manual sizes; 1 where both agree."),
    "intercept": _named("Intercept", "Of automatic over manual sizes; 0 at best."),
    "common_particles": _named("Common particles", "Those that everybody measured."),
    "within_sd": _named("Repeats of one person", "Standard deviation between repeats."),
    "between_sd": _named(
        "Persons beyond that", "Standard deviation between persons, repeats apart."
    ),
    "total_sd": _named(
        "Single measurements", "Standard deviation of one measurement of any person."
    ),
}
"""By the name that the code uses."""

GROUP_NAMES = (
    "Verdict", "Manual", "Automatic", "Difference", "Relative difference", "Tests",
    "Matching", "Agreement", "Operators", "Against the others",
)  # fmt: skip
"""Groups of statistics; lines have the name of their method."""


def statistic_named(title: str) -> StatisticName | None:
    """Find what is known of a statistic by its title.

    Parameters
    ----------
    title : str
        As tables show it.

    Returns
    -------
    StatisticName or None
        None for one that is named by a person.
    """
    found = (one for one in STATISTIC_NAMES.values() if one.title == title)
    return next(found, None)
