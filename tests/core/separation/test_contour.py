"""The referee: scenes of 140 overlapping particles whose outlines are known."""

import numpy as np
import pytest

from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.separation.scenes import SceneRecipe, draw_scene
from feretlab.core.separation.separate import separate

PARAMETERS = SeparateParameters(method="contour")
RECIPES = {
    "discs": SceneRecipe(),
    "ellipses": SceneRecipe(aspect=1.8),
    "blobs": SceneRecipe(aspect=1.5, waviness=0.06),
}


@pytest.fixture(scope="module", params=RECIPES)
def scene(request):
    return draw_scene(RECIPES[request.param], seed=11)


def test_most_particles_of_agglomerates_are_found_and_few_invented(scene, score):
    found = separate(scene.to_mask(), PARAMETERS)
    recall, precision = score(found, scene, 0.5)
    assert len(scene) == 140
    assert recall >= 0.85
    assert precision >= 0.93


@pytest.mark.parametrize("seed", [21, 22, 23])
@pytest.mark.parametrize(
    ("aspect", "least_recall", "least_precision"), [(1.8, 0.85, 0.95), (2.5, 0.85, 0.9)]
)
def test_long_ellipses_are_found_too(
    aspect, least_recall, least_precision, seed, score
):
    truth = draw_scene(SceneRecipe(aspect=aspect), seed)
    recall, precision = score(separate(truth.to_mask(), PARAMETERS), truth, 0.5)
    assert recall >= least_recall
    assert precision >= least_precision


@pytest.mark.parametrize(
    ("recipe", "least_recall", "least_precision"),
    [
        (SceneRecipe(sides=3), 0.80, 0.86),
        (SceneRecipe(sides=4, aspect=1.2), 0.80, 0.88),
        (SceneRecipe(sides=4, aspect=4.0), 0.84, 0.90),
    ],
    ids=["triangles", "squares", "rods"],
)
def test_polygons_are_found_and_few_invented(
    recipe, least_recall, least_precision, score
):
    scenes = [draw_scene(recipe, seed) for seed in (21, 22, 23)]
    found = [separate(scene.to_mask(), PARAMETERS) for scene in scenes]
    pairs = [score(f, scene, 0.5) for f, scene in zip(found, scenes, strict=True)]
    recall, precision = np.mean(pairs, axis=0)
    assert recall >= least_recall
    assert precision >= least_precision


def test_it_beats_the_two_others(scene, score):
    mask = scene.to_mask()
    recall = {
        method: score(separate(mask, SeparateParameters(method=method)), scene, 0.5)[0]
        for method in ("contour", "watershed", "uecs")
    }
    assert recall["contour"] > recall["watershed"] + 0.2
    assert recall["contour"] > recall["uecs"] + 0.2


def _two_discs(radius, share):
    """Two equal discs that overlap by a share of their area, and their mask."""
    apart = np.linspace(0, 2, 2001)
    overlap = 2 * np.arccos(apart / 2) - apart / 2 * np.sqrt(4 - apart**2)
    distance = radius * apart[np.argmin(np.abs(overlap / np.pi - share))]
    y, x = np.mgrid[: int(4 * radius), : int(5 * radius)]
    middle_y, middle_x = 2 * radius, 1.5 * radius
    turned_y, turned_x = 0.6 * distance, 0.8 * distance
    one = np.hypot(y - middle_y + turned_y / 2, x - middle_x) <= radius
    other = np.hypot(y - middle_y - turned_y / 2, x - middle_x - turned_x) <= radius
    return one, other


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3, 0.4])
@pytest.mark.parametrize("radius", [8.0, 15.0, 40.0, 120.0])
def test_equal_discs_are_parted_and_completed(share, radius):
    discs = _two_discs(radius, share)
    found = separate(discs[0] | discs[1], PARAMETERS)
    areas = [mask.sum() for mask in found.masks()]
    assert areas == pytest.approx([np.pi * radius**2] * 2, rel=0.08)


def _bar(turn, half_length, half_width):
    """Pixels of a straight bar on a field of 160 px."""
    y, x = np.mgrid[:160, :160] - 80.0
    angle = np.deg2rad(turn)
    along = x * np.cos(angle) + y * np.sin(angle)
    across = y * np.cos(angle) - x * np.sin(angle)
    return (abs(along) < half_length) & (abs(across) < half_width)


@pytest.mark.parametrize("turn", [55, 75, 90])
@pytest.mark.parametrize("half_width", [12.0, 15.0])
def test_crossed_bars_are_two(half_width, turn):
    bars = _bar(10, 60, half_width), _bar(10 + turn, 60, half_width)
    found = separate(bars[0] | bars[1], PARAMETERS)
    assert len(found) == 2


@pytest.mark.parametrize(("covered", "expected"), [(0.1, 2), (-0.1, 1)])
def test_what_larger_particles_cover_too_much_of_goes(covered, expected):
    y, x = np.mgrid[:140, :160]
    large = np.hypot(y - 70, x - 60) <= 45
    small = np.hypot(y - 70, x - 103) <= 15
    share = (large & small).sum() / small.sum()
    parameters = SeparateParameters(
        method="contour", contour_max_covered=share + covered
    )
    assert len(separate(large | small, parameters)) == expected


def test_without_completion_every_pixel_belongs_to_one():
    one, other = _two_discs(20.0, 0.3)
    parameters = SeparateParameters(method="contour", complete_hidden=False)
    found = separate(one | other, parameters)
    assert sum(mask.sum() for mask in found.masks()) == (one | other).sum()
    assert len(found.to_label_pages()) == 1


@pytest.mark.parametrize("turn", [0, 12, 45])
def test_a_rod_stays_whole(turn):
    y, x = np.mgrid[:120, :120] - 60.0
    angle = np.deg2rad(turn)
    along = x * np.cos(angle) + y * np.sin(angle)
    across = y * np.cos(angle) - x * np.sin(angle)
    assert len(separate((abs(along) < 50) & (abs(across) < 8), PARAMETERS)) == 1


def test_a_sponge_is_not_waited_for():
    from scipy import ndimage

    noise = np.random.default_rng(0).normal(size=(900, 900))
    sponge = ndimage.gaussian_filter(noise, 2) > -0.02
    assert len(separate(sponge, PARAMETERS)) > 100


def test_noise_is_asked_about_before_each_larger_blob():
    from scipy import ndimage

    noise = np.random.default_rng(0).random((512, 512)) < 0.38
    heard = []

    class Listener:
        def report(self, done, total, note=""):
            heard.append(done / total)

    separate(noise, PARAMETERS, progress=Listener())
    boxes = ndimage.find_objects(ndimage.label(noise, np.ones((3, 3)))[0])
    larger = sum(noise[box].size > 4096 for box in boxes)
    assert larger > 20
    assert len(set(heard)) > larger
