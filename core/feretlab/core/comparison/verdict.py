"""What a comparison means, in plain words."""

from math import isfinite

from feretlab.core.comparison.compare import Comparison, Paired
from feretlab.core.comparison.operators import Spread
from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.io.wording import ROUNDING, counted, decimals_for, with_interval
from feretlab.core.statistics.summary import Estimate


def relative_difference(found: Comparison) -> Estimate:
    """Give how much larger the automatic mean is, over the manual mean.

    Parameters
    ----------
    found : Comparison
        Of any kind.

    Returns
    -------
    Estimate
        Of the pairs where there are two or more, else of the distributions; unknown
        where lengths were to meet particles, and hardly one does.
    """
    pairs = found.paired
    if pairs is None or pairs.agreement.count < 2:
        relative = found.contrasts["mean"].relative
        few = pairs is not None and pairs.by_lines
        return Estimate(value=relative.value) if few else relative
    mean, bias = float(pairs.manual.mean()), pairs.agreement.bias
    return Estimate(value=bias.value / mean, low=bias.low / mean, high=bias.high / mean)


def verdict(found: Comparison, parameters: CompareParameters, title: str) -> str:
    """Say whether the automatic result may stand for the manual one.

    Parameters
    ----------
    found : Comparison
        Of any kind.
    parameters : CompareParameters
        With the tolerance and the confidence level.
    title : str
        What was measured, such as ``"min Feret"``.

    Returns
    -------
    str
        A sentence or two.
    """
    pairs = found.paired
    if pairs is not None and pairs.by_lines and not pairs.agreement.count:
        none = "no manual length lies in an automatic particle, nothing can be compared"
        return f"{found.name}: {none}. {_details(found)}"
    relative, tolerance = relative_difference(found), parameters.tolerance
    limit = f"{100 * tolerance:g} %"
    if pairs is not None and pairs.by_lines and pairs.agreement.count < 2:
        # A few lengths beside all automatic particles tell whom one measured.
        few = counted(pairs.agreement.count, "pair")
        text = f"{found.name}: {few}, too few to judge by {limit}; measure more."
        return f"{text} {_details(found)}"
    if not (isfinite(relative.low) and isfinite(relative.high)):
        judged = f"too few particles to judge by {limit}"
    elif max(abs(relative.low), abs(relative.high)) <= tolerance:
        judged = f"they agree within {limit}"
    elif relative.low > tolerance or relative.high < -tolerance:
        judged = f"they differ by more than {limit}"
    else:
        judged = f"whether they agree within {limit} is not certain yet"
    text = (
        f"{found.name}: automatic {title} is on average {_percent(relative)} manual, "
        f"{_amount(found)}: {judged}."
    )
    return f"{text} {_details(found)}".strip()


def in_sentence(title: str) -> str:
    """Give a descriptor's title as it stands inside a sentence.

    Parameters
    ----------
    title : str
        Such as ``"Min Feret"``.

    Returns
    -------
    str
        Such as ``"min Feret"``; an abbreviation such as ``"ECD"`` stays.
    """
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def spread_verdict(spread: Spread, unit: str) -> str:
    """Say how far persons differ beside the automatic result.

    Parameters
    ----------
    spread : Spread
        Of two or more manual measurements.
    unit : str
        Of the sizes.

    Returns
    -------
    str
    """
    what = (
        f"the same {counted(spread.targets, 'particle')}"
        if spread.targets
        else "the means of the same sample"
    )
    parts = []
    if isfinite(spread.between_sd):
        parts.append(f"persons differ by {_sd(spread.between_sd, unit)}")
    if isfinite(spread.within_sd):
        parts.append(f"repeats of one person by {_sd(spread.within_sd, unit)}")
    one = spread.automatic
    text = f"the automatic result is off their mean by {_signed(one.bias, unit)}"
    if isfinite(one.sd):
        text += f" and differs by {_sd(one.sd, unit)}"
    said = ", ".join(parts)
    return f"On {what}, {said}; {text} (standard deviations)."


def _percent(relative: Estimate) -> str:
    """Say how much larger or smaller than."""
    if max(map(abs, (relative.value, relative.low, relative.high))) <= ROUNDING:
        return "equal to"
    way = "larger" if relative.value >= 0 else "smaller"
    low, high = sorted((abs(relative.low), abs(relative.high)))
    if relative.low < 0 < relative.high:
        sign = 1 if relative.value >= 0 else -1
        low, high = sorted((sign * relative.low, sign * relative.high))
    percent = with_interval(100 * abs(relative.value), 100 * low, 100 * high, "%")
    return f"{percent} {way} than"


def _amount(found: Comparison) -> str:
    pairs = found.paired
    if pairs is None or pairs.agreement.count < 2:
        difference = found.contrasts["mean"].difference
        mean = found.contrasts["mean"].manual
        counts = (
            f"{len(found.automatic)} automatic and {len(found.manual)} manual sizes"
        )
    else:
        difference, mean = pairs.agreement.bias, float(pairs.manual.mean())
        counts = counted(pairs.agreement.count, "pair")
    half = (difference.high - difference.low) / 2
    places = decimals_for(half, mean)
    return (
        f"{_signed(difference.value, found.unit)} on {mean:.{places}f} {found.unit}"
        f" ({counts})"
    ).replace("  ", " ")


def _details(found: Comparison) -> str:
    pairs = found.paired
    if pairs is None:
        return ""
    text = ""
    if pairs.agreement.count > 1:
        low, high = pairs.agreement.lower.value, pairs.agreement.upper.value
        places = decimals_for(pairs.agreement.sd, high)
        ends = f"{low:+z.{places}f} to {high:+z.{places}f} {found.unit}".rstrip()
        text = f"95 % of single particles differ by {ends}. {_whole_mean(found, pairs)}"
    told = [f"{counted(pairs.misses, 'manual particle')} missed"]
    if pairs.false_finds or not pairs.by_lines:
        beyond = counted(pairs.false_finds, "automatic particle")
        told.append(f"{beyond} without a manual one")
    if pairs.by_lines:
        others = counted(pairs.measured + pairs.unmeasured, "automatic particle")
        told.append(f"{pairs.measured} of {others} measured by hand")
        told[-1] += "; the others are not compared" if pairs.unmeasured else ""
    return f"{text}{', '.join(told)}."


def _whole_mean(found: Comparison, pairs: Paired) -> str:
    """Tell the difference of all that can be compared, where that is not the pairs."""
    if pairs.by_lines and not (pairs.misses or pairs.false_finds):
        return ""
    which = "all that was measured" if pairs.by_lines else "all particles"
    relative = 100 * found.contrasts["mean"].relative.value
    return f"The mean of {which} differs by {relative:+z.1f} %. "


def _sd(value: float, unit: str) -> str:
    places = decimals_for(value, value)
    return f"{value:.{places}f} {unit}".strip()


def _signed(value: float, unit: str) -> str:
    places = decimals_for(abs(value), value)
    return f"{value:+z.{places}f} {unit}".strip()
