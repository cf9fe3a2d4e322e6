"""FeretLab's commands in macros of a real ImageJ."""

import queue
import re

import numpy as np
import pytest

from feretlab.core.cli.main import main
from feretlab.core.io.tables import read_csv
from feretlab.core.operations import OPERATIONS
from feretlab.fiji_bridge import commands
from feretlab.fiji_bridge.actions import ACTIONS
from feretlab.fiji_bridge.commands import offered
from feretlab.fiji_bridge.macro import MacroError, run_macro

pytestmark = pytest.mark.java

NOT_ON_IMAGES = {"synthesize", "train"}


@pytest.fixture
def segmentation(bright_model):
    return f"model=[{bright_model}] scale=1 invert=no"


def numbers(macro, *words):
    """What a macro returns, as numbers."""
    return [float(word) for word in run_macro(macro, *words).split()]


def test_every_operation_on_images_is_a_command():
    assert {op.id for op in OPERATIONS} - NOT_ON_IMAGES == set(ACTIONS)
    assert "FeretLab Segment..." in offered()


def test_the_dialog_of_analyze_begins_with_the_model():
    fields = list(ACTIONS["analyze"].record.model_fields)
    assert fields[:2] == ["model", "threshold"]
    assert fields.index("method") < fields.index("add_rois")


@pytest.mark.parametrize("batch", ["false", "true"])
def test_segment_shows_a_calibrated_mask(fresh_imagej, discs, segmentation, batch):
    macro = f"""setBatchMode({batch}); open(getArgument());
    run("FeretLab Segment...", "{segmentation}");
    getPixelSize(unit, width, height); getHistogram(0, counts, 256);
    return getTitle() + " " + unit + " " + width + " " + bitDepth() + " "
        + (counts[0] + counts[255]) + " " + counts[255];"""
    title, unit, width, depth, both, inside = run_macro(macro, str(discs)).split()
    assert (title, unit, width, depth) == ("discs_mask", "nm", "2", "8")
    assert int(both) == 120 * 160
    assert int(inside) == pytest.approx(np.pi * (144 * 2 + 225 + 81), rel=0.03)


def test_a_selection_limits_the_region(fresh_imagej, discs, segmentation):
    macro = f"""open(getArgument()); makeOval(20, 60, 45, 45);
    run("FeretLab Segment...", "{segmentation}");
    run("FeretLab Measure..."); return "" + nResults + " " + getResult("X", 0);"""
    rows, x = numbers(macro, str(discs))
    assert rows == 1
    assert x == pytest.approx(81, abs=1)


def test_separate_shows_labels_and_adds_rois(fresh_imagej, discs, segmentation):
    macro = f"""open(getArgument()); makeRectangle(1, 2, 3, 4); roiManager("Add");
    run("Select None"); run("FeretLab Segment...", "{segmentation}");
    run("FeretLab Separate...", "method=watershed");
    getStatistics(area, mean, min, max);
    return "" + max + " " + roiManager("count");"""
    assert numbers(macro, str(discs)) == [4, 5]


def test_rows_stand_under_imagejs_own_headings(fresh_imagej, discs, segmentation):
    macro = f"""open(getArgument()); run("FeretLab Segment...", "{segmentation}");
    run("FeretLab Measure...", "add_rois"); rows = nResults;
    area = getResult("Area", 1); min = getResult("MinFeret", 1);
    feret = getResult("Feret", 1); ecd = getResult("ECD", 1);
    roiManager("Select", 1);
    run("Set Measurements...", "area feret's redirect=None decimal=9");
    List.setMeasurements;
    return "" + rows + " " + (area - List.getValue("Area")) + " "
        + (min - List.getValue("MinFeret")) + " " + (feret - List.getValue("Feret"))
        + " " + (ecd - 2 * sqrt(area / PI));"""
    rows, *differences = numbers(macro, str(discs))
    assert rows == 3
    assert differences == pytest.approx([0, 0, 0, 0], abs=1e-6)


