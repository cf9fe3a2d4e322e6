"""Warnings of libraries, ignored in several threads at a time."""

import warnings
from contextlib import ExitStack

import pytest

from feretlab.core.io.quiet import without_warnings


@pytest.fixture
def begin():
    """Begins to ignore warnings, as a thread does; gives what ends that."""
    with ExitStack() as left:

        def begin(category):
            thread = left.enter_context(ExitStack())
            thread.enter_context(without_warnings(category))
            return thread.close

        yield begin


def test_warnings_of_the_kind_are_ignored_and_others_are_not():
    with without_warnings(UserWarning):
        warnings.warn("of Pillow", UserWarning, stacklevel=1)
        with pytest.raises(RuntimeWarning, match="of NumPy"):
            warnings.warn("of NumPy", RuntimeWarning, stacklevel=1)


def test_warnings_that_begin_otherwise_are_not_ignored():
    with without_warnings(UserWarning, "Glyph .* missing"):
        warnings.warn("Glyph 7 missing from font", UserWarning, stacklevel=1)
        with pytest.raises(UserWarning, match="odd"):
            warnings.warn("odd", UserWarning, stacklevel=1)


def test_what_one_thread_ignores_is_so_after_another_has_ended(begin):
    end_first = begin(UserWarning)
    begin(RuntimeWarning)
    end_first()

    warnings.warn("of the second", RuntimeWarning, stacklevel=1)


def test_after_threads_that_overlap_filters_are_as_before(begin):
    before = list(warnings.filters)
    end_first, end_second = begin(UserWarning), begin(RuntimeWarning)
    end_first()
    end_second()

    assert warnings.filters == before
