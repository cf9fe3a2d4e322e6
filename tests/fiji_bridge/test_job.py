"""Commands of an ImageJ that runs elsewhere, carried out on files."""

from importlib.resources import files

import numpy as np
import pytest
import roifile
import tifffile

from feretlab.core.errors import FeretLabError, InputError
from feretlab.core.io.labels import BORDER, INFO_BAR_ROWS
from feretlab.core.io.read import read_micrographs
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles
from feretlab.core.progress import SILENT
from feretlab.fiji_bridge import job
from feretlab.fiji_bridge.job import carry_out, from_codes, to_codes
from feretlab.fiji_bridge.outputs import imagej_columns

MASK = np.zeros((30, 40), np.uint8)
MASK[5:10, 6:20] = 255
MASK[20:24, 2:6] = 255


def lay(folder, operation, options="", image=MASK, selection=None, **told):
    """Write what an installed macro writes."""
    facts = {
        "operation": operation,
        "options": options,
        "title": "my µ picture.tif",
        "unit": "nm",
        "edges": "0.5 0.25",
        "origin": "0 0",
        "file": "",
    } | told
    lines = [f"{key}\t{to_codes(text)}\n" for key, text in facts.items()]
    (folder / "job.txt").write_text("".join(lines), encoding="ascii")
    tifffile.imwrite(folder / "image.tif", image)
    if selection is not None:
        tifffile.imwrite(folder / "selection.tif", selection)


def answer(folder):
    """Lines of the answer, split."""
    text = (folder / "answer.txt").read_text(encoding="ascii")
    return [line.split("\t") for line in text.splitlines()]


def rows(folder, name):
    lines = [x.split("\t") for x in (folder / name).read_text().splitlines()]
    return [
        dict(zip(map(from_codes, lines[0]), line, strict=True)) for line in lines[1:]
    ]


@pytest.mark.parametrize("text", ["", "plain", "µm – 中文 😀", 'C:\\a "b"\t\n'])
def test_texts_come_back_from_their_numbers(text):
    assert from_codes(to_codes(text)) == text


def test_measure_answers_with_the_rows_that_imagej_would_have(tmp_path):
    lay(tmp_path, "measure", "add_rois")
    carry_out(tmp_path, SILENT)
    (kind, table), (rois, _), end = answer(tmp_path)
    assert (kind, rois, end) == ("rows", "rois", ["end"])
    found = rows(tmp_path, table)
    expected = imagej_columns(Particles.from_mask(MASK != 0), PixelSize(0.5, 0.25))
    for name, values in expected.items():
        assert [float(row[name]) for row in found] == pytest.approx(values.tolist())
    assert from_codes(found[0]["Label"].removeprefix("=")) == "my µ picture.tif"


def test_a_selection_limits_the_region(tmp_path):
    selection = np.zeros_like(MASK)
    selection[0:12, 0:10] = 255
    lay(tmp_path, "measure", selection=selection)
    carry_out(tmp_path, SILENT)
    (row,) = rows(tmp_path, answer(tmp_path)[0][1])
    assert float(row["Area"]) == pytest.approx(5 * 4 * 0.125)


def test_separate_answers_with_labels_of_every_slice(tmp_path):
    lay(tmp_path, "separate", image=np.stack([MASK, MASK[::-1]]))
    carry_out(tmp_path, SILENT)
    (_, name, title, highest), *rest = answer(tmp_path)
    assert [line[0] for line in rest] == ["rois", "rois", "end"]
    assert (from_codes(title), float(highest)) == ("my µ picture_labels", 2)
    labels = tifffile.imread(tmp_path / name)
    assert labels.dtype == np.uint16
    assert np.array_equal(labels != 0, np.stack([MASK, MASK[::-1]]) != 0)


def test_separate_takes_sizes_in_nm_by_a_given_pixel_size(tmp_path):
    options = "method=none pixel_size_nm=2 min_size_nm=10"
    lay(tmp_path, "separate", options, unit="pixel", edges="1 1")
    carry_out(tmp_path, SILENT)
    labels = tifffile.imread(tmp_path / answer(tmp_path)[0][1])
    # 4 x 4 pixels of 2 nm have an equivalent diameter of 9.03 nm.
    assert np.count_nonzero(labels) == 5 * 14


def cut_and_inner():
    """A mask of 50 x 60 pixels with one inner square of 20 and one that is cut."""
    mask = np.zeros((50, 60), np.uint8)
    mask[10:30, 10:30] = mask[40:, :10] = 255
    return mask


