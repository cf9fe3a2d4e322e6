"""ImageJ measures ROI sets where it can be had; where not, that is told."""

import pytest

from feretlab.core.comparison import roi_measurement
from feretlab.core.comparison.roi_measurement import chosen_measurer
from feretlab.core.errors import InputError, MissingExtraError


class Entry:
    """An entry point that gives a program, or fails."""

    def __init__(self, error=None):
        self.error = error

    def load(self):
        if isinstance(self.error, ImportError):
            raise self.error
        return self

    def start(self):
        if self.error is not None:
            raise self.error


@pytest.fixture
def installed(monkeypatch):
    """A function that says what is installed."""

    def put(*entries):
        monkeypatch.setattr(roi_measurement, "entry_points", lambda **_: entries)

    return put


def test_a_program_that_starts_is_taken(installed):
    entry = Entry()
    installed(entry)
    assert chosen_measurer("auto") == (entry, "")
    assert chosen_measurer("imagej") == (entry, "")


def test_feretlab_asks_nobody(installed):
    installed(Entry(RuntimeError("must not be started")))
    assert chosen_measurer("feretlab") == (None, "")


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ([], "found no bridge to it"),
        ([Entry(ImportError("No module named 'jpype'"))], "No module named 'jpype'"),
        ([Entry(MissingExtraError("no Java was found."))], "no Java was found"),
        ([Entry(InputError("other options."))], "other options"),
    ],
)
def test_what_is_missing_is_told(installed, entries, reason):
    installed(*entries)
    measurer, warning = chosen_measurer("auto")
    assert measurer is None
    assert warning.startswith("ROI sets are measured by FeretLab")
    assert reason in warning
    with pytest.raises((MissingExtraError, InputError), match=reason):
        chosen_measurer("imagej")
