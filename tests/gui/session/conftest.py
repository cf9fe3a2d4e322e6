"""A session with one analysed and corrected image."""

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.analysis.result import ImageFacts
from feretlab.core.io.read import read_micrographs
from feretlab.core.particles import Particles
from feretlab.gui.session.corrections import Correction, Corrections
from feretlab.gui.session.entries import State
from feretlab.gui.session.findings import with_corrections
from feretlab.gui.session.session import Session


@pytest.fixture
def image(tmp_path):
    folder = tmp_path / "images"
    folder.mkdir()
    rng = np.random.default_rng(0)
    grey = rng.integers(0, 255, (40, 50), np.uint8)
    Image.fromarray(grey).save(folder / "field.png")
    return folder / "field.png"


@pytest.fixture
def found(image):
    """Three squares found, of which one was deleted and one excluded."""
    (micrograph,) = read_micrographs(image, pixel_size_nm=2.0)
    facts = ImageFacts(
        image="field", source=str(image), height_px=40, width_px=50, info_bar_rows=0,
        pixel_size_nm=(2.0, 2.0), pixel_size_source="given", scale=0.5,
        scale_reason="chosen", inverted=False, particle_count=3, warnings=("odd",),
    )  # fmt: skip
    square = np.ones((6, 6), bool)
    automatic = Particles.from_masks(
        [square] * 3,
        [(2, 2), (2, 20), (20, 2)],
        (40, 50),
        confidence=np.array([0.5, 0.75, 1], np.float32),
    )
    corrections = Corrections(
        items=(
            Correction(kind="delete", at=((4, 22),)),
            Correction(kind="exclude", at=((21, 3),), text="dust"),
            Correction(kind="add", regions=((np.ones((4, 5), bool), (30, 30)),)),
        )
    )
    recipe = AnalyzeParameters(threshold=0.25)
    return with_corrections(
        micrograph, facts, recipe, "f" * 64, automatic, corrections
    ), corrections


@pytest.fixture
def session(image, found):
    session = Session()
    (key,) = session.add_files([image])
    finding, corrections = found
    session.put_corrections(key, corrections)
    session.put_finding(key, replace(finding))
    session.update(key, state=State.DONE, given_size_nm=2.0, shape=(40, 50))
    session.set_recipe(AnalyzeParameters(threshold=0.25))
    session.set_filters({"area_px": (0.0, 30.0)})
    return session
