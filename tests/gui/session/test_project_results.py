"""The result of one image in a file."""

import json

import numpy as np
import pytest

from feretlab.core.errors import FileError
from feretlab.gui.session.corrections import Correction, Corrections
from feretlab.gui.session.project_results import read_finding, write_finding


@pytest.fixture
def path(tmp_path, found):
    """A result that holds three corrections."""
    write_finding(found[0], tmp_path / "field.npz")
    return tmp_path / "field.npz"


def test_what_was_corrected_since_is_not_taken_for_measured(path, found):
    finding, corrections = found
    more = corrections.and_then(Correction(kind="delete", at=((31, 31),)))

    read = read_finding(path, more)
    assert len(read.particles) == len(finding.particles)
    assert more.since(read.corrections) == more.items[-1:]


def test_what_was_undone_since_is_not_taken_for_measured(path, found):
    finding, _ = found

    read = read_finding(path, Corrections())
    assert read.table["area_px"].tolist() == finding.table["area_px"].tolist()
    assert len(read.particles) == len(finding.particles)
    assert [each.kind for each in read.corrections.items] == [
        "delete",
        "exclude",
        "add",
    ]


def test_a_result_that_does_not_tell_its_corrections_holds_those_of_the_image(
    path, found
):
    with np.load(path) as content:
        arrays = dict(content)
    about = json.loads(str(arrays["about"]))
    del about["corrections"]
    np.savez_compressed(path, **(arrays | {"about": np.array(json.dumps(about))}))

    assert read_finding(path, found[1]).corrections is found[1]


def test_a_damaged_byte_is_told(path, found):
    data = bytearray(path.read_bytes())
    name = data.find(b"bits.npy")
    more = int.from_bytes(data[name - 2 : name], "little")
    data[name + len(b"bits.npy") + more] |= 0b110  # a kind of block that none is
    path.write_bytes(data)

    with pytest.raises(FileError, match="it is damaged"):
        read_finding(path, found[1])


_ONE = np.array(5)


def test_too_little_memory_is_no_damage(path, found, monkeypatch):
    def load(*_, **__):
        raise MemoryError

    monkeypatch.setattr(np, "load", load)
    with pytest.raises(MemoryError):
        read_finding(path, found[1])


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("offsets", lambda old: old[:0]),
        ("offsets", lambda _: _ONE),
        ("offsets", lambda old: old.astype(float) + np.inf),
        ("offsets", lambda old: old.astype(str)),
        ("boxes", lambda _: _ONE),
        ("boxes", lambda old: old + 100),
        ("boxes", lambda old: old * 2),
        ("class_index", lambda old: old + 9),
        ("class_index", lambda old: old - 1),
        ("weight", lambda _: _ONE),
        ("column area_px", lambda _: _ONE),
        ("about", lambda _: np.array("[" * 200_000)),
        ("about", lambda _: np.array("[]")),
        ("about", lambda old: np.char.replace(old, '"shape": [40', '"shape": [-40')),
        ("about", lambda old: np.char.replace(old, '"0 20"', '"20"')),
    ],
)
def test_numbers_that_are_of_no_particles_are_told(path, found, name, change):
    with np.load(path) as content:
        arrays = dict(content)
    np.savez_compressed(path, **(arrays | {name: change(arrays[name])}))

    with pytest.raises(FileError, match=r"it is damaged|does not have one row"):
        read_finding(path, Corrections())
