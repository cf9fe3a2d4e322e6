from feretlab.core.separation.benchmark import METHODS, benchmark_separation
from feretlab.core.separation.scenes import SceneRecipe


def test_all_methods_and_scikit_image_are_timed():
    recipe = SceneRecipe(shape=(400, 400), count=20)
    timings = benchmark_separation(recipe, repeats=1)
    assert [timing.method for timing in timings] == ["scikit-image", *METHODS]
    assert all(timing.seconds > 0 and timing.particles > 3 for timing in timings)
    assert timings[0].ratio == 1
