"""Results of images that a new run leaves out."""

from dataclasses import replace

import pytest

from feretlab.core.analysis.batch import analyze
from feretlab.core.analysis.claims import open_folder
from feretlab.core.analysis.earlier import check_images, set_aside
from feretlab.core.errors import FileError
from feretlab.core.io.tables import read_csv
from feretlab.core.provenance import (
    Provenance,
    file_record,
    read_provenance,
    write_provenance,
)


@pytest.fixture
def output(tmp_path):
    open_folder(tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def image(tmp_path):
    path = tmp_path / "field.tif"
    path.write_text("pixels")
    return path


@pytest.fixture
def of_image(output, image):
    """A folder with the results of one image."""
    inputs = (file_record(image),)
    record = Provenance(operation="analyze", parameters={}, inputs=inputs)
    write_provenance(record, output / "provenance.json")
    return output


@pytest.mark.parametrize("pixels", ["others", "many others"])
def test_results_of_other_images_are_not_written_over(
    of_image, image, tmp_path, pixels
):
    other = tmp_path / "second set" / image.name
    other.parent.mkdir()
    other.write_text(pixels)
    with pytest.raises(FileError, match=r"other images, such as .*field\.tif', which"):
        check_images(of_image, [other, tmp_path / "gone.tif"])


def test_results_of_an_image_may_be_written_again(of_image, image, tmp_path):
    image.write_text("edited since")
    check_images(of_image, [tmp_path / "one more.tif", image])


def test_results_of_an_image_that_was_moved_may_be_written_again(of_image, image):
    check_images(of_image, [image.rename(image.with_name("moved.tif"))])


def test_a_folder_without_results_takes_those_of_any_image(output, image):
    check_images(output, [image])


@pytest.fixture
def days(tmp_path):
    """Two images of a first day, and one of a second that is called as the first."""
    paths = [tmp_path / each for each in ("1/a.tif", "1/b.tif", "2/a.tif")]
    for path in paths:
        path.parent.mkdir(exist_ok=True)
        path.write_text(str(path))
    return paths


def _record(output, *images):
    inputs = tuple(map(file_record, images))
    record = Provenance(operation="analyze", parameters={}, inputs=inputs)
    write_provenance(record, output / "provenance.json")
    return inputs


def test_an_image_of_the_same_name_does_not_take_the_place_of_another(output, days):
    _record(output, *days[:2])
    with pytest.raises(FileError, match=r"1/a\.tif', in whose place .*2/a\.tif' would"):
        check_images(output, days[1:])
    check_images(output, days)  # the second of a name gets another one
    check_images(output, [days[1], days[0].rename(days[2])])


def test_nor_of_one_that_was_left_out_before(output, days):
    _record(output, *days[:2])
    set_aside(output, _record(days[1].parent, days[1]))
    _record(output, days[1])
    with pytest.raises(FileError, match=r"1/a\.tif', in whose place"):
        check_images(output, days[1:])


def test_results_of_images_that_are_left_out_are_kept(tmp_path, write_field, quick):
    output, parameters = tmp_path / "out", quick(workbook=False)
    files = [write_field(name) for name in ("a.tif", "b.tif", "c.tif")]
    for number, file in enumerate(files):  # no two are one that was moved
        file.write_bytes(file.read_bytes() + bytes([number]))
    analyze(files[:2], output, quick())
    written = {path.name: path.read_bytes() for path in output.glob("[!.]*")}
    *_, told = analyze(files[1:], output, parameters).warnings

    kept = output / "earlier_1"
    assert told.startswith(f"{str(kept)!r} keeps the tables")
    assert told.endswith(f"other images, such as {str(files[0])!r}.")
    assert {path.name for path in kept.iterdir()} == {
        "particles.csv",
        "summary.csv",
        "results.xlsx",
        "distribution.png",
        "report.pdf",
        "provenance.json",
    }
    for path in kept.iterdir():
        assert path.read_bytes() == written[path.name]
    for name in ("a_labels.tif", "a_rois.zip", "a_overlay.png"):
        assert (output / name).read_bytes() == written[name]
    assert set(read_csv(output / "particles.csv")["image"]) == {"b", "c"}
    assert analyze(files[1:], output, parameters).warnings[1:] == ()


def test_an_earlier_run_is_kept_beside_those_kept_before(output, days):
    for number in (1, 2):
        _record(output, days[0])
        (told,) = set_aside(output, _record(days[2].parent, days[1]))
        assert f"earlier_{number}' keeps" in told
        assert read_provenance(output / f"earlier_{number}" / "provenance.json")
    assert not (output / "provenance.json").exists()


def test_nothing_is_set_aside_for_an_image_that_was_moved(output, days):
    (record,) = _record(output, days[0])
    assert set_aside(output, (replace(record, path="/elsewhere.tif"),)) == ()
