"""Files to files, as people have them."""

import numpy as np
import pytest
from openpyxl import load_workbook
from PIL import Image
from tifffile import imwrite

from feretlab.core.comparison.compare_files import compare
from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.comparison.tables import statistics_table
from feretlab.core.comparison.verdict import verdict
from feretlab.core.errors import FileError, InputError
from feretlab.core.io.tables import read_csv
from feretlab.core.provenance import Provenance, read_provenance, write_provenance

FEW = CompareParameters(
    resamples=100, pictures=False, workbook=False, rois_by="feretlab"
)
DRAWN = FEW.model_copy(update={"pictures": True})
PLACES = [(20, 20), (20, 55), (20, 95), (55, 25), (60, 70), (80, 100)]
RADII = [8, 10, 12, 14, 16, 13]


@pytest.fixture
def folders(analyzed, discs):
    """Automatic and manual results of two images, radii one pixel apart."""

    def drawn(more, count):
        circles = [(y, x, r + more) for (y, x), r in zip(PLACES, RADII, strict=True)]
        return discs(*circles[:count])

    automatic = analyzed("automatic", f1=drawn(1, 6), f2=drawn(1, 5))
    return automatic, analyzed("by hand", f1=drawn(0, 5), f2=drawn(0, 6))


def test_every_file_is_written(folders, tmp_path):
    automatic, manual = folders
    output = tmp_path / "out"
    result = compare([manual], automatic, output, CompareParameters(resamples=100))
    names = ["comparison.csv", "comparison.png", "comparison.xlsx", "provenance.json"]
    assert sorted(path.name for path in output.iterdir()) == [*names, "report.pdf"]
    sheets = load_workbook(output / "comparison.xlsx").sheetnames
    assert sheets == ["particles", "summary", "statistics", "parameters"]
    with Image.open(output / "comparison.png") as picture:
        assert np.asarray(picture.convert("L")).min() < 50
    assert (output / "report.pdf").read_bytes().startswith(b"%PDF")
    record = read_provenance(output / "provenance.json")
    assert record.counts == {
        "manual": 1,
        "pairs": 10,
        "misses": 1,
        "false_finds": 1,
        "not_measured_by_hand": 0,
    }
    assert result.spread is None


def test_a_radius_one_pixel_larger_is_a_bias_of_two_pixels(folders, tmp_path):
    automatic, manual = folders
    result = compare([manual], automatic, tmp_path / "out", FEW)
    # Two pixels of 2 nm, but for the raster.
    bias = result.comparisons[0].paired.agreement.bias
    assert bias.value == pytest.approx(4, abs=0.4)
    table = read_csv(tmp_path / "out" / "comparison.csv")
    assert table["status"].tolist().count("pair") == 10


def test_lines_are_compared_with_the_particles_they_cross(
    folders, write_lines, tmp_path
):
    automatic, _ = folders
    lines = [((x - r, y), (x + r, y)) for (y, x), r in zip(PLACES, RADII, strict=True)]
    folder = tmp_path / "lines"
    folder.mkdir()
    for name in ("f1", "f2"):
        write_lines(lines, f"lines/RoiSet_{name}.zip")
    found = compare([folder], automatic, tmp_path / "out", FEW).comparisons[0].paired
    assert (found.agreement.count, found.misses, found.false_finds) == (11, 1, 0)
    assert found.by_lines
    assert found.manual.tolist() == [4.0 * r for r in RADII + RADII[:5]]


def test_beside_a_few_lines_other_particles_are_not_measured_by_hand(
    folders, write_lines, tmp_path
):
    automatic, _ = folders
    (y, x), r = PLACES[0], RADII[0]
    (tmp_path / "lines").mkdir()
    write_lines([((x - r, y), (x + r, y))], "lines/RoiSet_f1.zip")
    result = compare([tmp_path / "lines"], automatic, tmp_path / "out", FEW)
    pairs = result.comparisons[0].paired
    count = len(RADII) - 1
    assert (pairs.false_finds, pairs.unmeasured) == (0, count)

    status = read_csv(tmp_path / "out" / "comparison.csv")["status"].tolist()
    assert status == ["pair", *["not measured by hand"] * count]
    said = verdict(result.comparisons[0], FEW, "min Feret")
    assert said.startswith("manual: 1 pair, too few to judge by 5 %; measure more.")
    told = f"1 of {count + 1} automatic particles measured by hand; the others are not"
    assert said.endswith(f"0 manual particles missed, {told} compared.")
    names = statistics_table(result.comparisons, None)["statistic"].tolist()
    assert ("Not measured by hand" in names, "False finds" in names) == (True, False)


