"""Measurements from files: both sides end in the same unit and names."""

import numpy as np
import pytest
from tifffile import imwrite

from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.comparison.sources import read_automatic, read_manual
from feretlab.core.errors import InputError
from feretlab.core.io.rois import write_rois
from feretlab.core.io.tables import read_csv

# Without ImageJ, with which tests/fiji_bridge compares.
PLAIN = CompareParameters(rois_by="feretlab")


@pytest.fixture
def one(analyzed, discs):
    """Folder and measurements of one image with two discs, 2 nm a pixel."""
    folder = analyzed(f1=discs((30, 30, 10), (60, 80, 15)))
    return folder, read_automatic(folder, PLAIN)


@pytest.fixture
def two(analyzed, discs):
    """Measurements of the images f1 and f2 with a disc each, 2 nm a pixel."""
    folder = analyzed(f1=discs((30, 30, 9)), f2=discs((30, 30, 9)))
    return read_automatic(folder, PLAIN)


def sizes_of(side):
    return {image.image: image.values.tolist() for image in side.images}


def test_an_analysis_gives_its_sizes_places_and_pixel_size(one):
    folder, found = one
    image = found.images[0]
    expected = read_csv(folder / "particles.csv")["min_feret_nm"]
    assert image.values.tolist() == expected.tolist()
    assert (found.unit, image.image, len(image.particles)) == ("nm", "f1", 2)
    assert tuple(image.pixel_size_nm) == pytest.approx((2, 2))


def test_rois_stand_in_where_labels_are_gone(one):
    folder, found = one
    (folder / "f1_labels.tif").unlink()
    again = read_automatic(folder, PLAIN).images[0].particles
    assert again.boxes.tolist() == found.images[0].particles.boxes.tolist()


def test_an_image_in_which_nothing_was_found_is_kept(analyzed, discs):
    found = read_automatic(analyzed(f1=discs((30, 30, 9)), f2=discs()), PLAIN)
    assert [len(image.values) for image in found.images] == [1, 0]
    assert found.images[1].particles.shape == (100, 120)


def test_a_given_pixel_size_overrides_what_files_say(one):
    folder, found = one
    other = read_automatic(folder, CompareParameters(pixel_size_nm=3.0))
    assert other.images[0].values == pytest.approx(found.images[0].values * 1.5)


def test_labels_of_another_analysis_are_refused(one, discs):
    folder, _ = one
    imwrite(folder / "f1_labels.tif", discs((30, 30, 10), (70, 70, 5), (20, 90, 5)))
    with pytest.raises(InputError, match="found 3 particles, expected 2 as in"):
        read_automatic(folder, PLAIN)


def test_outlines_are_measured_with_the_pixel_size_of_the_image(one, tmp_path):
    _, automatic = one
    particles = automatic.images[0].particles
    write_rois(particles, tmp_path / "RoiSet_f1.zip")
    found = read_manual([tmp_path / "RoiSet_f1.zip"], "anna", automatic, PLAIN)
    assert found.images[0].image == "f1"
    assert found.images[0].values == pytest.approx(automatic.images[0].values)


def test_an_empty_roi_is_left_out_of_a_set_with_a_warning(one, tmp_path):
    import zipfile

    from roifile import ROI_TYPE, ImagejRoi

    _, automatic = one
    path = tmp_path / "RoiSet_f1.zip"
    write_rois(automatic.images[0].particles, path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "lost.roi",
            ImagejRoi(
                roitype=ROI_TYPE.RECT, left=2, top=2, right=2, bottom=2
            ).tobytes(),
        )
    found = read_manual([path], "anna", automatic, PLAIN)
    assert found.images[0].values == pytest.approx(automatic.images[0].values)
    assert found.warnings[0].startswith(
        "RoiSet_f1.zip: 1 ROI that selects no pixel ('lost') left out"
    )


