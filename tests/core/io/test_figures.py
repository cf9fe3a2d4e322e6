"""The figure of a size distribution, and the sentence over it."""

import subprocess
import sys
from threading import Event, Thread

import numpy as np
import pytest
from PIL import Image

from feretlab.core.io.figures import (
    Sizes,
    plain_style,
    sentence,
    write_distribution,
)
from feretlab.core.statistics.describe import describe_distribution
from feretlab.core.statistics.parameters import StatisticsParameters

FAST = StatisticsParameters(resamples=100)


def sizes_of(values, image=None, unit="nm", **options):
    values = np.asarray(values, float)
    described = describe_distribution(
        values, image=image, unit=unit, parameters=FAST, **options
    )
    return Sizes(distribution=described, values=values, image=image)


def many(count, images):
    rng = np.random.default_rng(0)
    values = np.exp(rng.normal(3.6, 0.3, count))
    return sizes_of(values, np.array([f"i{n % images}" for n in range(count)]))


def test_the_sentence_names_everything():
    words = sentence(many(300, 3))
    assert words.startswith("Median min Feret 3")
    assert " nm (95 % interval " in words
    assert words.endswith(", 300 particles in 3 images).")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], "No particles were found."),
        ([21], "Median min Feret 21.00 px (1 particle in 1 image)."),
    ],
)
def test_few_particles_have_a_sentence(values, words):
    assert sentence(sizes_of(values, unit="px")) == words


def test_descriptors_have_readable_labels():
    assert many(5, 1).label == "Min Feret (nm)"
    assert sizes_of([1, 2], unit="", name="aspect_ratio").label == "Aspect ratio"


@pytest.mark.parametrize(("count", "images"), [(0, 1), (1, 1), (200, 4), (200, 40)])
def test_figures_of_any_size_are_drawn(tmp_path, count, images):
    write_distribution(many(count, images), tmp_path / "d.png")
    with Image.open(tmp_path / "d.png") as picture:
        assert picture.width == 1400
        assert picture.height >= 800
        assert np.asarray(picture.convert("L")).std() > 1


def test_the_same_sizes_give_the_same_bytes(tmp_path):
    for name in "ab":
        write_distribution(many(50, 2), tmp_path / f"{name}.png")
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_settings_of_the_user_are_left_out_and_left_alone(tmp_path):
    import matplotlib

    write_distribution(many(20, 1), tmp_path / "a.png")
    with matplotlib.rc_context({"axes.facecolor": "red", "font.size": 20}):
        write_distribution(many(20, 1), tmp_path / "b.png")
        assert matplotlib.rcParams["font.size"] == 20
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()


def test_a_drawing_waits_for_another_threads_so_that_no_setting_stays():
    import matplotlib

    before = dict(matplotlib.rcParams)
    waiting, drawn = Event(), Event()

    def draw():
        waiting.set()
        with plain_style():
            drawn.set()

    other = Thread(target=draw)
    with plain_style():
        other.start()
        assert waiting.wait(10)
        assert not drawn.wait(0.1)
    other.join(10)
    assert drawn.is_set()
    assert dict(matplotlib.rcParams) == before


def test_matplotlib_is_loaded_late_and_without_pyplot():
    code = (
        "import sys; import feretlab.core.io.figures as f;"
        "print('matplotlib' in sys.modules);"
        "f.plain_style().__enter__(); f.new_figure(1, 1);"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.split() == ["False", "False"], done.stderr
