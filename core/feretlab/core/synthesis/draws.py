"""Random draws that rendering needs again and again."""

import numpy as np

Rng = np.random.Generator


def log_uniform(rng: Rng, low: float, high: float) -> float:
    """Give a positive number whose logarithm is uniform between the limits."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def chance(rng: Rng, probability: float) -> bool:
    """Give true with the stated probability."""
    return bool(rng.random() < probability)


def pick(rng: Rng, weights: dict[str, float]) -> str:
    """Give one of the names, as often as its weight says."""
    names = list(weights)
    shares = np.array([weights[name] for name in names])
    return names[int(rng.choice(len(names), p=shares / shares.sum()))]
