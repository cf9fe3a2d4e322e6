"""Batches: what is written, kept, skipped and resumed."""

import json
import weakref
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook
from tifffile import imread, imwrite

from feretlab.core.analysis.batch import Failure, analyze
from feretlab.core.analysis.claims import note_written
from feretlab.core.errors import CancelledError, FileError, InputError
from feretlab.core.io import calibration
from feretlab.core.io.rois import read_rois
from feretlab.core.io.scale_bar import ScaleBar
from feretlab.core.io.tables import read_csv
from feretlab.core.provenance import Provenance, write_provenance


class Stopper:
    """Progress that asks to stop once the given image is under way."""

    def __init__(self, word):
        self.word = word

    def report(self, done, total, note=""):
        if self.word in note:
            raise CancelledError(note)


def test_all_files_of_an_analysis_are_there(tmp_path, write_field, quick):
    output = tmp_path / "out"
    analyze([write_field()], output, quick())
    assert {path.name for path in output.iterdir()} == {
        ".feretlab",
        "particles.csv",
        "summary.csv",
        "results.xlsx",
        "field_labels.tif",
        "field_rois.zip",
        "field_overlay.png",
        "distribution.png",
        "report.pdf",
        "provenance.json",
    }


def test_an_analysis_is_not_written_over_a_comparison(tmp_path, write_field, quick):
    record = Provenance(operation="compare", parameters={})
    write_provenance(record, tmp_path / "out" / "provenance.json")
    with pytest.raises(FileError, match="found those of 'compare'"):
        analyze([write_field()], tmp_path / "out", quick())
    names = [path.name for path in (tmp_path / "out").iterdir()]
    assert names == ["provenance.json"]


def test_an_image_is_not_done_before_its_files_are_written(
    tmp_path, write_field, quick
):
    shares, seen = [], []

    class Record:
        def report(self, done, total, note=""):
            shares.append(done / total)
            seen.append((tmp_path / "out" / "field_labels.tif").exists())

    analyze([write_field()], tmp_path / "out", quick(pictures=False), Record())

    assert shares == sorted(shares)
    assert shares[seen.index(True) - 1] < 0.95 <= shares[seen.index(True)]


def test_known_discs_are_measured_in_nm(tmp_path, write_field, quick):
    analyze([write_field()], tmp_path / "out", quick(pictures=False))
    table = read_csv(tmp_path / "out" / "particles.csv")
    # Diameters of 24, 30, 36 and 20 px at 2 nm; blur and pixels move edges by ~1 px.
    np.testing.assert_allclose(np.sort(table["min_feret_nm"]), [40, 48, 60, 72], atol=4)
    assert list(table)[:7] == [
        "image",
        "particle",
        "class",
        "confidence",
        "touches_border",
        "separated",
        "weight",
    ]


def test_labels_rois_and_rows_are_the_same_particles(tmp_path, write_field, quick):
    analyze([write_field()], tmp_path / "out", quick(pictures=False))
    labels = imread(tmp_path / "out" / "field_labels.tif")
    rois = read_rois(tmp_path / "out" / "field_rois.zip", labels.shape)
    areas = read_csv(tmp_path / "out" / "particles.csv")["area_px"]
    np.testing.assert_array_equal(np.bincount(labels.ravel())[1:], areas)
    np.testing.assert_array_equal(rois.to_label_pages()[0], labels)


def test_a_bad_file_is_reported_and_skipped(tmp_path, write_field, quick):
    bad = tmp_path / "bad.tif"
    bad.write_bytes(b"II*\0")
    heard = []
    inputs = [bad, write_field()]
    batch = analyze(
        inputs, tmp_path / "out", quick(pictures=False), listener=heard.append
    )
    assert [type(outcome) is Failure for outcome in heard] == [True, False]
    assert [failure.source for failure in batch.failures] == [bad]
    record = json.loads((tmp_path / "out" / "provenance.json").read_text())
    assert record["counts"] == {"images": 1, "particles": 4, "failures": 1}


def test_an_interrupted_batch_goes_on_where_it_stopped(
    tmp_path, write_field, quick, monkeypatch
):
    inputs = [write_field("a.tif"), write_field("b.tif")]
    output, parameters = tmp_path / "out", quick(pictures=False)
    with pytest.raises(CancelledError, match="b"):
        analyze(inputs, output, parameters, Stopper("b: segment"))
    assert (output / "a_labels.tif").exists()
    assert not (output / "particles.csv").exists()
    names = []
    from feretlab.core.analysis import batch as module

    whole = module.analyze_micrograph

    def watched(micrograph, *rest):
        names.append(micrograph.name)
        return whole(micrograph, *rest)

    monkeypatch.setattr(module, "analyze_micrograph", watched)
    analyze(inputs, output, parameters)
    assert names == ["b"]


