"""The weights of borders, fitted to labelled micrographs."""

import numpy as np
import pytest

from feretlab.core.segmentation.network import Network
from feretlab.core.separation.borders import FEATURES
from feretlab.core.synthesis.dataset import synthesize
from feretlab.core.synthesis.parameters import SynthesizeParameters
from feretlab.core.training.borders import (
    border_examples,
    fit_borders,
    fit_logistic,
    main,
)
from feretlab.core.training.dataset import find_scenes


def test_a_fit_finds_the_weights_that_made_the_answers():
    rng = np.random.default_rng(4)
    features = rng.normal([2, -1], [3, 0.5], (40_000, 2))
    odds = 0.5 + features @ [0.7, -2.0]
    answers = rng.random(len(odds)) < 1 / (1 + np.exp(-odds))

    found = fit_logistic(features, answers, np.ones(len(odds)))

    np.testing.assert_allclose(found, [0.5, 0.7, -2.0], atol=0.08)


def test_a_fit_stands_where_its_slope_is_none():
    rng = np.random.default_rng(5)
    features = rng.normal(size=(500, 3))
    answers, weights = rng.random(500) < 0.4, rng.uniform(0.5, 2, 500)

    found = fit_logistic(features, answers, weights)

    chance = 1 / (1 + np.exp(-found[0] - features @ found[1:]))
    assert (weights * (answers - chance)).sum() == pytest.approx(0, abs=1e-6)


@pytest.fixture(scope="module")
def network():
    from feretlab.models.catalog import model_path

    return Network.open(model_path("default"), 1)


def test_after_joining_what_is_one_all_borders_are_borders(network, data_folder):
    scenes = find_scenes([data_folder])

    _, after = list(border_examples(network, scenes))[:2]

    features, answers = after
    assert features.shape == (len(answers), len(FEATURES))
    assert len(answers) > 0
    assert answers.all()


def test_of_a_networks_maps_contact_speaks_for_a_border(network, tmp_path):
    synthesize(SynthesizeParameters(count=6, size_px=256, workers=1), tmp_path)

    weights = fit_borders(network, find_scenes([tmp_path]))

    assert np.isfinite(weights).all()
    assert weights[1 + FEATURES.index("contact")] > 0


def test_an_unknown_model_is_one_line(tmp_path, capsys):
    with pytest.raises(SystemExit) as end:
        main(["nosuch", str(tmp_path)])

    assert end.value.code == 1
    assert capsys.readouterr().err.startswith("error: Looking for model 'nosuch'")
