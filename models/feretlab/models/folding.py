"""Batch normalisation folded into the convolutions before it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalisation:
    """What a batch normalisation has learnt, one value for each map.

    Parameters
    ----------
    gamma, beta : ndarray of float32
        Scale and shift, shape (C,).
    mean, variance : ndarray of float32
        Running statistics of its input, shape (C,).
    epsilon : float
        Added to the variance.
    """

    gamma: npt.NDArray[np.float32]
    beta: npt.NDArray[np.float32]
    mean: npt.NDArray[np.float32]
    variance: npt.NDArray[np.float32]
    epsilon: float

    @classmethod
    def from_weights(
        cls, weights: Mapping[str, npt.NDArray[np.float32]], epsilon: float
    ) -> "Normalisation":
        """Read a Keras layer's variables.

        Parameters
        ----------
        weights : mapping of str to ndarray
            ``gamma``, ``beta``, ``moving_mean`` and ``moving_variance``.
        epsilon : float
            The layer's epsilon.

        Returns
        -------
        Normalisation
        """
        return cls(
            gamma=weights["gamma"],
            beta=weights["beta"],
            mean=weights["moving_mean"],
            variance=weights["moving_variance"],
            epsilon=epsilon,
        )


def fold(
    kernel: npt.NDArray[np.float32],
    bias: npt.NDArray[np.float32] | None,
    normalisation: Normalisation,
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Give the convolution that does a convolution and its normalisation at once.

    Parameters
    ----------
    kernel : ndarray of float32
        Shape (Y, X, C in, C out).
    bias : ndarray of float32 or None
        Shape (C out,); None for no bias.
    normalisation : Normalisation
        Of the convolution's output.

    Returns
    -------
    tuple of ndarray of float32
        Kernel and bias of the same shapes.
    """
    spread = np.sqrt(normalisation.variance.astype(np.float64) + normalisation.epsilon)
    factor = normalisation.gamma / spread
    shift = 0.0 if bias is None else bias
    folded_bias = (shift - normalisation.mean) * factor + normalisation.beta
    return (kernel * factor).astype(np.float32), folded_bias.astype(np.float32)