def test_the_networks_maps_are_let_go_before_files_are_written(
    tmp_path, write_field, quick, monkeypatch
):
    from feretlab.core.analysis import batch as module

    maps, left = [], []
    whole, write = module.analyze_micrograph, module.write_image

    def watched(*given):
        analysis = whole(*given)
        found = analysis.segmentation
        arrays = (found.probability, found.mask, *found.maps.values())
        maps.extend(weakref.ref(array) for array in arrays)
        return analysis

    def counting(*given):
        left.extend(ref() for ref in maps if ref() is not None)
        write(*given)

    monkeypatch.setattr(module, "analyze_micrograph", watched)
    monkeypatch.setattr(module, "write_image", counting)
    analyze([write_field("a.tif")], tmp_path / "out", quick(pictures=False))
    assert len(maps) == 4
    assert not left


def test_a_resumed_batch_writes_the_same_tables(tmp_path, write_field, quick):
    inputs, parameters = [write_field("a.tif"), write_field("b.tif")], quick()
    analyze(inputs, tmp_path / "whole", parameters)
    with pytest.raises(CancelledError, match="b"):
        analyze(inputs, tmp_path / "parts", parameters, Stopper("b: segment"))
    analyze(inputs, tmp_path / "parts", parameters)
    for name in ("particles.csv", "summary.csv"):
        whole = (tmp_path / "whole" / name).read_bytes()
        assert (tmp_path / "parts" / name).read_bytes() == whole


def test_other_parameters_do_not_reuse_results(tmp_path, write_field, quick):
    field, output = write_field(), tmp_path / "out"
    analyze([field], output, quick(pictures=False))
    batch = analyze([field], output, quick(pictures=False, min_size_px=900))
    assert [result.facts.particle_count for result in batch.results] == [1]


@pytest.mark.parametrize("before", ["PixelSizeX=2e-9", ""])
def test_a_pixel_size_corrected_beside_the_file_is_used(
    tmp_path, write_field, quick, before
):
    field = write_field(calibrated=False)
    for text in (before, "PixelSizeX=4e-9"):
        field.with_suffix(".hdr").write_text(text)
        analyze([field], tmp_path / "out", quick(pictures=False))
    table = read_csv(tmp_path / "out" / "particles.csv")
    np.testing.assert_allclose(table["min_feret_nm"], 4 * table["min_feret_px"])


def test_images_of_the_same_name_keep_apart(tmp_path, write_field, quick):
    inputs = [write_field(folder="one"), write_field(folder="two")]
    analyze(inputs, tmp_path / "out", quick(pictures=False))
    names = read_csv(tmp_path / "out" / "particles.csv")["image"]
    assert set(names.tolist()) == {"field", "field_2"}
    assert (tmp_path / "out" / "field_2_labels.tif").exists()


def test_a_name_too_long_for_one_output_leaves_none(tmp_path, write_field, quick):
    field = write_field(f"{'y' * 244}.tif")
    batch = analyze([field], tmp_path / "out", quick())
    assert "_overlay.png': the name is too long" in batch.failures[0].message
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".feretlab"]


def test_an_image_without_particles_is_a_valid_result(tmp_path, quick):
    path = tmp_path / "empty.tif"
    imwrite(path, np.full((64, 64), 255, np.uint8))
    batch = analyze([path], tmp_path / "out", quick())
    assert [result.facts.particle_count for result in batch.results] == [0]
    header = (tmp_path / "out" / "particles.csv").read_text()
    assert header.startswith("image,particle,class")
    assert len(header.splitlines()) == 1
    assert imread(tmp_path / "out" / "empty_labels.tif").max() == 0


def test_a_stack_gives_a_result_a_page(tmp_path, discs, quick):
    path = tmp_path / "stack.tif"
    imwrite(path, np.stack([discs, discs[::-1]]), imagej=True)
    analyze([path], tmp_path / "out", quick(pictures=False))
    names = read_csv(tmp_path / "out" / "particles.csv")["image"]
    assert set(names.tolist()) == {"stack_p0001", "stack_p0002"}


