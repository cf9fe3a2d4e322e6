"""Evaluation from files to JSON."""

import json

import imageio.v3 as imageio
import numpy as np
import pytest
import tifffile
from scipy import ndimage

from feretlab.core.errors import FileError, InputError
from feretlab.core.evaluation.evaluate import evaluate
from feretlab.core.evaluation.files import (
    evaluate_files,
    to_json,
    to_rows,
)
from feretlab.core.evaluation.parameters import EvaluateParameters
from feretlab.core.io.labels import write_mask, write_probability


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


def test_a_bad_file_is_told_once_and_the_others_are_scored(stored):
    (stored[0] / "a_labels.tif").write_bytes(b"")
    told = []
    result = evaluate_files(*stored, refuse=lambda *what: told.append(what))
    assert result.names == ("b",)
    assert result.scores["f1"] == result.images[0]["f1"]
    ((path, error),) = told
    assert path.name == "a_labels.tif"
    assert "a_labels.tif': found no picture" in str(error)


def test_where_no_pair_can_be_scored_the_evaluation_fails(stored):
    for path in stored[0].iterdir():
        path.write_bytes(b"")
    told = []
    with pytest.raises(InputError, match="no pair that can be scored"):
        evaluate_files(*stored, refuse=lambda *what: told.append(what))
    assert len(told) == 2


@pytest.mark.parametrize(
    ("picture", "message"),
    [
        (np.full((8, 8), np.nan, np.float32), "found values nan"),
        (np.ones((9, 8), np.uint8), "--rows 8 compares"),
        (np.ones((8, 8), np.complex64), "found values of 'complex64'"),
    ],
)
def test_what_cannot_be_compared_is_told_with_its_file(tmp_path, picture, message):
    tifffile.imwrite(tmp_path / "p.tif", picture)
    tifffile.imwrite(tmp_path / "t.tif", np.ones((8, 8), np.uint8))
    with pytest.raises((FileError, InputError), match=rf"p\.tif'.*{message}"):
        evaluate_files(tmp_path / "p.tif", tmp_path / "t.tif")


def test_a_stack_of_masks_is_refused(tmp_path):
    stack = np.repeat(np.eye(9, dtype=np.uint8)[None] * 255, 3, axis=0)
    tifffile.imwrite(tmp_path / "p.tif", stack, photometric="minisblack")
    with pytest.raises(InputError, match=r"p\.tif': found a stack of 3 pictures"):
        evaluate_files(tmp_path / "p.tif", tmp_path / "p.tif")


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


def test_a_probability_map_is_scored_at_its_threshold(tmp_path):
    truth = np.zeros((6, 7), np.uint8)
    truth[2:4, 2:5] = 255
    write_mask(truth, tmp_path / "t.tif")
    write_probability(truth / 255 * 0.65 + 0.2, tmp_path / "p.tif")
    result = evaluate_files(tmp_path / "p.tif", tmp_path / "t.tif")
    assert (result.scores["iou_image"], result.threshold) == (1, pytest.approx(0.3))


def test_a_broken_file_gets_one_line(tmp_path):
    (tmp_path / "broken.tif").write_bytes(b"II*\x00 nothing of use")
    with pytest.raises(FileError, match=r"Reading .*broken") as caught:
        evaluate_files(tmp_path / "broken.tif", tmp_path / "broken.tif")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("connectivity", "parted"), [(4, True), (8, False)])
def test_lines_between_real_particles_are_four_connected(
    shared_data, connectivity, parted
):
    mask = shared_data / "bam_tio2" / "masks_manual" / "1908248_m.tif"
    parameters = EvaluateParameters(connectivity=connectivity)
    scores = evaluate_files(mask, mask, parameters).scores
    assert scores["f1"] == 1
    assert (scores["true_count"] == ndimage.label(tifffile.imread(mask))[1]) is parted
