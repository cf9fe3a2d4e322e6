"""Everything that is said about one size distribution."""

from dataclasses import dataclass

import numpy.typing as npt

from feretlab.core.statistics.between import BetweenImages, between_images
from feretlab.core.statistics.fits import Fit, fit_distributions
from feretlab.core.statistics.nano import LEAST_DIMENSION, NanoShare, nano_share
from feretlab.core.statistics.parameters import StatisticsParameters
from feretlab.core.statistics.precision import Precision, precision_of
from feretlab.core.statistics.sample import sample_of
from feretlab.core.statistics.summary import (
    STATISTICS,
    Estimate,
    Summary,
    Weighting,
    summarize,
)
from feretlab.core.statistics.support import VolumeSupport, volume_support

DEFAULTS = StatisticsParameters()
Row = dict[str, str | float]
_PLAIN_UNITS = {"nm²": "nm2", "px²": "px2", "°": "deg"}
_SQUARED_UNITS = {"nm": "nm2", "px": "px2", "nm²": "nm4", "px²": "px4", "°": "deg2"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Distribution:
    """A described sample of sizes.

    Parameters
    ----------
    name : str
        Descriptor, such as ``"min_feret"``.
    unit : str
        ``"nm"``, ``"px"``, ``"nm²"``, ``"px²"``, ``"°"``, or empty for a number.
    count, image_count : int
        Particles, and images that hold any.
    weight_sum : float
        Particles after the correction for the border; `count` without one.
    number, volume : Summary
        Statistics by number and by volume.
    fits : tuple of Fit
        The best first.
    nano : NanoShare or None
        None where the sizes are not min Feret in nm.
    precision : Precision
        Numbers of particles needed.
    between : BetweenImages
        Variance between images.
    support : VolumeSupport
        What the statistics by volume rest on.
    """

    name: str
    unit: str
    count: int
    image_count: int
    weight_sum: float
    number: Summary
    volume: Summary
    fits: tuple[Fit, ...]
    nano: NanoShare | None
    precision: Precision
    between: BetweenImages
    support: VolumeSupport

    @property
    def best_fit(self) -> Fit | None:
        """The fitted distribution of least AIC; None where nothing could be fitted."""
        best = self.fits[0]
        return None if best.aic != best.aic else best

    def summary(self, weighting: Weighting) -> Summary:
        """Give the statistics by number or by volume.

        Parameters
        ----------
        weighting : {"number", "volume"}
            Which.

        Returns
        -------
        Summary
        """
        return self.number if weighting == "number" else self.volume


def describe_distribution(
    values: npt.ArrayLike,
    *,
    weights: npt.ArrayLike | None = None,
    image: npt.ArrayLike | None = None,
    volume: npt.ArrayLike | None = None,
    name: str = "min_feret",
    unit: str = "nm",
    parameters: StatisticsParameters = DEFAULTS,
) -> Distribution:
    """Describe the sizes of particles from one image or from several.

    Parameters
    ----------
    values : array_like
        Shape (N,), sizes; those that are not finite are left out.
    weights : array_like or None
        Shape (N,): how many particles each stands for; None counts each once.
    image : array_like or None
        Shape (N,): name or number of each particle's image; None means one.
    volume : array_like or None
        Shape (N,): volume of each particle up to a factor, such as the cube of
        its equivalent diameter; None takes the cube of the value.
    name, unit : str
        Of the descriptor.
    parameters : StatisticsParameters
        Resamples, confidence level, precision, limit and seed.

    Returns
    -------
    Distribution
        With NaN for what so few particles do not tell; none at all are fine.

    Examples
    --------
    >>> sizes = [21.0, 22.0, 24.0, 27.0, 31.0]
    >>> described = describe_distribution(sizes, name="min_feret", unit="nm")
    >>> described.number.d50.value
    24.0
    """
    sample = sample_of(values, weights, image, volume)
    summaries = summarize(sample, parameters)
    between = between_images(sample)
    decides = name == LEAST_DIMENSION and unit == "nm"
    return Distribution(
        name=name,
        unit=unit,
        count=len(sample.values),
        image_count=sample.images,
        weight_sum=float(sample.weights.sum()),
        number=summaries["number"],
        volume=summaries["volume"],
        fits=fit_distributions(sample),
        nano=nano_share(sample, parameters) if decides else None,
        precision=precision_of(sample, parameters, between.design_effect),
        between=between,
        support=volume_support(sample),
    )


def to_rows(distribution: Distribution) -> list[Row]:
    """Lay a description out as a long table, one statistic a row.

    Parameters
    ----------
    distribution : Distribution
        What to lay out.

    Returns
    -------
    list of dict
        Columns ``descriptor, weighting, statistic, unit, value, low, high``; the
        last two are NaN where there is no interval. Units as in the names of
        columns, such as ``nm2``.
    """
    unit, nano = _plain(distribution.unit), distribution.nano
    entries: list[tuple[str, str, str, Estimate | float]] = [
        ("number", "count", "", float(distribution.count)),
        ("number", "weight_sum", "", distribution.weight_sum),
        ("number", "image_count", "", float(distribution.image_count)),
    ]
    for weighting in ("number", "volume"):
        summary = distribution.summary(weighting)
        for name in STATISTICS:
            its_unit = "" if name == "span" else unit
            entries.append((weighting, name, its_unit, getattr(summary, name)))
    support = distribution.support
    entries += [
        ("volume", "effective_count", "", support.effective),
        ("volume", "largest_share", "", support.largest_share),
    ]
    if nano is not None:
        share = Estimate(value=nano.share, low=nano.low, high=nano.high)
        entries.append(("number", f"share_up_to_{nano.limit_nm:g}_nm", "", share))
    entries += [("number", *single) for single in _single_values(distribution)]
    return [_row(distribution.name, *entry) for entry in entries]


def _row(
    name: str, weighting: str, statistic: str, unit: str, found: Estimate | float
) -> Row:
    estimate = found if isinstance(found, Estimate) else Estimate(value=found)
    return {
        "descriptor": name,
        "weighting": weighting,
        "statistic": statistic,
        "unit": unit,
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
    }


def _single_values(distribution: Distribution) -> list[tuple[str, str, float]]:
    unit = _plain(distribution.unit)
    squared = _SQUARED_UNITS.get(distribution.unit, "")
    precision, between = distribution.precision, distribution.between
    values = [
        ("needed_count_mean", "", precision.needed_mean),
        ("needed_count_iso_13322", "", precision.needed_iso_13322),
        ("needed_count_iso_13322_volume", "", precision.needed_iso_13322_volume),
        ("variance_between_images", squared, between.variance_between),
        ("variance_within_images", squared, between.variance_within),
        ("intraclass_correlation", "", between.intraclass_correlation),
        ("design_effect", "", between.design_effect),
        ("between_images_p_value", "", between.p_value),
    ]
    for fit in sorted(distribution.fits, key=lambda fit: fit.family):
        shape_unit = unit if fit.family == "normal" else ""
        values += [
            (f"{fit.family}_location", unit, fit.location),
            (f"{fit.family}_shape", shape_unit, fit.shape),
            (f"{fit.family}_aic", "", fit.aic),
            (f"{fit.family}_anderson_darling", "", fit.anderson_darling),
            (f"{fit.family}_p_value", "", fit.p_value),
        ]
    return values


def column_name(descriptor: str, statistic: str, unit: str) -> str:
    """Give the name of a statistic's column in a wide table.

    Parameters
    ----------
    descriptor, statistic : str
        Such as ``"area"`` and ``"mean"``.
    unit : str
        Such as ``"nm²"``; empty for a number.

    Returns
    -------
    str
        Such as ``"area_mean_nm2"``, written as in the table of particles.
    """
    return "_".join(filter(None, (descriptor, statistic, _plain(unit))))


def _plain(unit: str) -> str:
    """Write a unit as the names of columns do."""
    return _PLAIN_UNITS.get(unit, unit)


def to_columns(distribution: Distribution) -> Row:
    """Lay a description out as one wide row.

    Parameters
    ----------
    distribution : Distribution
        What to lay out.

    Returns
    -------
    dict
        ``count``, ``image_count`` and columns such as ``min_feret_d50_nm``,
        ``min_feret_d50_low_nm``, ``min_feret_volume_mean_nm``,
        ``min_feret_share_up_to_100_nm``, ``min_feret_best_fit``,
        ``min_feret_volume_intervals``: whether those by volume can be trusted.
    """
    columns: Row = {}
    for row in to_rows(distribution):
        statistic, unit = str(row["statistic"]), str(row["unit"])
        if statistic in ("count", "weight_sum", "image_count"):
            columns[statistic] = row["value"]
            continue
        stem = distribution.name
        if row["weighting"] == "volume":
            stem += "_volume"
        columns[column_name(stem, statistic, unit)] = row["value"]
        if statistic in STATISTICS or statistic.startswith("share_up_to"):
            for bound in ("low", "high"):
                name = column_name(stem, f"{statistic}_{bound}", unit)
                columns[name] = row[bound]
    best = distribution.best_fit
    columns[f"{distribution.name}_best_fit"] = best.family if best else ""
    columns[f"{distribution.name}_volume_intervals"] = distribution.support.verdict
    if distribution.nano is not None:
        columns[f"{distribution.name}_verdict"] = distribution.nano.verdict
    return columns
