"""``feretlab analyze`` and ``rerun``, as called from a shell."""

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from tifffile import imread, imwrite

from feretlab.core.cli.main import main
from feretlab.core.io.tables import read_csv
from feretlab.core.provenance import read_provenance, write_provenance


@pytest.fixture
def field(tmp_path):
    """One bright disc on a dark ground, without a pixel size."""
    y, x = np.mgrid[:96, :96]
    path = tmp_path / "field.tif"
    imwrite(path, np.where(np.hypot(y - 48, x - 48) < 20, 200, 30).astype(np.uint8))
    return path


@pytest.fixture
def fixed(bright_model):
    """Options that take the fixed network as it is and draw no pictures."""
    return [
        f"--model={bright_model}",
        "--scale=1",
        "--invert=no",
        "--method=none",
        "--resamples=100",
        "--no-pictures",
    ]


def test_the_outcome_is_told_and_written(tmp_path, field, fixed, capsys):
    output = tmp_path / "out"
    assert main(["analyze", str(field), "--output", str(output), *fixed]) == 0
    told = capsys.readouterr()
    assert "field: 1 particles" in told.err
    assert not told.out
    assert (output / "particles.csv").exists()


def test_quiet_says_nothing(tmp_path, field, fixed, capsys):
    words = ["analyze", str(field), "--output", str(tmp_path / "out"), "--quiet"]
    assert main([*words, *fixed]) == 0
    assert capsys.readouterr().err == ""


