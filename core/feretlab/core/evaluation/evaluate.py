"""All scores of predictions against ground truth, of one image or of a set."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Any

import numpy as np
import numpy.typing as npt

from feretlab.core.errors import FileError, InputError
from feretlab.core.evaluation.clustering import clustering_scores
from feretlab.core.evaluation.instances import (
    Image,
    Instances,
    instances_of,
    kind_of,
    probability_of,
)
from feretlab.core.evaluation.matching import Matches, match, mean_best_iou
from feretlab.core.evaluation.overlap import overlap_of
from feretlab.core.evaluation.parameters import EvaluateParameters
from feretlab.core.evaluation.pixels import (
    THRESHOLDS,
    count_pixels,
    count_pixels_by_threshold,
)
from feretlab.core.particles import Connectivity, Particles
from feretlab.core.progress import SILENT, Progress

DEFAULTS = EvaluateParameters()

Refuse = Callable[[int, FileError | InputError], None]
"""Hears of a pair that cannot be scored, by its index, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Scores of a set of images.

    Parameters
    ----------
    scores : dict of str to float
        Of the set. Scores of pixels and the instance IoU are means over images,
        as published for them; precision, recall, F1, average precision and
        panoptic quality come from counts summed over images.
    mean : dict of str to float
        Mean over images of every score, where it is defined.
    names : tuple of str
        Names of the images.
    images : tuple of dict
        Scores of each image.
    threshold : float or None
        Probability from which on pixels were foreground; None for labels, masks.
    """

    scores: dict[str, float]
    mean: dict[str, float]
    names: tuple[str, ...]
    images: tuple[dict[str, float], ...]
    threshold: float | None


def evaluate(
    prediction: Image, truth: Image, parameters: EvaluateParameters = DEFAULTS
) -> dict[str, float]:
    """Score one prediction.

    Parameters
    ----------
    prediction, truth : ndarray or Particles
        Labels (Y, X), pages of labels (P, Y, X), a mask or a probability map
        (Y, X), or particles.
    parameters : EvaluateParameters
        How to compare.

    Returns
    -------
    dict of str to float
        ``iou_image, iou_instances, youden, pixel_error, warping_error,
        rand_error, information_error, precision, recall, f1,
        average_precision`` and more; errors and scores in 0..1.

    Examples
    --------
    >>> import numpy as np
    >>> labels = np.zeros((8, 8), np.uint8)
    >>> labels[1:5, 1:5] = 1
    >>> evaluate(labels, np.roll(labels, 1, axis=1))["iou_image"]
    0.6
    """
    return evaluate_set([(prediction, truth)], parameters).scores


def evaluate_set(
    pairs: Sequence[tuple[Image, Image]],
    parameters: EvaluateParameters = DEFAULTS,
    *,
    names: Sequence[str] = (),
    progress: Progress = SILENT,
    refuse: Refuse | None = None,
) -> Evaluation:
    """Score a set of predictions; one threshold serves all probability maps.

    Parameters
    ----------
    pairs : sequence of (prediction, truth)
        Indexed once or twice each, so it may read files when asked.
    parameters : EvaluateParameters
        How to compare.
    names : sequence of str
        Names of the images; their numbers where none are given.
    progress : Progress
        Watches.
    refuse : callable or None
        Hears of each pair that cannot be scored; the others are. None: the first
        of them ends the evaluation.

    Returns
    -------
    Evaluation
    """
    if not len(pairs):
        raise InputError("Evaluating: found no images, expected at least one pair.")
    names = tuple(names) or tuple(str(index + 1) for index in range(len(pairs)))
    attempts = _Attempts(refuse)
    threshold = _best_threshold(pairs, parameters, progress, attempts)
    cut = 0.5 if threshold is None else threshold
    scored, images, matches = [], [], []
    for index, name in enumerate(names):
        progress.report(index, len(pairs), name)
        if index in attempts.failed:
            continue
        with attempts.at(index):
            scores, found = _evaluate_one(*pairs[index], parameters, cut)
            scored.append(name)
            images.append({**scores, **found.scores()})
            matches.append(found)
    progress.report(len(pairs), len(pairs))
    if not images:
        raise InputError("Evaluating: found no pair that can be scored, expected one.")
    mean = {key: _mean([image[key] for image in images]) for key in images[0]}
    return Evaluation(
        scores={**mean, **reduce(add, matches).scores()},
        mean=mean,
        names=tuple(scored),
        images=tuple(images),
        threshold=threshold,
    )


class _Attempts:
    """Which pairs could not be scored, where others go on."""

    def __init__(self, refuse: Refuse | None) -> None:
        self._refuse = refuse
        self.failed: set[int] = set()

    @contextmanager
    def at(self, index: int) -> Iterator[None]:
        """Tell of a pair what goes wrong in the block, once."""
        try:
            yield
        except (FileError, InputError) as error:
            if self._refuse is None:
                raise
            self.failed.add(index)
            self._refuse(index, error)


def _best_threshold(
    pairs: Sequence[tuple[Image, Image]],
    parameters: EvaluateParameters,
    progress: Progress,
    attempts: _Attempts,
) -> float | None:
    """Give the threshold with the best mean IoU; None without probability maps."""
    curves = []
    for index in range(len(pairs)):
        with attempts.at(index):
            prediction, truth = pairs[index]
            if kind_of(prediction, parameters.prediction_kind) != "probability":
                continue
            if parameters.threshold is not None:
                return parameters.threshold
            progress.report(0, len(pairs), "threshold")
            prediction, truth = _aligned(prediction, truth, parameters.rows)
            true = instances_of(
                truth,
                parameters.truth_kind,
                parameters.connectivity,
                min_area_px=parameters.min_area_px,
            )
            probability = probability_of(prediction)
            counts = count_pixels_by_threshold(probability, true.flat > 0)
            curves.append([count.iou for count in counts])
    if not curves:
        return None
    return float(THRESHOLDS[np.mean(curves, axis=0).argmax()])


def _evaluate_one(
    prediction: Image,
    truth: Image,
    parameters: EvaluateParameters,
    threshold: float,
) -> tuple[dict[str, float], Matches]:
    predicted_pixels, true_pixels = _aligned(prediction, truth, parameters.rows)
    connectivity = parameters.connectivity
    kinds = [
        kind_of(prediction, parameters.prediction_kind),
        kind_of(truth, parameters.truth_kind),
    ]
    least = parameters.min_area_px
    predicted = instances_of(predicted_pixels, kinds[0], connectivity, threshold, least)
    true = instances_of(true_pixels, kinds[1], connectivity, min_area_px=least)
    overlap = overlap_of(true, predicted)
    flat, true_flat = predicted.flat, true.flat
    scores = count_pixels(flat > 0, true_flat > 0).scores()
    scores["iou_instances"] = mean_best_iou(overlap)
    if len(true.pages) == len(predicted.pages) == 1:
        scores |= clustering_scores(overlap)
    else:
        sides = [_as_one(true_flat, true.count), _as_one(flat, predicted.count)]
        scores |= clustering_scores(overlap_of(*sides))
    if parameters.warping:
        from feretlab.core.evaluation.warping import warping_error

        scores["warping_error"] = warping_error(
            parted(flat, connectivity), parted(true_flat, connectivity), connectivity
        )
    return scores, match(overlap, parameters.iou)


def parted(
    labels: npt.NDArray[np.int32], connectivity: Connectivity
) -> npt.NDArray[np.bool_]:
    """Draw labels as a mask in which touching particles stay apart.

    Parameters
    ----------
    labels : ndarray of int32
        Shape (Y, X), 0 is background.
    connectivity : {4, 8}
        Neighbours that would make two labels one particle.

    Returns
    -------
    ndarray of bool
        Shape (Y, X); of two neighbours with different labels one is false.
    """
    left = labels.copy()
    whole, first, last = slice(None), slice(None, -1), slice(1, None)
    sides = [((first, whole), (last, whole)), ((whole, first), (whole, last))]
    if connectivity == 8:
        sides += [((first, first), (last, last)), ((first, last), (last, first))]
    for here, beside in sides:
        left[here][(left[beside] > 0) & (left[beside] != left[here])] = 0
    return left > 0


def _as_one(flat: npt.NDArray[np.int32], count: int) -> Instances:
    return Instances(pages=flat[None], count=count)


def _aligned(
    prediction: Image, truth: Image, rows: int | None
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Cut both to common rows; only empty rows (an info bar) are cut unasked."""
    sides = [
        side.to_label_pages() if isinstance(side, Particles) else np.asarray(side)
        for side in (prediction, truth)
    ]
    shapes = [side.shape[-2:] for side in sides]
    common = min(shape[0] for shape in shapes)
    height = min(common, rows or common)
    lost = rows is None and any(side[..., common:, :].any() for side in sides)
    if lost or shapes[0][1] != shapes[1][1]:
        message = (
            f"Comparing images: found shapes {shapes[0]} (prediction) and {shapes[1]} "
            "(truth), expected the same"
        )
        hint = f"; --rows {common} compares what both have." if lost else "."
        raise InputError(message + hint)
    cut = [side[..., :height, :] for side in sides]
    return cut[0], cut[1]


def _mean(values: list[float]) -> float:
    defined = [value for value in values if value == value]  # NaN is unlike itself
    return float(np.mean(defined)) if defined else float("nan")