@pytest.fixture
def broken_stack(tmp_path, discs, damage_page):
    """The discs on three pages, of which the second is damaged."""
    path = tmp_path / "stack.tif"
    pages = np.stack([discs] * 3)
    imwrite(path, pages, photometric="minisblack", compression="zlib")
    damage_page(path, 1)
    return path


def test_pages_before_a_damaged_one_count_and_are_recorded(
    tmp_path, broken_stack, write_field, quick
):
    inputs, output = [broken_stack, write_field()], tmp_path / "out"
    batch = analyze(inputs, output, quick(pictures=False))
    assert [one.facts.image for one in batch.results] == ["stack_p0001", "field"]
    (failure,) = batch.failures
    assert "stack.tif', page 2: the image data are damaged" in failure.message
    assert failure.message.endswith(" What was found in 1 page before it is kept.")
    record = json.loads((output / "provenance.json").read_text())
    notes = [(Path(file["path"]).name, file["note"]) for file in record["inputs"]]
    assert notes == [
        ("stack.tif", "4 particles; then failed"),
        ("field.tif", "4 particles"),
    ]


def test_a_file_that_is_skipped_takes_no_name_from_others(tmp_path, write_field, quick):
    inputs = [write_field(folder="one", calibrated=False), write_field(folder="two")]
    parameters = quick(pictures=False, min_size_nm=5)
    (result,) = analyze(inputs, tmp_path / "out", parameters).results
    assert result.facts.image == "field", "as in a repeated run, which knows it alone"


def test_pixels_and_nanometres_do_not_mix(tmp_path, write_field, quick):
    inputs = [write_field("nm.tif"), write_field("px.tif", calibrated=False)]
    analyze(inputs, tmp_path / "out", quick(pictures=False))
    summary = read_csv(tmp_path / "out" / "summary.csv")
    assert summary["image"].tolist() == ["nm", "px", "all images"]
    assert summary["count"].tolist() == [4, 4, 4]
    assert np.isnan(summary["min_feret_d50_nm"][1])
    record = json.loads((tmp_path / "out" / "provenance.json").read_text())
    assert any("without a pixel size" in line for line in record["warnings"])


@pytest.fixture
def read_bar(monkeypatch):
    """Let every scale bar be read as told; what comes of it lists the reads."""

    def read_as(length_px, length_nm):
        bar = ScaleBar(
            length_px=length_px, length_nm=length_nm, text=f"{length_nm:g} nm"
        )
        reads = []
        monkeypatch.setattr(calibration, "can_read_text", lambda: True)
        monkeypatch.setattr(calibration, "scale_bar_regions", lambda *_: [()])
        monkeypatch.setattr(
            calibration, "find_scale_bar", lambda *place: reads.append(place) or bar
        )
        return reads

    return read_as


def test_a_scale_bar_that_stood_for_others_is_told(
    tmp_path, write_field, quick, read_bar
):
    reads = read_bar(100, 200)
    inputs = [write_field(f"{name}.tif") for name in "abc"]
    batch = analyze(inputs, tmp_path / "out", quick(pictures=False))
    assert len(reads) == 1
    (note,) = batch.notes
    assert "in 'a' ('200 nm' of 100 px); it stood for 2 images" in note


def test_a_scale_bar_that_contradicts_is_told_now_and_on_resume(
    tmp_path, write_field, quick, read_bar
):
    reads = read_bar(10, 50)
    for _ in range(2):
        analyze([write_field()], tmp_path / "out", quick(pictures=False))
        told = json.loads((tmp_path / "out" / "provenance.json").read_text())
        assert any("means 5 nm per pixel" in line for line in told["warnings"])
    assert len(reads) == 1, "an image that is done is not read again"


def test_a_given_pixel_size_is_not_compared_with_the_scale_bar(
    tmp_path, write_field, quick, read_bar
):
    reads = read_bar(10, 50)
    analyze([write_field()], tmp_path / "out", quick(pictures=False, pixel_size_nm=3))
    assert reads == []


@pytest.mark.parametrize("rule", ["exclude", "include", "miles"])
def test_the_border_rule_stands_in_every_row_of_the_summary(
    tmp_path, write_field, quick, rule
):
    inputs = [write_field("a.tif"), write_field("b.tif")]
    analyze(inputs, tmp_path, quick(pictures=False, border=rule))
    assert read_csv(tmp_path / "summary.csv")["border"].tolist() == [rule] * 3
    header, *rows = load_workbook(tmp_path / "results.xlsx")["summary"].values
    column = header.index("border")
    assert [row[column] for row in rows] == [rule] * 3