def test_a_plain_table_is_compared_as_a_whole(folders, tmp_path):
    automatic, _ = folders
    path = tmp_path / "Results.xls"
    path.write_text(
        " \tLength\n" + "".join(f"{i}\t{4 * r},5\n" for i, r in enumerate(RADII))
    )
    result = compare([path], automatic, tmp_path / "out", FEW)
    assert result.comparisons[0].paired is None
    statuses = set(read_csv(tmp_path / "out" / "comparison.csv")["status"].tolist())
    assert statuses == {"manual", "automatic"}


def test_repeats_and_persons_are_told_apart(folders, tmp_path):
    automatic, manual = folders
    entries = [("anna", manual), ("anna", manual), ("ben", automatic)]
    result = compare(entries, automatic, tmp_path / "out", FEW)
    assert [one.name for one in result.comparisons] == ["anna 1", "anna 2", "ben"]
    assert result.spread.operators == ("anna", "ben")
    assert result.spread.within_sd == 0
    assert result.spread.targets == 10
    assert len(result.verdicts) == 4


def test_the_same_call_gives_the_same_bytes(folders, tmp_path, monkeypatch):
    automatic, manual = folders
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    parameters = CompareParameters(resamples=100, pictures=False)
    for name in ("one", "two"):
        compare([manual], automatic, tmp_path / name, parameters)
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    )
    assert "comparison.csv" in one
    assert one == two


def test_sizes_below_a_limit_are_left_out(folders, tmp_path):
    automatic, manual = folders
    limited = FEW.model_copy(update={"min_size": 42.0})
    found = compare([manual], automatic, tmp_path / "out", limited).comparisons[0]
    assert min(found.manual.min(), found.automatic.min()) >= 42
    assert found.paired.agreement.count == 6


def test_an_image_of_another_name_is_told(folders, discs, tmp_path):
    automatic, _ = folders
    imwrite(tmp_path / "other.tif", discs((20, 20, 8), (50, 50, 9)))
    with pytest.raises(InputError, match=r"found images 'other', expected .* 'f1'"):
        compare([tmp_path / "other.tif"], automatic, tmp_path / "out", FEW)


def test_nothing_by_hand_is_refused(tmp_path):
    with pytest.raises(InputError, match="found no manual measurements"):
        compare([], tmp_path, tmp_path / "out")


def test_a_comparison_is_not_written_over_an_analysis(folders):
    automatic, manual = folders
    record = Provenance(operation="analyze", parameters={})
    write_provenance(record, automatic / "provenance.json")
    before = {path.name: path.read_bytes() for path in automatic.iterdir()}
    with pytest.raises(FileError, match="found those of 'analyze'"):
        compare([manual], automatic, automatic, FEW)
    assert before == {path.name: path.read_bytes() for path in automatic.iterdir()}


@pytest.fixture
def pages(monkeypatch):
    """Texts of each page of the report."""
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure
    from matplotlib.text import Text

    found, save = [], PdfPages.savefig

    def keep(pdf, figure):
        found.append({text.get_text() for text in figure.findobj(Text)})
        save(pdf, Figure())

    monkeypatch.setattr(PdfPages, "savefig", keep)
    return found


@pytest.mark.parametrize("count", [3, 5])
def test_a_heading_of_the_report_is_on_the_page_of_its_pictures(
    analyzed, discs, tmp_path, pages, count
):
    circles = [(y, x, r) for (y, x), r in zip(PLACES, RADII, strict=True)]
    fields = {f"field{number}": discs(*circles) for number in range(count)}
    automatic, manual = analyzed("automatic", **fields), analyzed("manual", **fields)
    compare([manual], automatic, tmp_path / "out", DRAWN)

    (page,) = (texts for texts in pages if "Misses and false finds" in texts)
    assert any(text.startswith("field0") for text in page)


def test_the_report_lists_no_particles_that_nobody_measured(
    folders, write_lines, tmp_path, pages
):
    lines = [((x - r, y), (x + r, y)) for (y, x), r in zip(PLACES, RADII, strict=True)]
    (tmp_path / "lines").mkdir()
    write_lines([*lines[:2], ((1, 1), (4, 1))], "lines/RoiSet_f1.zip")
    compare([tmp_path / "lines"], folders[0], tmp_path / "out", DRAWN)

    cells = set.union(*pages)
    assert ("miss" in cells, "not measured by hand" in cells) == (True, False)
