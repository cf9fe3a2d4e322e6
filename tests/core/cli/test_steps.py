"""``segment``, ``separate`` and ``measure``, one after the other."""

import numpy as np
import pytest
from tifffile import imread, imwrite

from feretlab.core.analysis.claims import note_written
from feretlab.core.cli.main import main
from feretlab.core.io.labels import read_labels, write_mask
from feretlab.core.io.tables import read_csv
from feretlab.core.measurement.measure import measure
from feretlab.core.micrograph import PixelSize
from feretlab.core.particles import Particles


@pytest.fixture
def fixed(bright_model):
    """Options that take the fixed network as it is."""
    return [f"--model={bright_model}", "--scale=1", "--invert=no"]


@pytest.fixture
def fields(tmp_path):
    """Two files of one name in two folders: a disc of radius 20, and one of 12."""
    y, x = np.mgrid[:96, :96]
    paths = []
    for folder, radius in (("one", 20), ("two", 12)):
        path = tmp_path / folder / "field.tif"
        path.parent.mkdir()
        disc = np.hypot(y - 48, x - 48) < radius
        imwrite(path, np.where(disc, 200, 30).astype(np.uint8))
        paths.append(str(path))
    return paths


def test_each_step_takes_the_folder_of_the_one_before(tmp_path, fields, fixed):
    segmented, separated = str(tmp_path / "seg"), str(tmp_path / "sep")
    table = tmp_path / "table.csv"
    assert main(["segment", *fields, "--output", segmented, *fixed]) == 0
    assert main(["separate", segmented, "--output", separated]) == 0
    assert main(["measure", separated, "--output", str(table)]) == 0
    measured = read_csv(table)
    assert measured["image"].tolist() == ["field_2", "field"]
    # Diameters of 24 and 40 px; blur and pixels move edges by ~1 px.
    np.testing.assert_allclose(measured["min_feret_px"], [24, 40], atol=2)


def test_masks_are_bytes_of_the_size_of_the_input(tmp_path, fields, fixed):
    output = tmp_path / "seg"
    main(["segment", fields[0], "--output", str(output), *fixed])
    mask = imread(output / "field_mask.tif")
    probability = imread(output / "field_probability.tif")
    assert (mask.dtype, probability.dtype) == (np.uint8, np.float32)
    assert mask.shape == probability.shape == (96, 96)
    assert np.unique(mask).tolist() == [0, 255]


@pytest.mark.parametrize("command", ["segment", "separate"])
def test_an_output_that_is_a_file_is_one_line(tmp_path, fields, fixed, command, capsys):
    (tmp_path / "file").touch()
    options = fixed if command == "segment" else []
    words = [command, fields[0], "--output", str(tmp_path / "file"), *options]
    assert main(words) == 1
    assert "Making the folder" in capsys.readouterr().err


def test_labels_that_another_command_wrote_are_no_finished_work(tmp_path, fields):
    output = tmp_path / "out"
    mask = tmp_path / "field_mask.tif"
    write_mask(imread(fields[0]) > 100, mask)
    words = ["separate", str(mask), "--method=none", "--output", str(output)]
    assert main(words) == 0
    written = (output / "field_labels.tif").read_bytes()
    write_mask(imread(fields[1]) > 100, output / "field_labels.tif")
    note_written(output, [output / "field_labels.tif"])
    assert main(words) == 0
    assert (output / "field_labels.tif").read_bytes() == written


def test_labels_that_were_corrected_by_hand_are_kept(tmp_path, fields, capsys):
    labels, mask = tmp_path / "out" / "field_labels.tif", tmp_path / "field_mask.tif"
    write_mask(imread(fields[0]) > 100, mask)
    words = ["separate", str(mask), "--method=none", "--output", str(labels.parent)]
    assert main(words) == 0
    write_mask(imread(fields[1]) > 100, labels)
    corrected = labels.read_bytes()
    assert main(words) == 1
    assert "changed since FeretLab wrote it; move it" in capsys.readouterr().err
    assert labels.read_bytes() == corrected