def test_messages_as_json_are_json(tmp_path, field, fixed, capsys):
    words = ["analyze", str(field), "--output", str(tmp_path / "out"), "--json"]
    assert main([*words, *fixed]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert {"level", "message"} <= lines[0].keys()
    assert [line["particles"] for line in lines if "particles" in line] == [1]


@pytest.mark.parametrize("content", [b"", None])
def test_a_bad_or_missing_file_makes_status_one(
    tmp_path, field, fixed, capsys, content
):
    bad = tmp_path / "bad.png"
    if content is not None:
        bad.write_bytes(content)
    words = ["analyze", str(bad), str(field), "--output", str(tmp_path / "out")]
    assert main([*words, *fixed]) == 1
    errors = [line for line in capsys.readouterr().err.splitlines() if "error" in line]
    assert len(errors) == 1
    assert "bad.png" in errors[0]
    assert (tmp_path / "out" / "particles.csv").exists()


@pytest.mark.parametrize("name", ["x*.tif", "empty"])
def test_an_input_that_stands_for_no_file_makes_status_one(
    tmp_path, field, fixed, capsys, name
):
    (tmp_path / "empty").mkdir()
    output = tmp_path / "out"
    words = ["analyze", str(tmp_path / name), str(field), "--output", str(output)]
    assert main([*words, *fixed]) == 1
    errors = [line for line in capsys.readouterr().err.splitlines() if "error" in line]
    assert len(errors) == 1
    assert name in errors[0]
    record = read_provenance(output / "provenance.json")
    assert record.counts["failures"] == 1
    assert any(name in line for line in record.warnings)


@pytest.mark.parametrize("size", ["0", "-1", "nan", "inf", "1e300", "1e-300"])
def test_a_pixel_size_that_is_no_length_is_one_line(
    tmp_path, field, fixed, size, capsys
):
    words = ["analyze", str(field), "--output", str(tmp_path / "out")]
    assert main([*words, f"--pixel-size={size}", *fixed]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: Reading --pixel-size-nm")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("shape", [(1, 1), (1, 60), (60, 1)])
def test_the_smallest_pictures_have_results(tmp_path, bright_model, shape):
    path = tmp_path / "small.tif"
    imwrite(path, np.full(shape, 7, np.uint8))
    output = tmp_path / "out"
    words = ["analyze", str(path), "--output", str(output), "--pixel-size=2"]
    assert main([*words, f"--model={bright_model}", "--resamples=100"]) == 0
    assert (output / "small_overlay.png").exists()
    assert (output / "report.pdf").exists()


def test_a_short_pixel_size_option_is_understood(tmp_path, field, fixed):
    output = tmp_path / "out"
    words = ["analyze", str(field), "--output", str(output), "--pixel-size", "2.5"]
    assert main([*words, *fixed]) == 0
    assert "min_feret_nm" in (output / "particles.csv").read_text()


def test_a_run_is_repeated_from_its_record_byte_for_byte(
    tmp_path, field, fixed, monkeypatch
):
    output = tmp_path / "out"
    monkeypatch.chdir(field.parent)
    main(["analyze", field.name, "--output", str(output), *fixed])
    monkeypatch.chdir("/")
    assert main(["rerun", str(output / "provenance.json")]) == 0
    for name in ("particles.csv", "summary.csv", "results.xlsx"):
        first = (output / name).read_bytes()
        assert (output / "rerun" / name).read_bytes() == first


@pytest.fixture
def beside(tmp_path, field, fixed, bright_model, monkeypatch):
    """Record of a run with a network of the folder it was started in, left since."""
    shutil.copy(bright_model, tmp_path / "net.onnx")
    monkeypatch.chdir(tmp_path)
    words = ["analyze", field.name, "--output", "out", *fixed, "--model=net.onnx"]
    assert main(words) == 0
    monkeypatch.chdir("/")
    return tmp_path / "out" / "provenance.json"


def test_a_network_beside_the_images_is_found_from_every_folder(beside):
    assert main(["rerun", str(beside)]) == 0
    for name in ("particles.csv", "summary.csv", "results.xlsx"):
        first = (beside.parent / name).read_bytes()
        assert (beside.parent / "rerun" / name).read_bytes() == first


def test_the_recorded_file_of_a_network_goes_before_its_parameter(beside):
    record = read_provenance(beside)
    chosen = {**record.parameters["analyze"], "model": "net.onnx"}
    write_provenance(replace(record, parameters={"analyze": chosen}), beside)
    assert main(["rerun", str(beside)]) == 0


@pytest.fixture
def two_detectors(tmp_path, field):
    """The disc as two detectors see it, in one file."""
    first = imread(field)
    path = tmp_path / "both.tif"
    imwrite(path, np.stack([first, first // 2 + 90]), photometric="minisblack")
    return path


def test_pages_of_one_field_are_told_everywhere(tmp_path, two_detectors, fixed, capsys):
    output = tmp_path / "out"
    assert main(["analyze", str(two_detectors), "--output", str(output), *fixed]) == 0
    assert "both_p0002: Pages 1 and 2 of this file show" in capsys.readouterr().err
    (line,) = read_provenance(output / "provenance.json").warnings
    assert "its particles count more than once" in line


def test_chosen_pages_are_analysed_and_repeated(tmp_path, two_detectors, fixed, capsys):
    output = tmp_path / "out"
    words = ["analyze", str(two_detectors), "--output", str(output), "--pages", "1"]
    assert main([*words, *fixed]) == 0
    assert main(["rerun", str(output / "provenance.json")]) == 0
    assert "same field" not in capsys.readouterr().err
    for folder in (output, output / "rerun"):
        assert set(read_csv(folder / "particles.csv")["image"]) == {"both_p0001"}


def test_a_page_that_a_file_has_not_is_one_line(tmp_path, field, fixed, capsys):
    words = ["analyze", str(field), "--output", str(tmp_path / "out"), "--pages", "2"]
    assert main([*words, *fixed]) == 1
    assert "found '2', but it has 1" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
def test_a_name_that_is_no_text_is_analysed_and_repeated(
    tmp_path, field, fixed, capsys
):
    other = tmp_path / os.fsdecode(b"f\xfcr $x$.tif")
    field.rename(other)
    output = tmp_path / "out"
    words = ["--output", str(output), *fixed, "--pictures"]
    assert main(["analyze", str(other), *words]) == 0
    assert read_csv(output / "particles.csv")["image"].tolist() == ["f_r $x$"]
    assert main(["rerun", str(output / "provenance.json")]) == 0
    assert (output / "rerun" / "report.pdf").exists()
    assert main(["info", str(other)]) == 0
    assert r"f\udcfcr $x$.tif" in capsys.readouterr().out


def test_a_rerun_of_a_stack_that_breaks_ends_as_the_run_did(
    tmp_path, two_detectors, fixed, damage_page, capsys
):
    stack, output = imread(two_detectors), tmp_path / "out"
    imwrite(two_detectors, stack, photometric="minisblack", compression="zlib")
    damage_page(two_detectors, 1)
    words = ["analyze", str(tmp_path), "--output", str(output), *fixed]
    assert main(words) == 1
    told = capsys.readouterr().err
    assert main(["rerun", str(output / "provenance.json")]) == 1
    assert capsys.readouterr().err == told.replace(str(output), str(output / "rerun"))
    for name in ("particles.csv", "summary.csv", "results.xlsx"):
        first = (output / name).read_bytes()
        assert (output / "rerun" / name).read_bytes() == first


def test_a_rerun_tells_what_changed(tmp_path, field, fixed, capsys):
    output = tmp_path / "out"
    main(["analyze", str(field), "--output", str(output), *fixed])
    imwrite(field, np.zeros((50, 50), np.uint8))
    assert main(["rerun", str(output / "provenance.json")]) == 0
    assert "is changed since that run" in capsys.readouterr().err


def test_a_rerun_tells_that_its_table_is_another(tmp_path, field, fixed, capsys):
    output, beside = tmp_path / "out", field.with_suffix(".hdr")
    beside.write_text("PixelSizeX=2e-9")
    main(["analyze", str(field), "--output", str(output), *fixed])
    again = ["rerun", str(output / "provenance.json")]
    assert main(again) == 0
    assert "warning" not in capsys.readouterr().err
    beside.write_text("PixelSizeX=4e-9")
    assert main(again) == 0
    assert "particles.csv is not equal to that run's" in capsys.readouterr().err


def test_a_rerun_tells_that_corrections_are_left_out(tmp_path, field, fixed, capsys):
    output = tmp_path / "out"
    main(["analyze", str(field), "--output", str(output), *fixed])
    path = output / "provenance.json"
    record = read_provenance(path)
    counts = {**record.counts, "corrections": 3}
    write_provenance(replace(record, counts=counts), path)
    assert main(["rerun", str(path)]) == 0
    assert "3 corrections were made by hand" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT")
def test_an_interrupt_waits_for_no_other_images(tmp_path, fixed):
    rng = np.random.default_rng(1)
    for index in range(60):
        imwrite(tmp_path / f"{index}.tif", rng.integers(0, 255, (900, 900), np.uint8))
    output = tmp_path / "out"
    words = ["analyze", str(tmp_path / "*.tif"), "--output", str(output), *fixed]
    command = [sys.executable, "-m", "feretlab.core.cli.main", *words]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        for line in process.stderr:
            if "particles" in line:
                break
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=30)[1]
    assert process.returncode == 130
    assert "Stopped" in rest
    # A few of the sixty may have been finished before the signal came.
    assert rest.count(" particles") < 10
    assert not (output / "particles.csv").exists()
    assert not list(output.glob("*.part*"))