def test_analyze_gives_what_the_command_line_gives(
    fresh_imagej, discs, bright_model, segmentation, tmp_path
):
    options = ["--model", str(bright_model), "--scale", "1", "--invert", "no"]
    output = tmp_path / "out"
    plain = ["--no-pictures", "--no-workbook", "--resamples", "100"]
    assert main(["analyze", str(discs), "--output", str(output), *options, *plain]) == 0
    expected = read_csv(output / "particles.csv")
    macro = f"""open(getArgument()); run("FeretLab Analyze...", "{segmentation}");
    all = "";
    for (i = 0; i < nResults; i++)
        all += " " + d2s(getResult("MinFeret", i), 9) + " "
            + d2s(getResult("Mean", i), 9) + " " + d2s(getResult("Confidence", i), 9);
    return all;"""
    found = np.array(numbers(macro, str(discs))).reshape(-1, 3)
    for index, name in enumerate(("min_feret_nm", "mean_grey", "confidence")):
        assert found[:, index] == pytest.approx(expected[name], rel=1e-6)


def test_weights_of_the_border_rule_stand_in_the_results(
    fresh_imagej, discs, segmentation
):
    macro = f"""open(getArgument());
    run("FeretLab Analyze...", "{segmentation} border=miles");
    getDimensions(width, height, c, z, t); getPixelSize(unit, edge, edge);
    roiManager("Select", 0); Roi.getBounds(x, y, w, h);
    return "" + getResult("Weight", 0) + " "
        + width * height / ((width - w - 1) * (height - h - 1));"""
    found, expected = numbers(macro, str(discs))
    assert found == pytest.approx(expected, abs=1e-4)
    assert found > 1


def test_the_border_rule_stays_with_the_labels_also_in_a_file(fresh_imagej, tmp_path):
    macro = """newImage("m", "8-bit black", 60, 50, 1); setColor(255);
    fillRect(10, 10, 20, 20); fillRect(0, 40, 10, 10);
    run("FeretLab Separate...", "method=none border=miles");
    path = getArgument(); saveAs("Tiff", path); close("*"); open(path);
    run("FeretLab Measure...", "kind=labels");
    return "" + nResults + " " + getResult("Weight", 0);"""
    weight = 50 * 60 / (29 * 39)
    assert numbers(macro, str(tmp_path / "l.tif")) == [1, pytest.approx(weight, 1e-4)]


@pytest.mark.parametrize("kind", ["16-bit", "32-bit", "RGB Color"])
def test_every_type_of_image_gives_the_same(fresh_imagej, discs, segmentation, kind):
    # 32-bit and RGB alike; ImageJ's own scaling is switched off.
    macro = f"""open(getArgument()); setMinAndMax(0, 255);
    run("Conversions...", " "); run("{kind}");
    run("FeretLab Analyze...", "{segmentation} show_labels=no");
    title = getTitle(); return "" + nResults + " " + getResult("Area", 0);"""
    whole = macro.replace(f'run("{kind}");', "")
    expected = numbers(whole, str(discs))
    run_macro('run("Clear Results");')
    assert numbers(macro, str(discs)) == expected


def test_a_stack_is_worked_on_slice_by_slice(fresh_imagej, discs, segmentation):
    macro = f"""open(getArgument()); run("Duplicate...", "title=b");
    run("Select All"); setColor(20); fill(); run("Select None");
    run("Images to Stack", "use");
    run("FeretLab Analyze...", "{segmentation} method=none");
    roiManager("Select", 0);
    return "" + nResults + " " + getResult("Slice", 0) + " " + nSlices;"""
    rows, place, slices = numbers(macro, str(discs))
    assert (rows, place, slices) == (3, 1, 2)


