"""ROI sets written, read by ImageJ, and read again."""

import subprocess
import sys
import zipfile

import numpy as np
import pytest
from roifile import ROI_TYPE, ImagejRoi
from scipy import ndimage

from feretlab.core.errors import FileError, InputError
from feretlab.core.io.rois import filled_rois, read_rois, write_rois
from feretlab.core.particles import Particles


def assert_equal(first, second):
    for name in ("boxes", "offsets", "bits"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))


@pytest.fixture(scope="module")
def particles():
    """Blobs with holes, single pixels, diagonals, and labels of several parts."""
    rng = np.random.default_rng(11)
    smooth = ndimage.gaussian_filter(rng.normal(size=(60, 80)), 1.2)
    blobs = Particles.from_mask(smooth > 0.03)
    parts = Particles.from_labels((rng.random((60, 80)) < 0.3) * rng.integers(1, 4))
    noise = Particles.from_mask(rng.random((60, 80)) < 0.3)
    masks = [mask for p in (blobs, parts, noise) for mask in p.masks()]
    corners = np.concatenate([p.boxes[:, :2] for p in (blobs, parts, noise)])
    return Particles.from_masks(masks, map(tuple, corners), (60, 80))


def test_ten_round_trips_keep_every_pixel(tmp_path, particles):
    again = particles
    for _ in range(10):
        write_rois(again, tmp_path / "set.zip")
        again = read_rois(tmp_path / "set.zip", particles.shape)
    assert_equal(again, particles)


@pytest.mark.java
def test_imagej_reads_the_same_pixels_and_writes_them_back(tmp_path, particles, imagej):
    """Both ways through ImageJ's own decoder and encoder."""
    write_rois(particles, tmp_path / "ours.zip")
    back = tmp_path / "theirs.zip"
    decoder = imagej.java_class("ij.io.RoiDecoder")
    encoder = imagej.java_class("ij.io.RoiEncoder")
    with (
        zipfile.ZipFile(tmp_path / "ours.zip") as ours,
        zipfile.ZipFile(back, "w") as theirs,
    ):
        for index, name in enumerate(ours.namelist()):
            roi = decoder(ours.read(name), name).getRoi()
            bounds = roi.getBounds()
            top, left, bottom, right = particles.boxes[index]
            assert (bounds.y, bounds.x) == (top, left)
            assert (bounds.height, bounds.width) == (bottom - top, right - left)
            pixels = np.array(roi.getMask().getPixels(), copy=True) != 0
            np.testing.assert_array_equal(pixels, particles.mask(index).ravel())
            theirs.writestr(name, bytes(encoder.saveAsByteArray(roi)))
    assert_equal(read_rois(back, particles.shape), particles)


def test_plain_particles_are_traced_and_holed_ones_composite(tmp_path):
    ring = np.ones((5, 5), bool)
    ring[2, 2] = False
    pair = Particles.from_masks(
        [np.ones((3, 4), bool), ring], [(1, 2), (9, 9)], (20, 20)
    )
    write_rois(pair, tmp_path / "set.zip")
    plain, holed = ImagejRoi.fromfile(tmp_path / "set.zip")
    assert (plain.roitype, plain.n_coordinates) == (ROI_TYPE.TRACED, 4)
    assert (holed.roitype, holed.composite) == (ROI_TYPE.RECT, True)


def test_names_are_number_and_middle(tmp_path):
    square = np.ones((10, 10), bool)
    both = Particles.from_masks([square, square], [(5, 40), (5, 40)], (60, 60))
    write_rois(both, tmp_path / "set.zip")
    names = zipfile.ZipFile(tmp_path / "set.zip").namelist()
    assert names == ["0001-0010-0045.roi", "0002-0010-0045.roi"]


def test_classes_and_flags_survive(tmp_path):
    columns = {
        "class_names": ("free", "hidden"),
        "class_index": np.array([1, 0, 1], np.int32),
        "confidence": np.array([0.25, np.nan, 0.9], np.float32),
        "separated": np.array([False, True, False]),
        "weight": np.array([1.0, 1.5, 1.0]),
    }
    before = Particles.from_labels(np.array([[1, 0, 2, 0, 3]]), **columns)
    write_rois(before, tmp_path / "set.zip")
    after = read_rois(tmp_path / "set.zip", (1, 5))
    assert after.class_names == ("free", "hidden")
    for name in ("class_index", "confidence", "separated", "weight"):
        np.testing.assert_array_equal(getattr(after, name), columns[name])


