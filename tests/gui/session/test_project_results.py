"""The result of one image in a file."""

import json

import numpy as np
import pytest

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