def test_a_name_too_long_to_remember_is_refused_before_the_labels(tmp_path, capsys):
    mask = tmp_path / f"{'y' * 243}.tif"
    write_mask(np.eye(5) > 0, mask)
    assert main(["separate", str(mask), "--output", str(tmp_path / "out")]) == 1
    assert "separate.json': the name is too long" in capsys.readouterr().err
    assert not list((tmp_path / "out").glob("*.tif"))


@pytest.mark.parametrize(
    ("command", "name"),
    [("segment", "field_mask.tif"), ("separate", "field_labels.tif")],
)
def test_truth_beside_the_input_is_not_written_over(
    tmp_path, fields, fixed, command, name, capsys
):
    folder = tmp_path / "one"
    (folder / name).write_text("by hand")
    words = [command, fields[0], "--output", str(folder)]
    assert main([*words, *(fixed if command == "segment" else [])]) == 1
    assert f"{name}': found a file of this name" in capsys.readouterr().err
    assert (folder / name).read_text() == "by hand"


def test_a_missing_name_that_no_system_takes_is_one_line(tmp_path, fields, capsys):
    table = tmp_path / "t.csv"
    table.touch()
    assert main(["measure", "n" * 5000, fields[0], "--output", str(table)]) == 1
    assert "fault of FeretLab" not in capsys.readouterr().err
    assert set(read_csv(table)["image"]) == {"field"}


def test_a_name_that_no_system_takes_does_not_stop_the_others(tmp_path, fields, fixed):
    long = tmp_path / ("n" * 249 + ".tif")
    long.write_bytes((tmp_path / "one" / "field.tif").read_bytes())
    words = ["segment", str(long), fields[0], "--output", str(tmp_path / "out")]
    assert main([*words, *fixed]) == 1
    assert (tmp_path / "out" / "field_mask.tif").exists()


@pytest.mark.parametrize("command", ["info", "separate", "measure"])
def test_a_folder_without_images_does_not_stop_the_others(
    tmp_path, fields, command, capsys
):
    (tmp_path / "empty").mkdir()
    words = [command, str(tmp_path / "empty"), fields[0]]
    if command != "info":
        words += ["--output", str(tmp_path / "out")]
    assert main(words) == 1
    told = capsys.readouterr()
    assert "empty': the folder holds no image" in told.err
    assert "field.tif" in told.out + told.err


@pytest.mark.parametrize(("connectivity", "count"), [("4", 5), ("8", 1)])
def test_masks_are_measured_by_connectivity(tmp_path, connectivity, count):
    imwrite(tmp_path / "m.tif", np.eye(5, dtype=np.uint8) * 255)
    words = ["measure", str(tmp_path / "m.tif"), "--output", str(tmp_path / "t.csv")]
    options = ["--connectivity", connectivity, "--pixel-size", "2"]
    assert main([*words, *options]) == 0
    areas = read_csv(tmp_path / "t.csv")["area_nm2"]
    np.testing.assert_array_equal(areas, [20 / count] * count)


def test_a_table_of_a_wide_field_is_as_fine_as_the_measurement(tmp_path):
    mask = np.zeros((3000, 3000), np.uint8)
    mask[2900:, 2800:] = np.random.default_rng(5).random((100, 200)) < 0.4
    imwrite(tmp_path / "m.tif", mask)
    words = ["measure", str(tmp_path / "m.tif"), "--output", str(tmp_path / "t.csv")]
    assert main([*words, "--pixel-size", "3.7"]) == 0
    written = read_csv(tmp_path / "t.csv")
    size = PixelSize(3.7, 3.7)
    for name, values in measure(Particles.from_mask(mask), pixel_size_nm=size).items():
        np.testing.assert_allclose(written[name], values, 1e-13, err_msg=name)


@pytest.mark.parametrize("output", ["m.tif", "sub/../m.tif"])
def test_a_table_is_not_written_over_its_input(tmp_path, output, capsys):
    (tmp_path / "sub").mkdir()
    imwrite(tmp_path / "m.tif", np.eye(5, dtype=np.uint8) * 255)
    words = ["measure", str(tmp_path), "--output", str(tmp_path / output)]
    assert main(words) == 1
    assert "m.tif': found one of the inputs" in capsys.readouterr().err
    assert imread(tmp_path / "m.tif").shape == (5, 5)


