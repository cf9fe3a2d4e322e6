"""Giving a pixel size by a drawn line."""

from dataclasses import replace

import pytest
import tifffile

from feretlab.core.io.scale_bar import ScaleBar
from feretlab.core.micrograph import PixelSize
from feretlab.core.progress import SILENT
from feretlab.gui.canvas.calibration import CalibrationDialog, known_of
from feretlab.gui.canvas.view import Spot
from feretlab.gui.session.micrographs import Micrographs


@pytest.fixture
def dialog(qtbot, shown, session, jobs, monkeypatch):
    """For a line of 50 px; the scale bar is said to be 100 nm on 40 px."""
    bar = ScaleBar(length_px=40, length_nm=100, text="100 nm")
    monkeypatch.setattr(
        "feretlab.core.io.scale_bar.find_scale_bar", lambda pixels, rows: bar
    )
    session.update(session.current.key, shape=(120, 200))
    ends = Spot(10, 10), Spot(40, 50)
    dialog = CalibrationDialog(session, Micrographs(), jobs, ends, shown)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: not jobs.running)
    return dialog


def test_length_and_unit_give_the_pixel_size(dialog, session):
    dialog.length.setValue(0.125)
    dialog.unit.setCurrentText("µm")
    assert dialog.pixel_size_nm == pytest.approx(2.5)

    dialog.accept()
    assert session.current.given_size_nm == pytest.approx(2.5)
    session.history.undo()
    assert session.current.given_size_nm is None


def test_without_a_length_there_is_nothing_to_accept(dialog, session):
    assert not dialog.ok.isEnabled()
    dialog.accept()

    assert session.current.given_size_nm is None
    assert session.history.undo_title != "calibrate 1 image"


@pytest.mark.parametrize(("length", "unit"), [(1e9, "µm"), (1e-4, "Å")])
def test_a_size_beyond_the_limits_of_recipes_is_not_taken(
    dialog, session, length, unit
):
    dialog.length.setValue(length)
    dialog.unit.setCurrentText(unit)
    assert not dialog.ok.isEnabled()
    assert "from 1e-06 to 1e+09 nm" in dialog._odd.text()
    dialog.accept()

    assert session.current.given_size_nm is None


def test_what_file_and_bar_say_stands_beside(dialog):
    assert dialog._metadata.text() == "nothing"
    assert dialog._bar.text() == "2.5 nm (100 nm, 40.0 px)"


def test_what_an_analysis_read_of_the_bar_is_not_the_files_word(session, shown):
    micrographs, entry = Micrographs(), session.current
    size = PixelSize(2.5, 2.5)
    read = micrographs.read(entry)
    micrographs._keep(
        entry, replace(read, pixel_size_nm=size, pixel_size_source="scale bar '100 nm'")
    )

    known = known_of(micrographs, entry, SILENT)
    assert (known.metadata, known.metadata_nm) == ("nothing", None)


def test_a_file_that_cannot_be_read_is_told_and_nothing_awaited(
    qtbot, shown, session, jobs
):
    session.current.path.unlink()
    ends = Spot(10, 10), Spot(40, 50)
    dialog = CalibrationDialog(session, Micrographs(), jobs, ends, shown)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: not jobs.running)

    assert (dialog._metadata.text(), dialog._bar.text()) == ("not read", "not read")
    assert session.current.path.name in dialog._odd.text()


def test_a_size_unlike_the_bars_is_pointed_out(dialog):
    dialog.length.setValue(125)
    assert not dialog._odd.text()

    dialog.length.setValue(150)
    assert "20 % from what the scale bar says" in dialog._odd.text()


def test_recorded_metadata_is_told(qtbot, session, jobs, canvas, tmp_path, pixels):
    tifffile.imwrite(
        tmp_path / "ij.tif",
        pixels,
        imagej=True,
        resolution=(0.5, 0.5),
        metadata={"unit": "nm"},
    )
    with qtbot.waitSignal(canvas.shown):
        session.add_files([tmp_path / "ij.tif"])
    session.give_pixel_size([session.current.key], 7.0)
    ends = Spot(10, 10), Spot(40, 50)
    dialog = CalibrationDialog(session, Micrographs(), jobs, ends, canvas)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: not jobs.running)

    assert dialog._metadata.text().startswith("2 nm (")
    dialog.trust.click()
    assert session.current.given_size_nm is None


def test_all_images_of_the_same_size_can_be_calibrated(
    dialog, session, shown, jobs, qtbot, write, pixels
):
    keys = session.add_files([write("two.tif", pixels), write("other.tif", pixels[:9])])
    session.update(keys[0], shape=(120, 200))
    session.update(keys[1], shape=(9, 200))
    ends = Spot(10, 10), Spot(10, 110)
    again = CalibrationDialog(session, Micrographs(), jobs, ends, shown)
    qtbot.addWidget(again)
    assert "2 images of 200 x 120 px" in again.for_all.text()
    again.length.setValue(300)
    again.for_all.setChecked(True)
    again.accept()

    sizes = [entry.given_size_nm for entry in session.entries]
    assert sizes == [3, 3, None]


def test_drawing_along_the_bar_opens_the_dialog(qtbot, shown, mouse, jobs):
    shown.set_tool("calibrate")
    mouse.drag(shown, (100, 20), (100, 120))

    dialog = shown.findChild(CalibrationDialog)
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: not jobs.running)
    dialog.reject()
    assert shown.tool == "calibrate"


def test_once_calibrated_the_mouse_selects_again(qtbot, shown, mouse, jobs, session):
    shown.set_tool("calibrate")
    mouse.drag(shown, (100, 20), (100, 120))
    dialog = shown.findChild(CalibrationDialog)
    qtbot.waitUntil(lambda: not jobs.running)
    dialog.length.setValue(50)
    dialog.ok.click()

    assert session.current.given_size_nm == pytest.approx(0.5, rel=0.02)
    assert shown.tool == "select"
