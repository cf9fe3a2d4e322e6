"""Statistics of a distribution as rows of words and numbers."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from feretlab.core.statistics.curves import family_title
from feretlab.gui.tables.numbers import shown
from feretlab.gui.texts import tr, tr_count

if TYPE_CHECKING:
    from feretlab.core.io.figures import Sizes
    from feretlab.core.statistics.describe import Distribution
    from feretlab.core.statistics.summary import Estimate, Weighting


class Row(NamedTuple):
    """One statistic: what, how much, and from where to where it may lie."""

    title: str
    value: str
    interval: str = ""


def statistics_rows(found: "Distribution", weighting: "Weighting") -> tuple[Row, ...]:
    """Lay out what is said about a distribution.

    Parameters
    ----------
    found : Distribution
        What was found.
    weighting : {"number", "volume"}
        Which of its statistics.

    Returns
    -------
    tuple of Row
    """
    unit, summary = found.unit, found.summary(weighting)
    spread = f"{shown(summary.mean.value)} ± {shown(summary.sd.value)} {unit}".strip()
    level = tr("{percent:g} % intervals").format(
        percent=100 * found.precision.confidence
    )
    heading = level if _interval(summary.mean) else ""
    rows = [
        Row(tr("n"), _counts(found), heading),
        Row(tr("Mean ± sd"), spread, _interval(summary.mean)),
        _estimate(tr("Median"), summary.median, unit),
        _estimate("D10", summary.d10, unit),
        _estimate("D50", summary.d50, unit),
        _estimate("D90", summary.d90, unit),
        _estimate(tr("Mode"), summary.mode, unit),
    ]
    support = found.support
    if weighting == "volume" and support.effective == support.effective:
        remark = "" if support.is_enough else tr("intervals may be too narrow")
        rows.append(Row(tr("Effective n"), shown(support.effective), remark))
    nano = found.nano
    if nano is not None and nano.share == nano.share:
        share = f"{100 * nano.share:.1f} %"
        interval = f"{100 * nano.low:.1f} – {100 * nano.high:.1f} %"
        limit = tr("Share ≤ {limit:g} nm").format(limit=nano.limit_nm)
        rows.append(Row(limit, share, interval))
    best = found.best_fit
    if best is not None:
        family = tr(family_title(best.family))
        rows.append(Row(tr("Best fit"), family, _fit_quality(best.p_value)))
    return tuple(rows)


def image_rows(
    images: Mapping[str, "Sizes"], weighting: "Weighting"
) -> tuple[tuple[str, ...], ...]:
    """Lay out the main statistics of every image.

    Parameters
    ----------
    images : mapping of str to Sizes
        By name.
    weighting : {"number", "volume"}
        Which of their statistics.

    Returns
    -------
    tuple of tuple of str
        Name, n, mean, sd and median; the heading first.
    """
    rows: list[tuple[str, ...]] = [
        (tr("Image"), tr("n"), tr("Mean"), tr("sd"), tr("Median"))
    ]
    for name, sizes in images.items():
        found = sizes.distribution
        summary = found.summary(weighting)
        numbers = (summary.mean, summary.sd, summary.median)
        cells = tuple(shown(one.value) for one in numbers)
        rows.append((name, str(found.count), *cells))
    return tuple(rows)


def left_out_text(sizes: "Sizes") -> str:
    """Say how many particles have no size in nm beside others that have one.

    Parameters
    ----------
    sizes : Sizes
        Of all particles that are looked at.

    Returns
    -------
    str
        With what to do; empty where none is left out.
    """
    count = sum(1 for value in sizes.values if value != value)
    if not count or not sizes.distribution.unit.startswith("nm"):
        return ""
    return tr_count(
        "{count} particle has no size in nm and is left out: calibrate its image.",
        "{count} particles have no size in nm and are left out: calibrate their "
        "images.",
        count,
    )


def as_html(rows: Sequence[Sequence[str]], dim: str, has_heading: bool) -> str:
    """Lay rows out as a table for a label.

    Parameters
    ----------
    rows : sequence of sequence of str
        Cells.
    dim : str
        Colour of what matters less.
    has_heading : bool
        Whether the first row is one; otherwise the first column is.

    Returns
    -------
    str
    """
    lines = []
    for number, row in enumerate(rows):
        cells = []
        for column, cell in enumerate(row):
            is_dim = (number == 0) if has_heading else column != 1
            side = "right" if has_heading and column else "left"
            style = f"color:{dim};" if is_dim else ""
            cells.append(
                f'<td align="{side}" style="{style}padding-right:12px">'
                f"{escape(cell)}</td>"
            )
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table cellspacing='1'>{''.join(lines)}</table>"


def as_text(rows: Sequence[Sequence[str]]) -> str:
    """Lay rows out for the clipboard, cells parted by tabs.

    Parameters
    ----------
    rows : sequence of sequence of str
        Cells.

    Returns
    -------
    str
    """
    return "\n".join("\t".join(row) for row in rows) + "\n"


def _counts(found: "Distribution") -> str:
    if found.image_count < 2:
        return str(found.count)
    text = tr("{count} in {images} images")
    return text.format(count=found.count, images=found.image_count)


def _estimate(title: str, found: "Estimate", unit: str) -> Row:
    return Row(title, f"{shown(found.value)} {unit}".strip(), _interval(found))


def _interval(found: "Estimate") -> str:
    if found.low != found.low:
        return ""
    return f"{shown(found.low)} – {shown(found.high)}"


def _fit_quality(p_value: float) -> str:
    return "" if p_value != p_value else tr("p = {p}").format(p=f"{p_value:.2g}")
