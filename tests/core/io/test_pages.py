"""Text and tables that flow over pages."""

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from feretlab.core.errors import CancelledError, FileError
from feretlab.core.io.pages import (
    HEIGHT_IN,
    MARGIN_IN,
    WIDTH_IN,
    open_pages,
    paragraph_height,
)


@pytest.fixture
def sheets(monkeypatch):
    """Texts of each finished page, instead of a PDF's pages."""
    from matplotlib.backends.backend_pdf import PdfPages

    finished = []

    save = PdfPages.savefig

    def keep(pdf, figure):
        texts = [text for text in figure.findobj(Text) if text.get_text()]
        finished.append({text.get_text(): text.get_position() for text in texts})
        save(pdf, Figure())

    monkeypatch.setattr(PdfPages, "savefig", keep)
    return finished


def test_long_text_goes_on_over_pages(tmp_path, sheets):
    with open_pages(tmp_path / "p.pdf", "Title", "foot") as pages:
        pages.paragraph(" ".join(f"word{i}" for i in range(2000)))
    words = " ".join(text for sheet in sheets for text in sheet).split()
    assert len(sheets) > 1
    assert [word for word in words if word.startswith("word")] == [
        f"word{i}" for i in range(2000)
    ]
    assert "foot   2" in sheets[1]


def test_nothing_stands_in_the_margin(tmp_path, sheets):
    with open_pages(tmp_path / "p.pdf", "Title") as pages:
        pages.heading("Heading")
        pages.paragraph("text " * 3000)
    for sheet in sheets:
        for text, (x, y) in sheet.items():
            if text.startswith("text"):
                assert x == pytest.approx(MARGIN_IN / WIDTH_IN)
                assert MARGIN_IN <= (1 - y) * HEIGHT_IN <= HEIGHT_IN - MARGIN_IN


def test_tables_repeat_their_header_and_cut_long_cells(tmp_path, sheets):
    columns = [("name", 2.0, "left"), ("number", 1.0, "right")]
    rows = [(f"{'long' * 20}{i:03d}", str(i)) for i in range(100)]
    with open_pages(tmp_path / "p.pdf", "Title") as pages:
        pages.table(columns, rows)
    assert len(sheets) == 2
    assert all("name" in sheet and "number" in sheet for sheet in sheets)
    cells = [text for text in sheets[0] if "…" in text]
    assert cells[7].endswith("007")


def test_headings_stay_with_what_follows(tmp_path, sheets):
    with open_pages(tmp_path / "p.pdf", "Title") as pages:
        pages.paragraph("text " * 700)
        left = pages.room()
        pages.heading("Heading", keep_in=left)
    assert "Heading" in sheets[1]


@pytest.mark.parametrize("size", [10, 12, 16])
@pytest.mark.parametrize("spare_in", [-0.2, 0.0, 0.2, 0.35, 0.6])
def test_a_heading_is_on_the_page_of_its_figure(tmp_path, sheets, size, spare_in):
    with open_pages(tmp_path / "p.pdf", "Title") as pages:
        pages.paragraph("text " * 700)
        height = pages.room() - spare_in
        pages.heading("Heading", size, keep_in=height)
        with pages.area(height) as area:
            area.text(0.5, 0.5, "Figure")
    assert all(("Heading" in sheet) == ("Figure" in sheet) for sheet in sheets)


def test_a_heading_over_more_than_a_page_leaves_no_page_empty(tmp_path, sheets):
    with open_pages(tmp_path / "p.pdf", "Title") as pages:
        pages.heading("Heading", keep_in=HEIGHT_IN)
    assert len(sheets) == 1


def test_a_paragraph_is_as_high_as_was_said(tmp_path):
    text = "word " * 300
    with open_pages(tmp_path / "p.pdf", "Title") as pages:
        before = pages.room()
        pages.paragraph(text, 8)
        assert before - pages.room() == pytest.approx(paragraph_height(text, 8))


def test_figures_take_the_room_that_they_ask_for(tmp_path):
    with open_pages(tmp_path / "p.pdf", "Title") as pages:
        before = pages.room()
        with pages.area(3.0) as area:
            axes = area.subplots()
        assert before - pages.room() == pytest.approx(3.1)
    box = axes.get_tightbbox().transformed(area.figure.transFigure.inverted())
    assert box.x0 * WIDTH_IN >= MARGIN_IN
    assert box.x1 * WIDTH_IN <= WIDTH_IN - MARGIN_IN + 0.01
    assert (1 - box.y1) * HEIGHT_IN >= MARGIN_IN
    assert (1 - box.y0) * HEIGHT_IN <= MARGIN_IN + 3.0 + 0.01


def test_the_same_pages_give_the_same_bytes(tmp_path):
    for name in "ab":
        with open_pages(tmp_path / f"{name}.pdf", "Title") as pages:
            pages.paragraph("Text with $ and 微.")
    first = (tmp_path / "a.pdf").read_bytes()
    assert first == (tmp_path / "b.pdf").read_bytes()
    assert first.startswith(b"%PDF-")
    assert b"CreationDate" not in first


def test_failed_reports_leave_nothing(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with (
        pytest.raises(FileError, match="No space left"),
        open_pages(tmp_path / "p.pdf", "Title"),
    ):
        pass
    assert not list(tmp_path.iterdir())


def test_reports_that_are_stopped_leave_nothing(tmp_path):
    with (
        pytest.raises(CancelledError, match="asked"),
        open_pages(tmp_path / "p.pdf", "Title"),
    ):
        raise CancelledError("Somebody asked.")
    assert not list(tmp_path.iterdir())