def test_a_given_pixel_size_overrides_the_files(tmp_path, write_field, quick):
    parameters = quick(pictures=False, pixel_size_nm=10.0)
    analyze([write_field()], tmp_path / "out", parameters)
    table = read_csv(tmp_path / "out" / "particles.csv")
    np.testing.assert_allclose(table["min_feret_nm"], 10 * table["min_feret_px"])


def test_an_unknown_descriptor_is_told_before_work_is_lost(
    tmp_path, write_field, quick
):
    with pytest.raises(InputError, match=r"'girth'.*expected one of"):
        analyze([write_field()], tmp_path / "out", quick(descriptor="girth"))
    assert not (tmp_path / "out").exists()


def test_a_second_run_leaves_no_report_of_the_first(tmp_path, write_field, quick):
    output = tmp_path / "out"
    analyze([write_field("a.tif")], output, quick())
    analyze([write_field("a.tif")], output, quick(pictures=False, workbook=False))
    assert {path.name for path in output.iterdir()} == {
        ".feretlab",
        "particles.csv",
        "summary.csv",
        "a_labels.tif",
        "a_rois.zip",
        "provenance.json",
    }
    record = json.loads((output / "provenance.json").read_text())
    names = [entry["path"] for entry in record["outputs"]]
    assert names == ["particles.csv", "summary.csv", "a_labels.tif", "a_rois.zip"]


def test_labels_that_another_command_wrote_over_are_written_again(
    tmp_path, write_field, quick
):
    labels = tmp_path / "out" / "field_labels.tif"
    analyze([write_field()], tmp_path / "out", quick(pictures=False))
    written = labels.read_bytes()
    labels.write_bytes(b"of another command")
    note_written(labels.parent, [labels])
    analyze([write_field()], tmp_path / "out", quick(pictures=False))
    assert labels.read_bytes() == written


def test_labels_by_hand_are_kept_and_the_other_images_analysed(
    tmp_path, write_field, quick
):
    inputs, output = [write_field("a.tif"), write_field("b.tif")], tmp_path / "in"
    (output / "a_labels.tif").write_text("by hand")
    batch = analyze(inputs, output, quick(pictures=False))
    assert (output / "a_labels.tif").read_text() == "by hand"
    assert "a_labels.tif': found a file of this name" in batch.failures[0].message
    assert [result.facts.image for result in batch.results] == ["b"]


def test_a_table_of_somebody_is_refused_before_work_is_lost(
    tmp_path, write_field, quick
):
    (tmp_path / "particles.csv").write_text("by hand")
    with pytest.raises(FileError, match=r"particles\.csv': found a file"):
        analyze([write_field()], tmp_path, quick(pictures=False))
    assert not list(tmp_path.glob("*_labels.tif"))


@pytest.mark.parametrize("name", ["report.pdf", "field_overlay.png"])
def test_pictures_of_somebody_are_not_deleted(tmp_path, write_field, quick, name):
    (tmp_path / name).write_text("by hand")
    analyze([write_field()], tmp_path, quick(pictures=False))
    assert (tmp_path / name).read_text() == "by hand"


def test_images_of_an_earlier_run_are_told(tmp_path, write_field, quick):
    output, parameters = tmp_path / "out", quick(pictures=False)
    assert analyze([write_field("a.tif")], output, parameters).warnings == ()
    (told,) = analyze([write_field("b.tif")], output, parameters).warnings
    assert "earlier run on other images, such as 'a_labels.tif'" in told
    assert (output / "a_labels.tif").exists()


def test_results_of_other_images_are_refused_before_work_is_lost(
    tmp_path, write_field, quick
):
    output, parameters = tmp_path / "out", quick(pictures=False)
    analyze([write_field()], output, parameters)
    record = (output / "provenance.json").read_bytes()
    other = write_field(folder="second set", calibrated=False)
    with pytest.raises(FileError, match="found those of other images, such as"):
        analyze([other], output, parameters)
    assert (output / "provenance.json").read_bytes() == record


def test_a_stop_while_results_are_written_leaves_whole_files(
    tmp_path, write_field, quick
):
    output = tmp_path / "out"
    with pytest.raises(CancelledError, match="pictures"):
        analyze([write_field()], output, quick(), Stopper("pictures"))
    assert not (output / "provenance.json").exists()
    assert not list(output.glob(".*.partial*"))
