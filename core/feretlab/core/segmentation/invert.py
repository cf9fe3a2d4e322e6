"""Whether a network should see dark as bright, found from its own answers."""

from collections.abc import Callable

from feretlab.core.segmentation.trial import Trial

# Networks are trained with both polarities. The picture stands as recorded where
# that goes well, and unless the other goes clearly better.
_WELL = 0.3
_CLEARLY = 0.1


def choose_polarity(try_polarity: Callable[[bool], Trial]) -> Trial:
    """Choose between a micrograph as recorded and inverted.

    Parameters
    ----------
    try_polarity : callable
        Shows the micrograph to the network, inverted or not.

    Returns
    -------
    Trial
        The better one; the other polarity is not tried where the first does well.
    """
    recorded = try_polarity(False)
    if recorded.worth >= _WELL:
        return recorded
    inverted = try_polarity(True)
    return inverted if inverted.worth > recorded.worth + _CLEARLY else recorded
