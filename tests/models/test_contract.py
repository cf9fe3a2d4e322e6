"""What an ONNX file says about itself comes back as it went in."""

import json

import pytest

from feretlab.models.contract import ModelContract


def test_a_contract_survives_the_way_through_metadata():
    contract = ModelContract(
        name="trial",
        channels=("mask", "edge"),
        particle_diameter_px=(4.0, 90.0),
        training={"steps": 12, "data": ["a", "b"]},
    )

    assert ModelContract.from_metadata(contract.to_metadata()) == contract


def test_metadata_are_json_strings_with_the_prefix():
    metadata = ModelContract(name="trial", size_divisor=32).to_metadata()

    assert all(key.startswith("feretlab.") for key in metadata)
    assert json.loads(metadata["feretlab.size_divisor"]) == 32


def test_foreign_and_newer_keys_are_passed_over():
    metadata = {"feretlab.name": '"trial"', "feretlab.future": "1", "author": "x"}

    assert ModelContract.from_metadata(metadata) == ModelContract(name="trial")


def test_a_file_without_contract_is_refused():
    with pytest.raises(ValueError, match=r"expected 'feretlab\.name'"):
        ModelContract.from_metadata({"author": "x"})


def test_broken_metadata_name_their_key():
    with pytest.raises(ValueError, match=r"'feretlab\.name' is 'oops', expected JSON"):
        ModelContract.from_metadata({"feretlab.name": "oops"})


def test_metadata_without_end_are_one_short_line():
    with pytest.raises(ValueError, match="expected JSON") as caught:
        ModelContract.from_metadata({"feretlab.training": "[" * 100_000})
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", 7),
        ("channels", "mask"),
        ("classes", [1]),
        ("size_divisor", 0),
        ("size_divisor", "16"),
        ("size_divisor", True),
        ("context_px", -1),
        ("context_px", 0.5),
        ("typical_diameter_px", 0),
        ("typical_diameter_px", None),
        ("particle_diameter_px", [5, "x"]),
        ("particle_diameter_px", [5]),
    ],
)
def test_a_value_that_work_would_trip_over_is_named(name, value):
    metadata = ModelContract(name="trial").to_metadata()
    metadata[f"feretlab.{name}"] = json.dumps(value)

    with pytest.raises(ValueError, match=rf"'feretlab\.{name}' is .*, expected "):
        ModelContract.from_metadata(metadata)


def test_the_threshold_that_older_files_tell_is_passed_over():
    metadata = {"feretlab.name": '"trial"', "feretlab.threshold": "0.9"}

    assert ModelContract.from_metadata(metadata) == ModelContract(name="trial")