def test_the_steps_keep_the_border_at_the_info_bar(tmp_path):
    picture = np.full((96, 80), 30, np.uint8)
    picture[40:76, 20:50] = 200  # cut by the info bar
    picture[10:26, 20:50] = 200
    mask = tmp_path / "field_mask.tif"
    write_mask(picture > 100, mask, info_bar_rows=20)
    for border, expected in (("include", [False, True]), ("exclude", [False])):
        output, table = tmp_path / border, tmp_path / f"{border}.csv"
        words = ["--method=none", f"--border={border}", "--output", str(output)]
        assert main(["separate", str(mask), *words]) == 0
        assert imread(output / "field_labels.tif").shape == (96, 80)
        assert main(["measure", str(output), "--output", str(table)]) == 0
        assert read_csv(table)["touches_border"].tolist() == expected


@pytest.mark.parametrize("value", [1, 255])
def test_a_stack_of_masks_is_several_fields(tmp_path, value):
    stack = np.zeros((3, 40, 50), np.uint8)
    stack[0, 3:9, 3:9] = stack[0, 20:30, 20:30] = stack[2, 5:25, 5:25] = value
    path, table = tmp_path / "cells_mask.tif", tmp_path / "t.csv"
    imwrite(path, stack, photometric="minisblack")
    images = ["cells_p0001", "cells_p0001", "cells_p0003"]
    assert main(["measure", str(path), "--output", str(table)]) == 0
    assert read_csv(table)["image"].tolist() == images
    assert read_csv(table)["area_px"].tolist() == [36, 100, 400]
    output = tmp_path / "out"
    assert main(["separate", str(path), "--output", str(output)]) == 0
    assert main(["measure", str(output), "--output", str(table)]) == 0
    assert read_csv(table)["image"].tolist() == images


@pytest.mark.parametrize("command", ["measure", "separate"])
def test_a_micrograph_in_place_of_labels_is_warned_of(tmp_path, capsys, command):
    grey = np.random.default_rng(1).normal(100, 20, (96, 80)).astype(np.uint8)
    labels = np.zeros((96, 80), np.uint8)
    labels[:9, :9], labels[30:40, 30:40] = 1, np.eye(10) * 2
    for name, picture in (("grey", grey), ("labels", labels)):
        imwrite(tmp_path / f"{name}.tif", picture)
    words = [str(tmp_path / "grey.tif"), str(tmp_path / "labels.tif")]
    assert main([command, *words, "--output", str(tmp_path / "out")]) == 0
    warned = [line for line in capsys.readouterr().err.splitlines() if "warn" in line]
    assert len(warned) == 1
    assert "grey.tif: equal values lie scattered" in warned[0]


def test_sizes_in_nm_take_the_given_pixel_size(tmp_path, capsys):
    picture = np.zeros((96, 80), np.uint8)
    picture[30:40, 20:50] = picture[60:66, 20:26] = 255
    imwrite(tmp_path / "field_mask.tif", picture)
    output = tmp_path / "out"
    words = ["separate", str(tmp_path), "--min-size-nm=20", "--output", str(output)]
    assert main(words) == 1
    assert "field_mask.tif': a size of 20.0 nm was given" in capsys.readouterr().err
    assert main([*words, "--pixel-size=2.5"]) == 0
    labels = read_labels(output / "field_labels.tif")
    assert labels.pixel_size_nm == pytest.approx((2.5, 2.5))
    # 20 nm are a circle of 8 px across, or 50.3 px.
    assert np.unique(labels.pages).tolist() == [0, 1]
    assert (labels.pages > 0).sum() == 300


def test_weights_of_separated_particles_reach_the_table(tmp_path):
    picture = np.zeros((96, 80), bool)
    picture[30:40, 20:50] = picture[0:9, 0:9] = True
    mask, output = tmp_path / "field_mask.tif", tmp_path / "out"
    write_mask(picture, mask, info_bar_rows=20)
    words = ["--method=none", "--border=miles", "--output", str(output)]
    assert main(["separate", str(mask), *words]) == 0
    assert main(["measure", str(output), "--output", str(tmp_path / "t.csv")]) == 0
    table = read_csv(tmp_path / "t.csv")
    assert table["weight"] == pytest.approx([76 * 80 / ((76 - 11) * (80 - 31))])


