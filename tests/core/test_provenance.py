"""Records of how results came about."""

import hashlib
import json
import subprocess
import sys

import numpy
import pytest

from feretlab.core.errors import FileError, InputError
from feretlab.core.parameters import Parameters, parameter
from feretlab.core.provenance import (
    SCHEMA,
    ModelRecord,
    Provenance,
    changed_inputs,
    check_folder,
    file_record,
    parameters_of,
    read_provenance,
    timestamp,
    write_provenance,
)


class ShapeParameters(Parameters):
    threshold: float = parameter(0.5, help="Level.", ge=0, le=1)
    method: str = parameter("watershed", help="Way.")
    invert: bool | None = parameter(None, help="Dark particles.")


@pytest.fixture
def micrograph(tmp_path):
    path = tmp_path / "µ field.tif"
    path.write_bytes(b"pixels")
    return path


@pytest.fixture
def provenance(micrograph):
    return Provenance(
        operation="analyze",
        parameters={"shape": ShapeParameters(threshold=0.25).model_dump()},
        inputs=(file_record(micrograph, note="3 particles"),),
        model=ModelRecord(name="general", sha256="ab" * 32),
        seed=0,
        command=("feretlab", "analyze", "µ field.tif"),
        started=timestamp(),
        counts={"images": 1, "particles": 3},
        warnings=("One warning.",),
    )


@pytest.fixture
def written(tmp_path, provenance):
    write_provenance(provenance, tmp_path / "provenance.json")
    return tmp_path / "provenance.json"


def test_a_record_survives_the_file(provenance, written):
    assert read_provenance(written) == provenance


def test_parameters_come_back_as_their_record(written):
    again = parameters_of(read_provenance(written), "shape", ShapeParameters)
    assert again == ShapeParameters(threshold=0.25)


def test_versions_are_those_of_the_packages(provenance):
    assert provenance.versions["numpy"] == numpy.__version__
    assert next(iter(provenance.versions)) == "feretlab"


def test_files_are_known_by_their_hash(micrograph):
    record = file_record(micrograph)
    assert record.sha256 == hashlib.sha256(b"pixels").hexdigest()
    assert record.size_bytes == 6
    assert record.path == micrograph.as_posix()


def test_outputs_are_recorded_from_their_folder(micrograph):
    record = file_record(micrograph, relative_to=micrograph.parent)
    assert record.path == "µ field.tif"


@pytest.mark.parametrize(
    ("content", "verdict"),
    [(None, "missing"), (b"pixelz", "changed"), (b"", "changed")],
)
def test_inputs_that_changed_are_told(provenance, micrograph, content, verdict):
    assert changed_inputs(provenance) == {}
    micrograph.unlink()
    if content is not None:
        micrograph.write_bytes(content)
    assert changed_inputs(provenance) == {micrograph.as_posix(): verdict}


def test_newer_files_are_refused(written):
    content = json.loads(written.read_text("utf-8"))
    content |= {"schema": SCHEMA + 1, "versions": {"feretlab": "9.0"}}
    written.write_text(json.dumps(content))
    with pytest.raises(FileError, match=r"found schema 2.* FeretLab 9\.0, update"):
        read_provenance(written)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "found no JSON"),
        ("[" * 100_000, "found no JSON"),
        ("[1]", "found no schema number"),
        ('{"schema": 1, "operation": "analyze"}', "field 'parameters'"),
        ('{"schema": 1, "operation": 1, "parameters": {}}', "field 'operation'"),
    ],
)
def test_other_files_are_refused_in_one_line(tmp_path, text, message):
    (tmp_path / "p.json").write_text(text)
    with pytest.raises(FileError, match=message) as caught:
        read_provenance(tmp_path / "p.json")
    assert "\n" not in str(caught.value)


def test_a_missing_field_is_told_without_the_whole_record(written):
    content = json.loads(written.read_text("utf-8"))
    del content["parameters"]
    written.write_text(json.dumps(content))
    with pytest.raises(FileError, match="found no field 'parameters'; take the record"):
        read_provenance(written)


def test_what_was_found_is_shortened(written):
    content = json.loads(written.read_text("utf-8"))
    content |= {"seed": ["long" * 100]}
    written.write_text(json.dumps(content))
    with pytest.raises(FileError, match="field 'seed': found") as caught:
        read_provenance(written)
    assert len(str(caught.value)) < 200 + len(str(written))


def test_missing_files_are_refused(tmp_path):
    with pytest.raises(FileError, match="No such file"):
        read_provenance(tmp_path / "p.json")
    with pytest.raises(FileError, match=r"Reading .*No such file"):
        file_record(tmp_path / "p.tif")


def test_parameters_of_another_operation_are_refused(provenance):
    with pytest.raises(InputError, match=r"'train' .* found parameters of 'shape'"):
        parameters_of(provenance, "train", ShapeParameters)


def test_values_that_no_longer_fit_are_named():
    old = Provenance(operation="shape", parameters={"shape": {"threshold": 7}})
    with pytest.raises(InputError, match="field 'threshold': found 7"):
        parameters_of(old, "shape", ShapeParameters)


def test_the_time_can_be_fixed(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert timestamp() == "1970-01-01T00:00:00+00:00"


def test_recording_imports_no_heavy_package():
    code = (
        "import sys; from feretlab.core.provenance import Provenance;"
        "Provenance(operation='x', parameters={});"
        "heavy = {'scipy', 'numba', 'skimage', 'matplotlib', 'onnxruntime'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_folder_with_the_record_of_another_operation_is_refused(written):
    message = r"'compare' to .*: found those of 'analyze', .* choose another folder"
    with pytest.raises(FileError, match=message):
        check_folder(written.parent, "compare")


def test_a_record_of_the_same_operation_may_be_replaced(written):
    check_folder(written.parent, "analyze")


@pytest.mark.parametrize(
    "text", [None, "half a rec", "[" * 100_000, "[]", '{"operation": 1}']
)
def test_what_is_no_record_keeps_nobody_from_writing(tmp_path, text):
    if text is not None:
        (tmp_path / "provenance.json").write_text(text)
    check_folder(tmp_path, "compare")
