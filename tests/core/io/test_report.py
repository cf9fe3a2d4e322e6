"""What stands in the report."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from feretlab.core.io.figures import Sizes, sentence
from feretlab.core.io.report import Report, write_report
from feretlab.core.provenance import FileRecord, ModelRecord, Provenance
from feretlab.core.statistics.describe import describe_distribution
from feretlab.core.statistics.parameters import StatisticsParameters

FAST = StatisticsParameters(resamples=100)


def report_of(count, images=2, unit="nm", overlays=None, **origin):
    names = np.array([f"field{i}" for i in range(images)])
    rng = np.random.default_rng(0)
    values, image = (
        np.exp(rng.normal(3.6, 0.3, count)),
        names[np.arange(count) % images],
    )
    described = describe_distribution(values, image=image, unit=unit, parameters=FAST)
    record = {"operation": "analyze", "parameters": {"analyze": {"seed": 0}}} | origin
    return Report(
        sizes=Sizes(distribution=described, values=values, image=image),
        summary={"image": names, f"min_feret_d50_{unit}": np.full(images, 12.345)},
        provenance=Provenance(**record),
        overlays=overlays or {},
    )


@pytest.fixture
def texts(monkeypatch):
    """Every text of every page, in order."""
    from matplotlib.backends.backend_pdf import PdfPages

    found = []

    save = PdfPages.savefig

    def keep(pdf, figure):
        found.extend(text.get_text() for text in figure.findobj(Text))
        save(pdf, Figure())

    monkeypatch.setattr(PdfPages, "savefig", keep)
    return found


def test_the_result_stands_first(tmp_path, texts):
    report = report_of(300)
    write_report(report, tmp_path / "r.pdf")
    shown = [text for text in texts if text]
    assert shown[0] == "Particle size report"
    assert shown[1] == sentence(report.sizes)
    assert any("by number alone, nanomaterial." in text for text in texts)
    assert any("Q-Q plot" in text for text in texts)
    assert "12.35" in texts or "12.34" in texts


def test_the_origin_is_told(tmp_path, texts):
    origin = {
        "model": ModelRecord(name="general", sha256="ab" * 32),
        "inputs": (FileRecord(path="a.tif", size_bytes=7, sha256="cd" * 32),),
        "warnings": ("field0: scale bar and metadata differ.",),
        "command": ("feretlab", "analyze", "a.tif"),
        "seed": 7,
    }
    write_report(report_of(20, **origin), tmp_path / "r.pdf")
    page = "\n".join(texts)
    assert "Model general, SHA-256 abab" in page
    assert "field0: scale bar and metadata differ." in page
    assert "Command: feretlab analyze a.tif" in page
    assert "cdcdcdcdcdcd" in texts


@pytest.mark.parametrize("unit", ["px", "px²"])
def test_sizes_in_pixels_are_called_so(tmp_path, texts, unit):
    write_report(report_of(20, unit=unit), tmp_path / "r.pdf")
    assert "No pixel size is known: all sizes are in pixels." in texts


def test_areas_of_every_image_are_shown(tmp_path, texts):
    report = report_of(20, images=1, unit="nm²")
    summary = {"image": np.array(["field0"]), "min_feret_d90_nm2": np.array([87.65])}
    write_report(replace(report, summary=summary), tmp_path / "r.pdf")
    assert "87.65" in texts


def test_at_most_six_overlays_are_shown(tmp_path, texts):
    Image.new("RGB", (60, 40), "red").save(tmp_path / "o.png")
    overlays = {f"field{i}": tmp_path / "o.png" for i in range(20)}
    overlays["gone"] = tmp_path / "gone.png"
    write_report(report_of(20, overlays=overlays), tmp_path / "r.pdf")
    assert "Outlines (6 of 20 images)" in texts


@pytest.mark.parametrize("letters", [60, 210])
def test_long_names_leave_the_pictures_their_room(tmp_path, texts, letters):
    Image.new("RGB", (60, 40), "red").save(tmp_path / "o.png")
    overlays = {f"{'y' * letters}{i}": tmp_path / "o.png" for i in range(2)}
    write_report(report_of(20, overlays=overlays), tmp_path / "r.pdf")
    titles = [text for text in texts if text.startswith("yyy")]
    assert [title[-2:] for title in titles] == ["y0", "y1"]
    assert max(len(title) for title in titles) < 45


def test_long_lists_end_with_a_pointer(tmp_path, texts):
    warnings = tuple(f"warning {i}" for i in range(50))
    write_report(report_of(500, images=250, warnings=warnings), tmp_path / "r.pdf")
    assert "10 more warnings in provenance.json." in texts
    assert "50 more rows in summary.csv." in texts


@pytest.mark.parametrize(("count", "images"), [(0, 1), (1, 1), (60, 3)])
def test_reports_of_any_size_are_written(tmp_path, count, images):
    write_report(report_of(count, images), tmp_path / "r.pdf")
    content = (tmp_path / "r.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")


def test_the_same_report_has_the_same_bytes(tmp_path):
    for name in ("one.pdf", "two.pdf"):
        write_report(report_of(60, 3), tmp_path / name)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_no_images_at_all_give_a_report(tmp_path, texts):
    report = report_of(0)
    empty = Report(
        sizes=report.sizes, summary={}, provenance=report.provenance, overlays={}
    )
    write_report(empty, tmp_path / "r.pdf")
    assert "No particles were found." in texts


@pytest.mark.parametrize(("count", "is_told"), [(40, True), (900, False)])
def test_few_particles_by_volume_are_told(tmp_path, texts, count, is_told):
    write_report(report_of(count), tmp_path / "r.pdf")
    whole = " ".join(" ".join(texts).split())
    assert ("By volume few particles decide: the largest holds" in whole) == is_told