def test_measure_weights_what_separate_left_for_the_border_rule(tmp_path):
    lay(tmp_path, "separate", "method=none border=miles", cut_and_inner())
    carry_out(tmp_path, SILENT)
    (tmp_path / answer(tmp_path)[0][1]).rename(tmp_path / "labels.tif")
    lay(tmp_path, "measure")
    (tmp_path / "labels.tif").replace(tmp_path / "image.tif")
    carry_out(tmp_path, SILENT)
    (row,) = rows(tmp_path, answer(tmp_path)[0][1])
    assert float(row["Weight"]) == pytest.approx(50 * 60 / (29 * 39))


def test_weights_are_those_of_the_whole_image_whatever_is_selected(tmp_path):
    labels = cut_and_inner()
    labels[40:] = 0
    selection = np.zeros_like(labels)
    selection[9:31, 9:31] = 255
    lay(tmp_path, "measure", "kind=mask", labels, selection)
    told = {"metadata": {"Properties": {BORDER: "miles"}}}
    tifffile.imwrite(tmp_path / "image.tif", labels, imagej=True, **told)
    carry_out(tmp_path, SILENT)
    (row,) = rows(tmp_path, answer(tmp_path)[0][1])
    assert float(row["Weight"]) == pytest.approx(50 * 60 / (29 * 39))


def test_separate_takes_the_info_bar_that_segment_left_out(tmp_path, bright_model):
    example = files("feretlab.core") / "examples" / "sem_agglomerates.tif"
    micrograph = next(read_micrographs(str(example)))
    bar = micrograph.info_bar_rows
    assert bar
    options = f"model=[{bright_model}] scale=1 invert=no"
    lay(tmp_path, "segment", options, micrograph.pixels)
    carry_out(tmp_path, SILENT)
    name = answer(tmp_path)[0][1]
    with tifffile.TiffFile(tmp_path / name) as tiff:
        noted = tiff.imagej_metadata["Properties"]
    assert noted == {INFO_BAR_ROWS: str(bar)}

    mask = np.zeros_like(micrograph.pixels)
    mask[10:30, 10:30] = mask[-bar - 20 : -bar, 50:70] = 255
    lay(tmp_path, "separate", "method=none border=exclude")
    told = {"metadata": {"Properties": noted}}
    tifffile.imwrite(tmp_path / "image.tif", mask, imagej=True, **told)
    carry_out(tmp_path, SILENT)
    labels = tifffile.imread(tmp_path / answer(tmp_path)[0][1])
    assert np.count_nonzero(labels) == 400


def test_weights_of_a_selection_alone_are_told_and_not_noted(tmp_path):
    selection = np.zeros_like(cut_and_inner())
    selection[:45, :45] = 255
    options = "method=none border=miles"
    lay(tmp_path, "separate", options, cut_and_inner(), selection)
    carry_out(tmp_path, SILENT)
    said, (_, name, *_), *_ = answer(tmp_path)
    assert "border=miles are those of the selection" in from_codes(said[1])
    with tifffile.TiffFile(tmp_path / name) as tiff:
        assert "Properties" not in tiff.imagej_metadata


def test_slices_of_a_hyperstack_keep_their_channel_and_frame(tmp_path):
    stack = np.stack([MASK] * 6).reshape(3, 1, 2, *MASK.shape)
    lay(tmp_path, "separate", "method=none")
    told = {"axes": "TZCYX", "mode": "composite"}
    tifffile.imwrite(tmp_path / "image.tif", stack, imagej=True, metadata=told)
    carry_out(tmp_path, SILENT)
    (_, image, *_), *sets, _ = answer(tmp_path)
    assert tifffile.imread(tmp_path / image).shape == (3, 2, *MASK.shape)
    rois = [roifile.roiread(tmp_path / name)[0] for _, name in sets]
    places = [(roi.c_position, roi.z_position, roi.t_position) for roi in rois]
    assert places == [(c, 1, t) for t in (1, 2, 3) for c in (1, 2)]


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_every_type_of_image_is_read(tmp_path, dtype):
    lay(tmp_path, "measure", image=(MASK != 0).astype(dtype))
    carry_out(tmp_path, SILENT)
    assert len(rows(tmp_path, answer(tmp_path)[0][1])) == 2


def test_colours_become_grey(tmp_path):
    lay(tmp_path, "measure", image=np.stack([MASK] * 3, axis=-1))
    carry_out(tmp_path, SILENT)
    assert len(rows(tmp_path, answer(tmp_path)[0][1])) == 2


