"""What messages hold of what was found."""

from feretlab.core.errors import short


def test_a_value_that_a_line_holds_stands_whole():
    assert short("/data/" + "a" * 80) == repr("/data/" + "a" * 80)


def test_a_value_without_end_is_cut():
    deep = []
    for _ in range(100_000):
        deep = [deep]
    for value in ("x" * 10_000, list(range(10_000)), {"a": deep}):
        assert len(short(value)) <= 200
        assert "..." in short(value)
