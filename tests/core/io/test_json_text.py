"""JSON that is whole, and JSON that is not."""

import pytest

from feretlab.core.errors import FileError
from feretlab.core.io.json_text import parse_json, read_json

DEEP = "[" * 100_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_an_editor_saved_in_unicode_is_read(tmp_path, encoding):
    (tmp_path / "a.json").write_bytes('{"size": "5 \u00b5m"}'.encode(encoding))
    assert read_json(tmp_path / "a.json", "Reading") == {"size": "5 \u00b5m"}


@pytest.mark.parametrize("text", ["{", DEEP, '"\u00b5"'.encode("latin-1")])
def test_what_is_no_json_is_a_value_error(text):
    with pytest.raises(ValueError, match=r"Expecting|nested too deeply|utf-8"):
        parse_json(text)


def test_deep_nesting_is_told_before_it_is_parsed():
    with pytest.raises(ValueError, match="nested too deeply"):
        parse_json("[" * 600 + "]" * 600)


def test_brackets_in_texts_nest_nothing():
    text = '["' + "[" * 600 + '\\"' + "{" * 600 + '"]'
    assert parse_json(text) == ["[" * 600 + '"' + "{" * 600]


@pytest.mark.parametrize(
    ("content", "told"), [(None, "No such file"), (DEEP, "found no JSON .* too deeply")]
)
def test_a_file_that_cannot_be_read_is_one_line(tmp_path, content, told):
    if content is not None:
        (tmp_path / "a.json").write_text(content)
    with pytest.raises(FileError, match=rf"^Reading a\.json: {told}"):
        read_json(tmp_path / "a.json", "Reading a.json")