@pytest.mark.parametrize("command", ["Measure", "Separate"])
def test_rois_of_a_hyperstack_lead_to_their_slices(fresh_imagej, command):
    options = {"Measure": "kind=mask add_rois", "Separate": "method=none"}[command]
    macro = f"""newImage("h", "8-bit composite-mode black", 60, 50, 2, 1, 2);
    setColor(255);
    for (i = 1; i <= 4; i++) {{ setSlice(i); fillRect(10 * i, 6, 8, 8); }}
    run("FeretLab {command}...", "{options}"); told = "";
    for (i = 0; i < roiManager("count"); i++) {{
        roiManager("select", i);
        told += " " + (Stack.isHyperstack && getValue("Min") > 0);
    }}
    return told;"""
    assert numbers(macro) == [1, 1, 1, 1]


def test_measuring_again_appends_and_imagejs_columns_stay(fresh_imagej):
    macro = """newImage("a", "8-bit black", 40, 30, 1); setColor(255);
    fillRect(5, 5, 10, 4);
    run("FeretLab Measure..."); run("FeretLab Measure...");
    return "" + nResults + " " + getResult("Area", 1) + " " + getResult("ECD", 1);"""
    assert numbers(macro) == [2, 40, pytest.approx(2 * np.sqrt(40 / np.pi), abs=1e-4)]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("treshold=1", "FeretLab Segment: Reading option 'treshold': no such one"),
        ("threshold=7", "found '7'. Input should be less than or equal to 1"),
        ("model=[no such]", "Looking for model 'no such': found no such one"),
        ("model=absent.onnx", "Opening model 'absent.onnx'"),
    ],
)
def test_a_bad_call_ends_the_macro_in_one_line(fresh_imagej, options, told, capfd):
    macro = f"""newImage("a", "8-bit ramp", 50, 40, 1);
    run("FeretLab Segment...", "{options}"); print("went on");"""
    with pytest.raises(MacroError, match=re.escape(told)) as caught:
        run_macro(macro)
    assert "\n" not in str(caught.value)
    assert "went on" not in capfd.readouterr().out


def test_no_open_image_is_told(fresh_imagej):
    with pytest.raises(MacroError, match=r"found none open\. Open an image first"):
        run_macro('run("FeretLab Analyze...");')


def test_a_fault_inside_is_told_and_ends_the_macro(fresh_imagej, monkeypatch, caplog):
    def fail(*_):
        raise ZeroDivisionError("boom")

    action = ACTIONS["measure"]
    broken = type(action)(record=action.record, run=fail)
    monkeypatch.setitem(ACTIONS, "measure", broken)
    with pytest.raises(MacroError, match=r"ZeroDivisionError: boom\. This is a fault"):
        run_macro('newImage("a", "8-bit", 9, 9, 1); run("FeretLab Measure...");')
    assert "unexpected in FeretLab Measure..." in caplog.text


def test_a_call_is_recorded_before_its_images_appear(fresh_imagej, monkeypatch):
    """ImageJ records each window that appears; a replay goes on with it."""
    order = queue.SimpleQueue()
    action = ACTIONS["measure"]
    shows = type(action)(
        record=action.record, run=lambda *_: order.put("shown"), takes_image=False
    )
    monkeypatch.setitem(ACTIONS, "measure", shows)
    monkeypatch.setattr(commands, "_record", lambda *_: order.put("recorded"))
    listener = commands.Commands()
    try:
        assert listener.executing("FeretLab Measure...")
        seen = [order.get(timeout=60) for _ in range(2)]
    finally:
        listener.close()
    assert seen == ["recorded", "shown"]


def test_escape_stops_the_work(fresh_imagej, monkeypatch):
    def press(front, parameters, out, progress):
        fresh_imagej("ij.IJ").setKeyDown(27)
        progress.report(1, 2)

    action = ACTIONS["measure"]
    pressed = type(action)(record=action.record, run=press)
    monkeypatch.setitem(ACTIONS, "measure", pressed)
    with pytest.raises(MacroError, match="stopped by Escape"):
        run_macro('newImage("a", "8-bit", 9, 9, 1); run("FeretLab Measure...");')


def test_fractions_are_no_labels(fresh_imagej):
    macro = 'newImage("p", "32-bit ramp", 30, 30, 1); run("FeretLab Measure...");'
    with pytest.raises(MacroError, match="found fractions, expected a label image"):
        run_macro(macro)


