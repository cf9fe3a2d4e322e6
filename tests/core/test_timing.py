"""Timing of programs in turn."""

import pytest

from feretlab.core.timing import compare


def test_programs_take_turns_after_a_round_that_does_not_count():
    calls = []
    compare({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, rounds=2)
    assert calls == ["a", "b"] * 3


def test_a_program_that_times_itself_is_believed():
    quick, slow = compare({"quick": lambda: 2.0, "slow": lambda: 5.0}, rounds=3)
    assert (quick.seconds, quick.ratio) == (2.0, 1.0)
    assert (slow.seconds, slow.ratio) == (5.0, pytest.approx(2.5))
