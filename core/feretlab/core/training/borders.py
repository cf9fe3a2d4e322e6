"""How likely a border between regions is one between particles, fitted.

``python -m feretlab.core.training.borders MODEL DATA...`` prints the weights that
stand in `feretlab.core.separation.network`. DATA are folders as ``feretlab train``
takes them; MODEL is a name or an ONNX file.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FeretLabError
from feretlab.core.micrograph import Micrograph
from feretlab.core.segmentation.network import Network
from feretlab.core.segmentation.segment import segment
from feretlab.core.separation.joining import border_features
from feretlab.core.separation.network import parted
from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.training.dataset import Scene, find_scenes
from feretlab.models.catalog import find_model

Labels = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]

# Regions belong to a particle that has so much of them; others tell nothing.
_OWNED = 0.6
_MIXED, _GROUND = 0, -1


def border_examples(
    network: Network, scenes: Sequence[Scene]
) -> Iterator[tuple[Values, npt.NDArray[np.bool_]]]:
    """Give borders of labelled micrographs, as found and after joining what is one.

    Parameters
    ----------
    network : Network
        Whose maps are to be judged.
    scenes : sequence of Scene
        Labelled micrographs.

    Yields
    ------
    features : ndarray of float64
        Shape (E, F), as from `border_features`.
    is_border : ndarray of bool
        Shape (E,): whether different particles lie on both sides.
    """
    parameters = SeparateParameters()
    for scene in scenes:
        grey, truth = scene.read()
        found = segment(Micrograph(pixels=grey), network)
        maps = {**found.maps, "mask": found.probability}
        labels, *seen = parted(found.mask, maps, parameters)
        for _ in range(2):
            owner = _owners(labels, truth)
            pairs, features = border_features(labels, *seen)
            one, other = owner[pairs[:, 0]], owner[pairs[:, 1]]
            told = (one > 0) & (other > 0) & np.isfinite(features).all(axis=1)
            yield features[told], (one != other)[told]
            labels = _joined(labels, pairs[(one == other) & (one > 0)])


def fit_logistic(
    features: Values, answers: npt.NDArray[np.bool_], weights: Values
) -> Values:
    """Fit a logistic regression by Newton's method.

    Parameters
    ----------
    features : ndarray of float64
        Shape (N, F).
    answers : ndarray of bool
        Shape (N,).
    weights : ndarray of float64
        How much each row counts, shape (N,).

    Returns
    -------
    ndarray of float64
        Constant and F weights. Of separable data they would be endless; a small
        penalty on the weights of the standardised features holds them.
    """
    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    rows = np.column_stack([np.ones(len(features)), (features - mean) / spread])
    penalty = np.diag([1e-6] + [1.0] * features.shape[1])
    found = np.zeros(rows.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (weights * (answers - chance)) - penalty @ found
        curve = (rows.T * (weights * chance * (1 - chance))) @ rows + penalty
        step = np.linalg.solve(curve, slope)
        found += step
        if np.abs(step).max() < 1e-9:
            break
    scaled = found[1:] / spread
    return np.concatenate([[found[0] - scaled @ mean], scaled])


def fit_borders(network: Network, scenes: Sequence[Scene]) -> Values:
    """Fit the weights of a network's borders to labelled micrographs.

    Parameters
    ----------
    network : Network
        Whose maps are to be judged.
    scenes : sequence of Scene
        Labelled micrographs; each counts by the root of its borders, so that
        crowded ones do not decide alone.

    Returns
    -------
    ndarray of float64
        As `feretlab.core.separation.network.BORDER_WEIGHTS`.
    """
    found = [each for each in border_examples(network, scenes) if len(each[1])]
    counts = [np.full(len(answers), len(answers) ** -0.5) for _, answers in found]
    return fit_logistic(
        np.concatenate([features for features, _ in found]),
        np.concatenate([answers for _, answers in found]),
        np.concatenate(counts),
    )


def _owners(labels: Labels, truth: Labels) -> npt.NDArray[np.int64]:
    """Give each region's particle; ground or a mixture have numbers of their own."""
    shape = int(labels.max(initial=0)) + 1, int(truth.max(initial=0)) + 1
    places = np.ravel_multi_index((labels.ravel(), truth.ravel()), shape)
    shared = np.bincount(places, minlength=shape[0] * shape[1]).reshape(shape)
    area = np.maximum(shared.sum(axis=1), 1)
    owner = np.where(shared.max(axis=1) > _OWNED * area, shared.argmax(axis=1), _MIXED)
    return np.where(shared[:, 0] > 0.5 * area, _GROUND, owner)


def _joined(labels: Labels, pairs: npt.NDArray[np.int64]) -> Labels:
    """Join pairs of regions, and what they are joined to."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    count = int(labels.max(initial=0)) + 1
    graph = coo_array((np.ones(len(pairs)), pairs.T), shape=(count, count))
    _, group = connected_components(graph, directed=False)
    _, packed = np.unique(group, return_inverse=True)
    joined: Labels = (packed - packed[0]).astype(np.int32)[labels]
    return joined


def main(words: Sequence[str]) -> int:
    """Print the weights of a model for some data.

    Parameters
    ----------
    words : sequence of str
        A model and folders.

    Returns
    -------
    int
        Exit status.
    """
    parser = argparse.ArgumentParser(description="Weights of a model's borders.")
    parser.add_argument("model", metavar="MODEL", help="name or ONNX file")
    parser.add_argument("data", nargs="+", type=Path, metavar="DATA", help="folders")
    arguments = parser.parse_args(words)
    try:
        network = Network.open(find_model(arguments.model))
        weights = fit_borders(network, find_scenes(arguments.data))
    except (FeretLabError, ValueError) as error:
        parser.exit(1, f"error: {error}\n")
    sys.stdout.write(", ".join(f"{value:.2f}" for value in weights) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