def test_a_mask_gets_the_pixel_size_that_stands_beside_the_file_now(
    tmp_path, fields, fixed
):
    for size in ("2e-9", "4e-9"):
        (tmp_path / "one" / "field.hdr").write_text(f"PixelSizeX={size}")
        assert main(["segment", fields[0], "--output", str(tmp_path), *fixed]) == 0
    labels = read_labels(tmp_path / "field_mask.tif")
    assert labels.pixel_size_nm == pytest.approx((4, 4))


def test_segment_takes_the_chosen_pages(tmp_path, fixed):
    stack = np.random.default_rng(0).integers(0, 99, (3, 64, 64)).astype(np.uint8)
    imwrite(tmp_path / "a.tif", stack, photometric="minisblack")
    words = ["segment", str(tmp_path / "a.tif"), "--output", str(tmp_path / "out")]
    assert main([*words, *fixed, "--pages", "1,3"]) == 0
    written = {path.name for path in (tmp_path / "out").glob("*_mask.tif")}
    assert written == {"a_p0001_mask.tif", "a_p0003_mask.tif"}


def test_a_choice_that_is_none_is_one_line(tmp_path, capsys):
    words = ["segment", str(tmp_path), "--output", str(tmp_path / "out")]
    assert main([*words, "--pages", "first"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith(
        "Reading --pages: found 'first'. Choosing pages: found 'first', expected "
        "such as 1 or 2,4-6."
    )


@pytest.mark.parametrize(
    ("value", "dtype", "kind", "told"),
    [
        (1, "u2", "auto", "2 particles (the only value, 1, is taken for a mask; or"),
        (1, "f4", "auto", "2 particles (the only value, 1, is taken for a mask; or"),
        (7, "u2", "auto", "1 particles (the label 7 in 2 parts; or --kind mask)"),
        (1, "u2", "labels", "1 particles"),
        (7, "u2", "mask", "2 particles"),
        (1, "u1", "auto", "2 particles"),
        (9, "u1", "labels", "1 particles"),
    ],
)
def test_an_image_of_one_value_is_told_and_can_be_chosen(
    tmp_path, capsys, value, dtype, kind, told
):
    image = np.zeros((30, 30), dtype)
    image[2:9, 2:9] = image[20:25, 20:25] = value
    imwrite(tmp_path / "a.tif", image)
    words = ["measure", str(tmp_path / "a.tif"), "--output", str(tmp_path / "a.csv")]
    assert main([*words, "--kind", kind]) == 0
    said = capsys.readouterr().err
    assert told in said
    assert ("; or --kind" in said) == ("; or" in told)


@pytest.mark.parametrize("kind", ["auto", "mask", "labels"])
def test_one_part_of_one_value_needs_no_word(tmp_path, capsys, kind):
    imwrite(tmp_path / "a.tif", np.pad(np.ones((5, 5), np.uint16), 3))
    words = ["measure", str(tmp_path / "a.tif"), "--output", str(tmp_path / "a.csv")]
    assert main([*words, "--kind", kind]) == 0
    assert capsys.readouterr().err.strip() == "a.tif: 1 particles"


def test_a_row_carries_the_value_of_its_label(tmp_path):
    labels = np.zeros((40, 50), np.uint16)
    labels[:5, :5], labels[10:16, 10:16], labels[20:27, 43:] = 7, 2, 400
    imwrite(tmp_path / "l.tif", labels)
    table = tmp_path / "t.csv"
    assert main(["measure", str(tmp_path / "l.tif"), "--output", str(table)]) == 0
    assert read_csv(table)["particle"].tolist() == [2, 7, 400]
    assert read_csv(table)["area_px"].tolist() == [36, 25, 49]


def test_parts_of_a_mask_are_counted(tmp_path):
    mask = np.zeros((40, 50), np.uint8)
    mask[:5, :5] = mask[10:16, 10:16] = 255
    imwrite(tmp_path / "m.tif", mask)
    table = tmp_path / "t.csv"
    assert main(["measure", str(tmp_path / "m.tif"), "--output", str(table)]) == 0
    assert read_csv(table)["particle"].tolist() == [1, 2]
