"""EMD files of Berkeley."""

import h5py
import numpy as np
import pytest

from feretlab.core.errors import InputError
from feretlab.core.io.read import read_micrographs

STACK = np.arange(3 * 4 * 5, dtype=np.uint16).reshape(3, 4, 5)
Z, Y, X = ("z", 50.0, "nm"), ("y", 0.5, "nm"), ("x", 0.25, "nm")
TIME = ("time", 1.0, "s")
ENERGY = ("Energy", 1.0, "[e_V]")


def write(path, data, axes, group="data/picture", kind=1, first=1, name="data"):
    """Write `data` with an axis of name, step and unit for each of its own."""
    with h5py.File(path, "w") as file:
        made = file.create_group(group)
        made.attrs["emd_group_type"] = kind
        made[name] = data
        for number, (label, step, unit) in enumerate(axes):
            dimension = f"dim{number + first}"
            made[dimension] = np.arange(2) * step
            made[dimension].attrs["name"] = label
            made[dimension].attrs["units"] = unit


def read(path):
    return list(read_micrographs(path, ocr=False))


def assert_is_the_stack(frames):
    np.testing.assert_array_equal([frame.pixels for frame in frames], STACK)
    assert frames[0].pixel_size_nm == pytest.approx((0.5, 0.25))


@pytest.mark.parametrize("unit", ["[n_m]", "n_m", "nm", b"[n_m]"])
def test_frames_and_size(tmp_path, unit):
    axes = [(*axis[:2], unit) for axis in (Z, Y, X)]
    write(tmp_path / "a.emd", STACK, axes)
    assert_is_the_stack(read(tmp_path / "a.emd"))


@pytest.mark.parametrize("unit", ["[n_m]", "[]", "[s]"])
def test_a_stack_of_hyperspy_is_written_backwards(tmp_path, unit):
    axes = [X, Y, ("z", 50.0, unit)]
    write(tmp_path / "a.emd", STACK.T, axes, group="signals/picture")
    assert_is_the_stack(read(tmp_path / "a.emd"))


def test_a_picture_of_hyperspy_is_not_transposed(tmp_path):
    write(tmp_path / "a.emd", STACK[0].T, [X, Y], group="signals/picture")
    (picture,) = read(tmp_path / "a.emd")
    np.testing.assert_array_equal(picture.pixels, STACK[0])
    assert picture.pixel_size_nm == pytest.approx((0.5, 0.25))


@pytest.mark.parametrize("frames", [TIME, ("tilt", 1.0, "[deg]"), ("bias", 1.0, "V")])
def test_frames_may_be_counted_by_the_last_axis(tmp_path, frames):
    write(tmp_path / "a.emd", np.moveaxis(STACK, 0, -1), [Y, X, frames])
    assert_is_the_stack(read(tmp_path / "a.emd"))


@pytest.mark.parametrize(
    "axes",
    [
        pytest.param([Z, Y, ("x", 1.0, "")], id="a side of the picture has no unit"),
        pytest.param([Y, X, Z], id="three lengths"),
        pytest.param([Z, ("height", 1.0, "px"), X], id="a side in pixels"),
        pytest.param([Z, ("height", 1.0, ""), X], id="a side of another name"),
    ],
)
def test_the_last_two_axes_are_the_picture_where_units_leave_doubt(tmp_path, axes):
    write(tmp_path / "a.emd", STACK, axes)
    frames = read(tmp_path / "a.emd")
    np.testing.assert_array_equal([frame.pixels for frame in frames], STACK)


@pytest.mark.parametrize(
    ("axes", "group"),
    [
        pytest.param([Y, X, ENERGY], "data/a", id="energy last"),
        pytest.param([Z, ENERGY, ("", 1.0, "")], "data/a", id="a side is energy"),
        pytest.param([ENERGY, X, Y], "signals/a", id="HyperSpy"),
    ],
)
def test_a_spectrum_image_is_refused(tmp_path, axes, group):
    write(tmp_path / "a.emd", STACK, axes, group=group)
    with pytest.raises(InputError, match="spectrum images are none"):
        read(tmp_path / "a.emd")


def test_a_series_filtered_by_energy_is_pictures(tmp_path):
    write(tmp_path / "a.emd", STACK, [ENERGY, Y, X])
    assert_is_the_stack(read(tmp_path / "a.emd"))


def test_a_series_filtered_by_energy_of_hyperspy_is_pictures(tmp_path):
    write(tmp_path / "a.emd", STACK.T, [X, Y, ENERGY], group="signals/picture")
    assert_is_the_stack(read(tmp_path / "a.emd"))


def test_version_1_counts_axes_from_0(tmp_path):
    write(tmp_path / "a.emd", STACK, [Z, Y, X], kind="array", first=0)
    assert_is_the_stack(read(tmp_path / "a.emd"))


def test_version_1_names_the_slices_along_its_last_axis(tmp_path):
    axes = [("Rx", 1.0, "pixels"), ("Ry", 1.0, "pixels")]
    data = np.moveaxis(STACK, 0, -1)
    write(tmp_path / "a.emd", data, axes, kind="array", first=0)
    with h5py.File(tmp_path / "a.emd", "r+") as file:
        file["data/picture/dim2"] = [b"one", b"two", b"three"]
    frames = read(tmp_path / "a.emd")
    np.testing.assert_array_equal([frame.pixels for frame in frames], STACK)


def test_diffraction_without_a_calibration_is_told_by_its_axes(tmp_path):
    axes = [Y, X, ("Qx", 1.0, "pixels"), ("Qy", 1.0, "pixels")]
    write(tmp_path / "a.emd", STACK[None], axes, kind="array", first=0)
    with pytest.raises(InputError, match="reciprocal lengths"):
        read(tmp_path / "a.emd")


def test_slices_of_prismatic_are_pictures(tmp_path):
    axes = [("R_x", 0.25, "[n_m]"), ("R_y", 0.5, "[n_m]")]
    group = "4DSTEM_simulation/data/realslices/annular_detector_depth0000"
    write(tmp_path / "a.emd", STACK[0].T, axes, group=group, name="realslice")
    (picture,) = read(tmp_path / "a.emd")
    np.testing.assert_array_equal(picture.pixels, STACK[0])
    assert picture.pixel_size_nm == pytest.approx((0.5, 0.25))


@pytest.mark.parametrize("chunks", [None, (64, 64)])
def test_more_pixels_than_the_file_can_hold_are_refused(tmp_path, chunks):
    with h5py.File(tmp_path / "a.emd", "w") as file:
        made = file.create_group("data/picture")
        made.attrs["emd_group_type"] = 1
        made.create_dataset("data", (40_000, 40_000), np.uint16, chunks=chunks)
    with pytest.raises(InputError, match="pixels from 0 bytes"):
        read(tmp_path / "a.emd")