def test_compare_shows_a_table_and_logs_the_verdict(fresh_imagej, tmp_path, capfd):
    manual, automatic = tmp_path / "by [hand].csv", tmp_path / "particles.csv"
    manual.write_text(" ,Label,MinFeret\n" + "1,a.tif,20\n2,a.tif,30\n" * 6)
    automatic.write_text("image,min_feret_nm\n" + "a,21\na,31\n" * 6)
    output = tmp_path / "out put"
    macro = f"""run("FeretLab Compare...", "manual=[{manual}] automatic=[{automatic}] "
        + "output=[{output}] resamples=100 manual_unit=nm");
    return getTitle();"""
    assert run_macro(macro) == "comparison.png"
    assert (output / "comparison.csv").is_file()
    assert "on average 4 % (-14 to 26) larger than manual" in capfd.readouterr().out


def test_evaluate_logs_the_scores(fresh_imagej, discs, capfd):
    run_macro(f'run("FeretLab Evaluate...", "prediction=[{discs}] truth=[{discs}]");')
    assert "iou_image 1.0000" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("", "'manual': not given, expected a value"),
        ("manual=[] automatic=a output=b", "'manual': found nothing, expected a file"),
        ("manual=m.csv automatic=a.csv output=[]", "'output': found nothing"),
        ("manual=m.csv automatic=a.csv output=o", "found no such file"),
    ],
)
def test_compare_says_what_is_missing(fresh_imagej, options, told):
    with pytest.raises(MacroError, match=told):
        run_macro(f'run("FeretLab Compare...", "{options}");')


_DISCS = """newImage("a", "8-bit black", 90, 90, 1); setColor(255);
fillOval(10, 10, 20, 20); fillOval(50, 50, 30, 30); setThreshold(128, 255);
makeRectangle(1, 2, 3, 4); roiManager("Add"); run("Select None");"""


@pytest.mark.parametrize("batch", ["false", "true"])
@pytest.mark.parametrize(("options", "count"), [("add", 3), ("clear add", 2), ("", 1)])
def test_analyze_particles_adds_to_the_roi_manager_without_a_window(
    fresh_imagej, batch, options, count
):
    macro = f"""setBatchMode({batch}); {_DISCS}
    run("Analyze Particles...", "size=5-Infinity {options}");
    return "" + roiManager("count");"""
    assert numbers(macro) == [count]


def test_a_value_may_be_a_variable_of_the_macro(fresh_imagej):
    macro = f"""{_DISCS} size = 2.5; neighbours = 4;
    run("FeretLab Measure...", "pixel_size_nm=&size connectivity=&neighbours");
    return "" + nResults + " " + getResult("Width", 0);"""
    assert numbers(macro) == [2, 20 * 2.5]


def test_an_empty_variable_of_the_macro_is_an_empty_value(fresh_imagej):
    macro = f"""{_DISCS} size = "";
    run("FeretLab Measure...", "pixel_size_nm=&size");
    return "" + getResult("Width", 0);"""
    assert numbers(macro) == [20]


@pytest.mark.parametrize(("options", "rows"), [("add", 4), ("clear add display", 6)])
def test_measuring_rois_without_a_window_keeps_every_row(fresh_imagej, options, rows):
    """As in a window, the rows of particles that were not displayed go."""
    macro = f"""{_DISCS} roiManager("reset");
    run("Set Measurements...", "area feret's display redirect=None decimal=9");
    run("Analyze Particles...", "size=5-Infinity {options}");
    roiManager("deselect"); roiManager("Measure"); makeLine(10, 10, 40, 50);
    run("Measure"); run("Select All"); run("Measure");
    return "" + nResults + " " + getResult("MinFeret", nResults - 4) + " "
        + getResult("Length", nResults - 2) + " " + getResult("Area", nResults - 1)
        + " " + startsWith(getResultLabel(nResults - 4), "a");"""
    assert numbers(macro) == [rows, 20, 50, 90 * 90, 1]
