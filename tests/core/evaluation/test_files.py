"""Evaluation from files to JSON."""

import json

import imageio.v3 as imageio
import numpy as np
import pytest
import tifffile
from scipy import ndimage

from feretlab.core.errors import FileError
from feretlab.core.evaluation.evaluate import evaluate
from feretlab.core.evaluation.files import (
    evaluate_files,
    read_labels,
    to_json,
    to_rows,
)
from feretlab.core.evaluation.parameters import EvaluateParameters


@pytest.fixture
def stored(tmp_path, blobs):
    """Store two predictions and two truths in folders."""
    prediction, truth = blobs
    for folder in ("predicted", "true"):
        (tmp_path / folder).mkdir()
    for name in ("a", "b"):
        tifffile.imwrite(tmp_path / "predicted" / f"{name}_labels.tif", prediction)
        imageio.imwrite(tmp_path / "true" / f"{name}.png", truth.astype(np.uint16))
    return tmp_path / "predicted", tmp_path / "true"


def test_folders_score_as_their_arrays(stored, blobs):
    result = evaluate_files(*stored)
    assert result.names == ("a", "b")
    assert result.images[0] == evaluate(*blobs)
    assert result.scores["true_count"] == 2 * blobs[1].max()


def test_rows_end_with_mean_and_set(stored):
    rows = to_rows(evaluate_files(*stored))
    assert [row["image"] for row in rows] == ["a", "b", "mean", "set"]
    assert rows[0]["f1"] == rows[-1]["f1"]


def test_json_has_null_for_what_is_undefined(tmp_path):
    tifffile.imwrite(tmp_path / "p.tif", np.zeros((8, 8), np.uint8))
    result = evaluate_files(tmp_path / "p.tif", tmp_path / "p.tif")
    record = json.loads(to_json(result))
    assert record["rand_error"] is None
    assert record["iou_image"] == 1
    assert record["threshold"] is None
    assert record["images"]["p"]["f1"] == 1


def test_grey_stored_as_colour_is_made_flat(tmp_path):
    mask = np.zeros((6, 7), np.uint8)
    mask[2:4, 2:5] = 255
    imageio.imwrite(tmp_path / "m.png", np.stack([mask] * 3, axis=-1))
    np.testing.assert_array_equal(read_labels(tmp_path / "m.png"), mask)


def test_colours_are_refused(tmp_path):
    colours = np.zeros((6, 7, 3), np.uint8)
    colours[..., 1] = 255
    imageio.imwrite(tmp_path / "c.png", colours)
    with pytest.raises(FileError, match="found colours"):
        read_labels(tmp_path / "c.png")


@pytest.mark.parametrize("name", ["broken.tif", "broken.png", "broken.npy"])
def test_a_broken_file_gets_one_line(tmp_path, name):
    (tmp_path / name).write_bytes(b"II*\x00 nothing of use")
    with pytest.raises(FileError, match=r"Reading .*broken") as caught:
        read_labels(tmp_path / name)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("connectivity", "parted"), [(4, True), (8, False)])
def test_lines_between_real_particles_are_four_connected(
    shared_data, connectivity, parted
):
    mask = shared_data / "bam_tio2" / "masks_manual" / "1908248_m.tif"
    parameters = EvaluateParameters(connectivity=connectivity)
    scores = evaluate_files(mask, mask, parameters).scores
    assert scores["f1"] == 1
    assert (scores["true_count"] == ndimage.label(read_labels(mask))[1]) is parted
