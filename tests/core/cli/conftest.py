"""What all commands are tested with."""

import signal

import pytest


@pytest.fixture(autouse=True)
def interrupts_are_heard():
    """Hear Ctrl-C: a shell has it ignored in what it starts in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
