"""Which pixel size of a micrograph counts."""

from dataclasses import replace

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.analysis.result import ImageFacts
from feretlab.core.analysis.table import with_square_pixels
from feretlab.core.micrograph import GIVEN, Micrograph, PixelSize, is_from_bar
from feretlab.gui.session.entries import Entry
from feretlab.gui.session.findings import Finding


def with_given_size(micrograph: Micrograph, size_nm: float | None) -> Micrograph:
    """Give a micrograph the pixel size that a person gave.

    Parameters
    ----------
    micrograph : Micrograph
        With another size, or none.
    size_nm : float or None
        Edge of a pixel; None leaves the micrograph's own.

    Returns
    -------
    Micrograph
    """
    if size_nm is None:
        return micrograph
    size = PixelSize(size_nm, size_nm)
    return replace(micrograph, pixel_size_nm=size, pixel_size_source=GIVEN)


def size_to_take(entry: Entry, recipe: AnalyzeParameters) -> PixelSize | None:
    """Give the pixel size that an analysis would take, without reading the file.

    Parameters
    ----------
    entry : Entry
        A size that was given to it comes before the recipe's, that before its own.
    recipe : AnalyzeParameters
        It may give a size.

    Returns
    -------
    PixelSize or None
        None where none is given, and the entry does not know the file's: one of an
        earlier recipe counts no more.
    """
    given = entry.given_size_nm or recipe.pixel_size_nm
    if given is not None:
        return PixelSize(given, given)
    if entry.pixel_size_nm is None or entry.pixel_size_source == GIVEN:
        return None
    return PixelSize(*entry.pixel_size_nm)


def holds_given_size(finding: Finding, entry: Entry) -> bool:
    """Tell whether no other pixel size was given than a finding is measured with.

    Parameters
    ----------
    finding : Finding
        Its recipe may give a size.
    entry : Entry
        A size that was given to it comes before the recipe's.

    Returns
    -------
    bool
    """
    given, facts = entry.given_size_nm, finding.facts
    if given is None:
        if facts.pixel_size_source != GIVEN:
            return True
        given = finding.recipe.pixel_size_nm
    return given is not None and facts.pixel_size_nm == (given, given)


def held_size(finding: Finding) -> float | None:
    """Give the size by hand that a finding is measured with.

    Parameters
    ----------
    finding : Finding
        Its recipe may give a size.

    Returns
    -------
    float or None
        What an entry must have for `holds_given_size`; None for the file's size, or
        the recipe's.
    """
    facts, recipe_nm = finding.facts, finding.recipe.pixel_size_nm
    size = facts.pixel_size_nm
    if size is None or facts.pixel_size_source != GIVEN:
        return None
    return None if size == (recipe_nm, recipe_nm) else size[0]


def with_size_at_once(finding: Finding, entry: Entry) -> Finding | None:
    """Give a finding the size that counts where that needs neither file nor measuring.

    Parameters
    ----------
    finding : Finding
        Measured with another size, or none.
    entry : Entry
        Holds the size given, and the file's where it is known.

    Returns
    -------
    Finding or None
        None where the file has to say the size, or where pixels are not square as
        they were: angles and ratios become other ones.
    """
    old, new = finding.facts.pixel_size_nm, size_to_take(entry, finding.recipe)
    if new is None or new.y != new.x or (old is not None and old[0] != old[1]):
        return None
    is_given = entry.given_size_nm or finding.recipe.pixel_size_nm
    source = GIVEN if is_given else entry.pixel_size_source
    facts = replace(
        finding.facts, pixel_size_nm=(new.y, new.x), pixel_size_source=source
    )
    table = with_square_pixels(finding.table, new.x)
    return replace(finding, facts=facts, table=table)


def calibrated_for(
    finding: Finding, entry: Entry, micrograph: Micrograph
) -> Micrograph:
    """Give a micrograph the pixel size that a finding is to be measured with.

    Parameters
    ----------
    finding : Finding
        Its own size stays, unless another one was given since, or taken back.
    entry : Entry
        Holds the size given.
    micrograph : Micrograph
        As it was read for the entry.

    Returns
    -------
    Micrograph
    """
    if holds_given_size(finding, entry):
        return _with_size_of(finding.facts, micrograph)
    if entry.given_size_nm is None:
        micrograph = with_given_size(micrograph, finding.recipe.pixel_size_nm)
    if micrograph.pixel_size_nm is None and is_from_bar(entry.pixel_size_source):
        return _with_size_of(entry, micrograph)  # nothing reads the bar here
    return micrograph


def _with_size_of(known: ImageFacts | Entry, micrograph: Micrograph) -> Micrograph:
    size = known.pixel_size_nm
    return replace(
        micrograph,
        pixel_size_nm=None if size is None else PixelSize(*size),
        pixel_size_source=known.pixel_size_source,
    )