def test_lines_have_the_lengths_of_imagej(one, write_lines):
    _, automatic = one
    path = write_lines([((20, 30), (40.5, 30)), ((80, 45), (83, 49))])
    found = read_manual([path], "anna", automatic, PLAIN).images[0]
    assert found.values.tolist() == [41, 10]
    assert found.lines.shape == (2, 2, 2)


@pytest.mark.parametrize("end", [np.nan, np.inf, 1e9, -1e30])
def test_lines_that_end_nowhere_are_refused(one, write_lines, end):
    path = write_lines([((20, 30), (40.5, 30)), ((80, 45), (83, end))])
    with pytest.raises(InputError, match="a line that ends nowhere"):
        read_manual([path], "A", one[1], PLAIN)


def test_sizes_beyond_all_lengths_are_left_out(one, tmp_path):
    (tmp_path / "f1.csv").write_text(" ,MinFeret\n1,20\n2,1e300\n3,inf\n")
    found = read_manual([tmp_path / "f1.csv"], "A", one[1], PLAIN)
    np.testing.assert_array_equal(sizes_of(found)["f1"], [20, np.nan, np.nan])


def test_lines_cannot_be_areas(one, write_lines):
    folder, _ = one
    areas = CompareParameters(descriptor="area")
    with pytest.raises(InputError, match="straight lines, expected outlines"):
        read_manual(
            [write_lines([((0, 0), (3, 4))])],
            "anna",
            read_automatic(folder, areas),
            areas,
        )


def test_lines_and_outlines_in_one_set_are_refused(one, write_lines):
    import zipfile

    _, automatic = one
    path = write_lines([((20, 30), (40, 30))])
    write_rois(automatic.images[0].particles, path.with_name("other.zip"))
    with (
        zipfile.ZipFile(path, "a") as archive,
        zipfile.ZipFile(path.with_name("other.zip")) as other,
    ):
        name = other.namelist()[0]
        archive.writestr(name, other.read(name))
    with pytest.raises(InputError, match="found 1 straight lines and 1 others"):
        read_manual([path], "anna", automatic, PLAIN)


@pytest.mark.parametrize(
    ("heading", "unit", "expected"),
    [
        ("Length", "auto", 20.0),
        ("Length", "px", 40.0),
        ("Length", "um", 20000.0),
        ("Length (px)", "auto", 40.0),
        ("Length (µm)", "auto", 20000.0),
    ],
)
def test_tables_come_in_the_unit_of_the_automatic_side(
    one, tmp_path, heading, unit, expected
):
    _, automatic = one
    path = tmp_path / "f1_Results.csv"
    path.write_text(f" ,{heading}\n1,20\n", encoding="utf-8")
    parameters = CompareParameters(manual_unit=unit)
    found = read_manual([path], "anna", automatic, parameters)
    assert found.images[0].values.tolist() == pytest.approx([expected])
    assert found.images[0].image == "f1"


def test_what_is_no_size_is_left_out_and_told(one, tmp_path):
    path = tmp_path / "Results.csv"
    path.write_text("Label,MinFeret\nf1,20\nf1,0\nf1,-5\nf1,\n")
    found = read_manual([path], "anna", one[1], PLAIN)
    np.testing.assert_array_equal(found.images[0].values, [20, np.nan, np.nan, np.nan])
    assert "Results.csv: 3 rows without a size above 0 left out" in found.warnings


def test_an_assumed_unit_is_told(one, tmp_path):
    _, automatic = one
    path = tmp_path / "Results.csv"
    path.write_text("Length\n20\n")
    warnings = read_manual([path], "anna", automatic, PLAIN).warnings
    assert any("tells no unit" in line and "taken as nm" in line for line in warnings)


def test_labels_of_imagej_tell_the_image(two, tmp_path):
    path = tmp_path / "Results.csv"
    path.write_text("Label,MinFeret\nf2.tif:0001-0030,20\nf1.tif,30\nf2.tif,40\n")
    found = read_manual([path], "anna", two, PLAIN)
    assert sizes_of(found) == {"f2": [20, 40], "f1": [30]}


