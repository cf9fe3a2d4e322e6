"""Progress of parts adds up to the whole."""

from feretlab.core.progress import SILENT, Stretch, by_size


class Recorder:
    def __init__(self):
        self.reports = []

    def report(self, done, total, note=""):
        self.reports.append((done, total, note))


def test_a_stretch_reports_its_place_in_the_whole():
    whole = Recorder()
    Stretch(whole, 0.5, 0.25, "b.tif").report(1, 2, "segment")
    assert whole.reports == [(0.625, 1.0, "b.tif: segment")]


def test_a_stretch_of_no_steps_is_finished():
    whole = Recorder()
    Stretch(whole, 0.0, 1.0).report(0, 0)
    assert whole.reports == [(1.0, 1.0, "")]


def test_silence_takes_any_report():
    assert SILENT.report(1, 0) is None


def test_parts_get_as_much_of_the_whole_as_they_take():
    whole = Recorder()
    for part in by_size(whole, [1, 2, 5]):
        part.report(0, 4)
        part.report(4, 4)
    assert [done for done, _, _ in whole.reports] == [0, 1 / 8, 1 / 8, 3 / 8, 3 / 8, 1]
