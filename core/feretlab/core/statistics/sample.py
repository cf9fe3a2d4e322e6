"""The particles that count, checked once and sorted by size."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import InputError

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """Sizes with their weights, ascending.

    Parameters
    ----------
    values : ndarray of float64
        Shape (N,), finite, ascending.
    weights : ndarray of float64
        Shape (N,), positive: how many particles each one stands for.
    volume : ndarray of float64
        Shape (N,): weights times what stands for the volume of each particle.
    image : ndarray of int64
        Shape (N,): number of the image each one is from, 0 to `images` - 1.
    images : int
        Number of images that hold particles.
    """

    values: Floats
    weights: Floats
    volume: Floats
    image: npt.NDArray[np.int64]
    images: int

    @property
    def effective(self) -> float:
        """Effective number of particles: that of equal weights, N."""
        return effective_count(self.weights)


def effective_count(weights: Floats) -> float:
    """Give Kish's effective count: so many of equal weight would tell as much.

    Parameters
    ----------
    weights : ndarray of float64
        Shape (N,), at least 0.

    Returns
    -------
    float
        (sum w)² / sum w², 1 to N; 0 where nothing weighs anything.

    References
    ----------
    L. Kish, Survey Sampling, Wiley, 1965, section 11.7.
    """
    squares = float((weights**2).sum())
    return float(weights.sum()) ** 2 / squares if squares else 0.0


def sample_of(
    values: npt.ArrayLike,
    weights: npt.ArrayLike | None = None,
    image: npt.ArrayLike | None = None,
    volume: npt.ArrayLike | None = None,
) -> Sample:
    """Sort particles by size and drop those without one.

    Parameters
    ----------
    values : array_like
        Shape (N,), sizes; those that are not finite are dropped.
    weights : array_like or None
        Shape (N,): how many particles each stands for; those at 0 are dropped.
        None counts each once.
    image : array_like or None
        Shape (N,): name or number of each particle's image; None means one image.
    volume : array_like or None
        Shape (N,): weight of each particle in volume-weighted statistics, such as
        the cube of its equivalent diameter; None takes the cube of the value.

    Returns
    -------
    Sample
    """
    sizes = np.asarray(values, np.float64).ravel()
    columns = {
        "weights": np.ones(sizes.size) if weights is None else weights,
        "volume": np.abs(sizes) ** 3 if volume is None else volume,
        "image": np.zeros(sizes.size, np.int64) if image is None else image,
    }
    arrays: dict[str, npt.NDArray[Any]] = {}
    for name, column in columns.items():
        arrays[name] = np.asarray(column).ravel()
        if arrays[name].size != sizes.size:
            message = (
                f"Statistics: found {arrays[name].size} {name} for {sizes.size} "
                "values, expected one each."
            )
            raise InputError(message)
    weight, volumes = (arrays[key].astype(np.float64) for key in ("weights", "volume"))
    if (weight < 0).any() or not np.isfinite(weight).all():
        raise InputError("Statistics: found a weight below 0 or not finite.")
    kept = np.flatnonzero(np.isfinite(sizes) & (weight > 0))
    kept = kept[np.argsort(sizes[kept], kind="stable")]
    names, codes = np.unique(arrays["image"][kept], return_inverse=True)
    return Sample(
        values=sizes[kept],
        weights=weight[kept],
        volume=weight[kept] * np.nan_to_num(volumes[kept]),
        image=codes.astype(np.int64),
        images=len(names),
    )