@pytest.mark.java
def test_imagej_sees_group_slice_and_class(tmp_path, imagej):
    labels = np.array([[1, 0, 2]])
    columns = {"class_names": ("a", "b"), "class_index": np.array([0, 1], np.int32)}
    write_rois(
        Particles.from_labels(labels, **columns), tmp_path / "set.zip", position=7
    )
    with zipfile.ZipFile(tmp_path / "set.zip") as archive:
        name = archive.namelist()[1]
        decoder = imagej.java_class("ij.io.RoiDecoder")
        roi = decoder(archive.read(name), name).getRoi()
    assert (roi.getGroup(), roi.getPosition()) == (2, 7)
    assert str(roi.getProperty("class")) == "b"
    assert str(roi.getName()) == name.removesuffix(".roi")


def test_one_slice_of_a_stack_is_read(tmp_path):
    rois = [ImagejRoi(roitype=ROI_TYPE.RECT, right=2 + i, bottom=3) for i in range(3)]
    for position, roi in enumerate(rois):
        roi.position, roi.name = position, str(position)
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        for roi in rois:
            archive.writestr(f"{roi.name}.roi", roi.tobytes())
    read = read_rois(tmp_path / "set.zip", (10, 10), position=2)
    np.testing.assert_array_equal(read.boxes[:, 3], [2, 4])


def test_a_single_roi_is_read_and_cut_at_the_border(tmp_path):
    roi = ImagejRoi(roitype=ROI_TYPE.RECT, left=-3, top=-2, right=4, bottom=30)
    (tmp_path / "one.roi").write_bytes(roi.tobytes())
    read = read_rois(tmp_path / "one.roi", (10, 10))
    np.testing.assert_array_equal(read.boxes, [[0, 0, 10, 4]])
    assert read.class_names == ("particle",)


def test_large_coordinates_survive(tmp_path):
    square = np.ones((2, 3), bool)
    corners = [(100, 40_000), (70_000, 65_530)]
    far = Particles.from_masks([square, square], corners, (80_000, 80_000))
    write_rois(far, tmp_path / "set.zip")
    assert_equal(read_rois(tmp_path / "set.zip", far.shape), far)


def test_no_particles_make_an_empty_set(tmp_path):
    write_rois(Particles.from_mask(np.zeros((4, 4))), tmp_path / "set.zip")
    assert len(read_rois(tmp_path / "set.zip", (4, 4))) == 0


