"""The shipped network in tiles and in one piece."""

import numpy as np
import pytest

from feretlab.core.micrograph import Micrograph
from feretlab.core.segmentation.network import Network
from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.core.segmentation.segment import segment
from feretlab.core.synthesis.parameters import SynthesizeParameters
from feretlab.core.synthesis.scene import render_scene
from feretlab.models.catalog import find_model

# The network's blocks halve a picture four times: its tiles are multiples of 16.
BORDER_PX = 16


@pytest.fixture(scope="module")
def shipped():
    return Network.open(find_model("default"))


@pytest.fixture(scope="module")
def maps_of(shipped):
    """All maps of a synthetic micrograph, by the greatest edge of a tile."""
    parameters = SynthesizeParameters(size_px=640, kind="sem", has_annotations=False)
    micrograph = Micrograph(pixels=render_scene(3, parameters).pixels)

    def segmented(tile_px):
        parameters = SegmentParameters(scale=1, invert="no", tile_px=tile_px)
        found = segment(micrograph, shipped, parameters)
        return np.stack([found.probability, *found.maps.values()])

    return segmented


@pytest.fixture(scope="module")
def whole(maps_of):
    return maps_of(1024)


def test_tiles_with_the_context_of_the_contract_leave_no_seams(maps_of, whole):
    assert (whole[0] > 0.5).mean() > 0.05, "there is something to see"
    inner = np.s_[:, BORDER_PX:-BORDER_PX, BORDER_PX:-BORDER_PX]
    assert np.abs(maps_of(448) - whole)[inner].max() < 1e-3