def test_rows_of_an_unknown_image_leave_the_others_where_they_are(two, tmp_path):
    path = tmp_path / "Results.csv"
    path.write_text("Label,MinFeret\nf1.tif,20\nf3.tif,30\nf2.tif,40\n")
    found = read_manual([path], "anna", two, PLAIN)
    assert sizes_of(found) == {"f1": [20], "f3": [30], "f2": [40]}


def test_an_unknown_image_needs_no_pixel_size(two, tmp_path):
    path = tmp_path / "Results.csv"
    path.write_text("Label,Length (px)\nf1.tif,20\nf3.tif,30\n")
    found = read_manual([path], "anna", two, PLAIN)
    np.testing.assert_equal(sizes_of(found), {"f1": [40], "f3": [np.nan]})


def test_masks_are_parted_by_the_connectivity_asked_for(one, tmp_path):
    _, automatic = one
    mask = np.zeros((100, 120), np.uint8)
    mask[20:40, 20:40] = mask[40:60, 40:60] = 255
    (tmp_path / "masks").mkdir()
    imwrite(tmp_path / "masks" / "f1_m.tif", mask)
    counts = [
        len(
            read_manual(
                [tmp_path / "masks"],
                "anna",
                automatic,
                CompareParameters(connectivity=how),
            )
            .images[0]
            .values
        )
        for how in (4, 8)
    ]
    assert counts == [2, 1]


def test_nanometres_beside_pixels_ask_for_the_pixel_size(tmp_path, discs):
    imwrite(tmp_path / "f1_labels.tif", discs((30, 30, 9), (60, 60, 9)))
    (tmp_path / "Results.csv").write_text("Length (nm)\n20\n")
    automatic = read_automatic(tmp_path / "f1_labels.tif", PLAIN)
    assert automatic.unit == "px"
    with pytest.raises(
        InputError, match=r"sizes in nm, expected px .* --pixel-size-nm"
    ):
        read_manual([tmp_path / "Results.csv"], "anna", automatic, PLAIN)


def test_one_image_twice_is_no_more_particles(one, tmp_path):
    _, automatic = one
    for name in ("f1_rois.zip", "RoiSet_f1.zip"):
        write_rois(automatic.images[0].particles, tmp_path / "by hand" / name)
    with pytest.raises(InputError, match="found image 'f1' in two files"):
        read_manual([tmp_path / "by hand"], "anna", automatic, PLAIN)


RESULTS = " ,Label,MinFeret,X,Y\n1,f1.tif,38,60,60\n2,f1.tif,60,160,120\n"


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("nm", [[30, 30], [80, 60]]), ("px", [[60, 60], [160, 120]])],
)
def test_results_tell_places_in_the_unit_that_is_told(one, tmp_path, unit, expected):
    _, automatic = one
    (tmp_path / "Results.csv").write_text(RESULTS)
    parameters = CompareParameters(manual_unit=unit)
    found = read_manual([tmp_path / "Results.csv"], "anna", automatic, parameters)

    assert found.images[0].points.tolist() == expected
    assert found.warnings == ()


def test_places_have_the_unit_that_the_sizes_tell(one, tmp_path):
    _, automatic = one
    text = RESULTS.replace("MinFeret", "MinFeret (nm)")
    (tmp_path / "Results.csv").write_text(text)
    found = read_manual([tmp_path / "Results.csv"], "anna", automatic, PLAIN)

    assert found.images[0].points.tolist() == [[30, 30], [80, 60]]


def test_the_unit_of_places_is_not_guessed_but_asked_for(one, tmp_path):
    _, automatic = one
    (tmp_path / "Results.csv").write_text(RESULTS)
    found = read_manual([tmp_path / "Results.csv"], "anna", automatic, PLAIN)

    assert found.images[0].points is None
    assert any("X and Y tell no unit" in line for line in found.warnings)