def test_the_same_particles_give_the_same_file(tmp_path, particles):
    for name in ("a.zip", "b.zip"):
        write_rois(particles, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_a_roi_outside_is_refused(tmp_path):
    roi = ImagejRoi(roitype=ROI_TYPE.RECT, left=50, right=60, bottom=4)
    (tmp_path / "one.roi").write_bytes(roi.tobytes())
    with pytest.raises(InputError, match=r"'one'.*no pixel in the micrograph"):
        read_rois(tmp_path / "one.roi", (10, 10))


EMPTY = {
    "box": {"roitype": ROI_TYPE.RECT, "left": 5, "top": 5, "right": 5, "bottom": 5},
    "oval": {"roitype": ROI_TYPE.OVAL, "left": 5, "top": 5, "right": 9, "bottom": 5},
    "polygon": {"roitype": ROI_TYPE.POLYGON, "left": 5, "top": 5},
}
SQUARE = {"roitype": ROI_TYPE.RECT, "right": 4, "bottom": 3}


@pytest.fixture
def write_set(tmp_path):
    def write(**rois):
        with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
            for name, given in rois.items():
                archive.writestr(f"{name}.roi", ImagejRoi(**given).tobytes())
        return tmp_path / "set.zip"

    return write


@pytest.mark.parametrize("kind", EMPTY)
def test_an_empty_roi_is_left_out_and_named(write_set, kind):
    path = write_set(first=SQUARE, lost=EMPTY[kind], last=SQUARE)

    assert read_rois(path, (9, 9)).boxes.tolist() == [[0, 0, 3, 4]] * 2
    rois, warning = filled_rois(path)
    assert [name for name, _ in rois] == ["first", "last"]
    assert warning == (
        "set.zip: 1 ROI that selects no pixel ('lost') left out; the other 2 are read"
    )


def test_a_sliver_between_pixel_centres_is_empty_too(write_set):
    points = np.array([[1.1, 1.0], [1.2, 1.0], [1.2, 8.0], [1.1, 8.0]])
    sliver = ImagejRoi.frompoints(points)
    path = write_set(first=SQUARE)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("sliver.roi", sliver.tobytes())

    assert len(read_rois(path, (9, 9))) == 1
    assert "'sliver'" in filled_rois(path)[1]


def test_a_set_of_nothing_but_empty_rois_is_refused(write_set):
    path = write_set(**EMPTY)
    with pytest.raises(InputError, match=r"only 3 ROIs that select no pixel \('box'"):
        read_rois(path, (9, 9))


def test_many_empty_rois_are_counted(write_set):
    path = write_set(
        first=SQUARE, **{f"e{number}": EMPTY["box"] for number in range(9)}
    )

    assert "9 ROIs that select no pixel ('e0', 'e1'" in filled_rois(path)[1]
    assert "'e4' and 4 more) left out; one is read" in filled_rois(path)[1]


def test_a_line_is_refused_by_name(tmp_path):
    roi = ImagejRoi(roitype=ROI_TYPE.LINE, x2=5.0, y2=5.0)
    (tmp_path / "caliper.roi").write_bytes(roi.tobytes())
    with pytest.raises(InputError, match=r"'caliper'.*'line', expected an area"):
        read_rois(tmp_path / "caliper.roi", (10, 10))


@pytest.mark.parametrize("keep", [0, 10, 200])
def test_broken_archives_are_refused(tmp_path, particles, keep):
    path = tmp_path / "set.zip"
    write_rois(particles, path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(FileError, match="Reading ROIs of"):
        read_rois(path, particles.shape)


@pytest.mark.parametrize("keep", [20, 70, 130])
def test_broken_rois_are_refused(tmp_path, keep):
    path = tmp_path / "one.roi"
    whole = ImagejRoi.frompoints(np.arange(80).reshape(40, 2)).tobytes()
    path.write_bytes(whole[:keep])
    with pytest.raises(FileError, match="not an ImageJ ROI set"):
        read_rois(path, (90, 90))


def _marked(path, local, central, value):
    """Write a number into both headers of an archive's only entry."""
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\3\4", local), (b"PK\1\2", central)):
        data[data.find(mark) + place] = value
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("local", "central", "value"),
    [(6, 8, 1), (8, 10, 99), (8, 10, 9), (4, 6, 90)],
    ids=["password", "AES", "Deflate64", "version"],
)
def test_archives_that_cannot_be_unpacked_are_refused(write_set, local, central, value):
    path = write_set(one=SQUARE)
    _marked(path, local, central, value)
    with pytest.raises(FileError, match="Reading ROIs of"):
        read_rois(path, (9, 9))


def test_an_entry_that_unpacks_to_a_disk_full_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "set.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one.roi", bytes(1 << 27))
    with pytest.raises(FileError, match=r"134217728 bytes in 'one\.roi'"):
        read_rois(tmp_path / "set.zip", (9, 9))


def test_what_roifile_forgives_is_not_printed(tmp_path):
    roi = ImagejRoi.frompoints(np.array([[1, 1], [9, 1], [9, 9]]))
    roi.name = "abc"
    data = bytearray(roi.tobytes())
    second = int.from_bytes(data[60:64], "big")
    data[second + 20 : second + 24] = (999_999).to_bytes(4, "big")
    (tmp_path / "a.roi").write_bytes(data)
    code = (
        "import sys; from feretlab.core.io.rois import read_rois; "
        "read_rois(sys.argv[1], (9, 9))"
    )
    made = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.roi")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert made.stderr == ""


def test_archives_of_other_things_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        archive.writestr("notes.txt", "none")
    with pytest.raises(FileError, match=r"holds no \.roi file"):
        read_rois(tmp_path / "set.zip", (9, 9))


def test_missing_files_are_named(tmp_path):
    with pytest.raises(FileError, match=r"gone\.zip"):
        read_rois(tmp_path / "gone.zip", (9, 9))
