"""Lengths measured by hand."""

import pytest

from feretlab.gui.session.manual import ManualLength
from feretlab.gui.session.session import Session

ROW = ManualLength(
    key="image1", image="a", start=(0, 0), end=(3, 4), pixel_size_nm=(2.0, 2.0)
)


def test_a_length_is_told_in_pixels_and_nm():
    assert (ROW.length_px, ROW.length_nm) == (5, 10)


def test_pixels_that_are_not_square_are_measured_each_way():
    row = ManualLength(
        key="image1", image="a", start=(0, 0), end=(3, 4), pixel_size_nm=(4.0, 1.25)
    )

    assert row.length_nm == pytest.approx(13)


def test_without_a_pixel_size_there_is_no_length_in_nm():
    row = ManualLength(key="image1", image="a", start=(0, 0), end=(3, 4))

    assert row.length_nm is None


def test_measuring_can_be_undone():
    session = Session()
    session.history.do(session.manual.adding(ROW))
    assert session.manual.of("image1") == (ROW,)

    session.history.undo()
    assert session.manual.rows == ()


def test_an_entry_sees_its_own_lengths_only():
    session = Session()
    session.manual.put((ROW,))

    assert session.manual.of("image2") == ()