@pytest.mark.parametrize(
    ("operation", "options", "told"),
    [
        ("measure", "conectivity=4", "'conectivity': no such one, expected"),
        ("paint", "", "found operation 'paint', expected one of analyze"),
        ("segment", "model=none_such", "Looking for model 'none_such'"),
    ],
)
def test_what_goes_wrong_is_the_answer(tmp_path, operation, options, told):
    lay(tmp_path, operation, options)
    with pytest.raises(FeretLabError, match=told):
        carry_out(tmp_path, SILENT)
    (word, codes), end = answer(tmp_path)
    assert (word, end) == ("error", ["end"])
    assert told in from_codes(codes)


def test_a_files_grey_values_are_those_of_the_command_line(tmp_path, monkeypatch):
    """The palette that ImageJ shows tells that the pixels are still the file's."""
    grey = np.arange(256, dtype=np.uint8).reshape(16, 16)
    tifffile.imwrite(tmp_path / "file.tif", grey, photometric="miniswhite")
    lay(tmp_path, "measure", image=grey, file=str(tmp_path / "file.tif"))
    falling = np.tile(np.arange(255, -1, -1) * 256, (3, 1)).astype(np.uint16)
    tifffile.imwrite(
        tmp_path / "image.tif", grey, photometric="palette", colormap=falling
    )
    seen = []
    action = job.ACTIONS["measure"]
    looking = type(action)(
        record=action.record, run=lambda front, *_: seen.append(front.grey_values(0))
    )
    monkeypatch.setattr(job, "ACTIONS", {"measure": looking})
    carry_out(tmp_path, SILENT)
    np.testing.assert_array_equal(seen[0], 255 - grey)


def test_a_selection_without_pixels_is_told(tmp_path):
    lay(tmp_path, "measure", selection=np.zeros_like(MASK))
    with pytest.raises(InputError, match="found none of its 40 x 30 pixels inside"):
        carry_out(tmp_path, SILENT)


def test_a_fault_inside_is_the_answer_as_well(tmp_path, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError("boom")

    action = job.ACTIONS["measure"]
    broken = type(action)(record=action.record, run=fail)
    monkeypatch.setattr(job, "ACTIONS", {"measure": broken})
    lay(tmp_path, "measure")
    with pytest.raises(ZeroDivisionError):
        carry_out(tmp_path, SILENT)
    assert "ZeroDivisionError: boom. This is a fault" in from_codes(
        answer(tmp_path)[0][1]
    )


def test_a_folder_without_a_job_is_told(tmp_path):
    with pytest.raises(FeretLabError, match=r"Reading job .*No such file"):
        carry_out(tmp_path, SILENT)


@pytest.mark.parametrize(
    ("unit", "option", "said"),
    [
        ("inch", "", "(inch), and so its rows. Its file tells 2 nm a pixel;"),
        (" ", "", "(none), and so its rows"),
        ("nm", "", ""),
        ("inch", "pixel_size_nm=2", ""),
    ],
)
def test_a_size_that_imagej_did_not_read_is_told(
    tmp_path, discs, bright_model, unit, option, said
):
    options = f"model=[{bright_model}] scale=1 invert=no {option}"
    pixels = tifffile.imread(discs)
    lay(tmp_path, "analyze", options, pixels, file=str(discs), unit=unit)
    carry_out(tmp_path, SILENT)
    lines = [from_codes(words[1]) for words in answer(tmp_path) if words[0] == "log"]
    assert len(lines) == bool(said)
    assert said in "".join(lines)


@pytest.mark.parametrize("operation", ["measure", "separate"])
def test_grey_values_in_place_of_a_mask_are_warned_of(tmp_path, operation):
    grey = np.random.default_rng(0).integers(1, 99, MASK.shape).astype(np.uint8)
    lay(tmp_path, operation, image=grey)
    carry_out(tmp_path, SILENT)
    (said,) = [from_codes(words[1]) for words in answer(tmp_path) if words[0] == "log"]
    assert said.startswith(f"FeretLab {operation.capitalize()}: warning: my µ picture")
    assert "as grey values do; expected a label image or a mask" in said


@pytest.mark.parametrize("operation", ["measure", "separate"])
def test_a_probability_map_in_place_of_a_mask_is_refused(tmp_path, operation):
    lay(tmp_path, operation, image=(MASK / np.float32(300)).astype(np.float32))
    with pytest.raises(InputError, match="a probability map needs a threshold first"):
        carry_out(tmp_path, SILENT)
