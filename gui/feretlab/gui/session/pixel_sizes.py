"""Which pixel size of a micrograph counts."""

from dataclasses import replace

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.analysis.result import ImageFacts
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
