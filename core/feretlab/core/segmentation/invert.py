"""Whether a network should see dark as bright, found from its own answers."""

from collections.abc import Sequence

from feretlab.core.segmentation.scale import worth
from feretlab.core.segmentation.trial import Trial
from feretlab.models.contract import ModelContract

# Both polarities occur in training, so the picture stands as recorded unless the
# network is clearly surer of the other.
_CLEARLY = 0.05


def choose_polarity(candidates: Sequence[Trial], contract: ModelContract) -> Trial:
    """Choose between a micrograph as recorded and inverted.

    Parameters
    ----------
    candidates : sequence of Trial
        The network's best answers, the first by the polarity to keep in doubt.
    contract : ModelContract
        What the network was trained for.

    Returns
    -------
    Trial
        One of them.
    """
    best = max(candidates, key=lambda trial: worth(trial, contract))
    gain = worth(best, contract) - worth(candidates[0], contract)
    return best if gain > _CLEARLY else candidates[0]
