"""Records become options and come back as records."""

import argparse
from typing import Literal

import pytest

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.cli.main import main
from feretlab.core.cli.options import add_options, collect
from feretlab.core.errors import InputError
from feretlab.core.parameters import Parameters, parameter


class Example(Parameters):
    """A record with a field of every kind."""

    size_nm: float = parameter(5.0, help="Smallest size.", unit="nm", gt=0)
    method: Literal["fast", "good"] = parameter("good", help="How.")
    fill: bool = parameter(True, help="Fill holes.")
    scale: float | None = parameter(None, help="Scale; found in the picture if unset.")


def parse(*words):
    parser = argparse.ArgumentParser()
    add_options(parser, Example)
    return collect(parser.parse_args(words), Example)


def test_without_options_the_defaults_stand():
    assert parse() == Example()


def test_options_reach_the_record():
    expected = Example(size_nm=2, method="fast", fill=False, scale=0.5)
    words = ["--size-nm", "2", "--method", "fast", "--no-fill", "--scale", "0.5"]
    assert parse(*words) == expected


def test_a_value_outside_its_limits_is_named_in_one_line():
    with pytest.raises(InputError, match=r"--size-nm: found -1\.0\..*greater than 0"):
        parse("--size-nm", "-1")


def test_help_tells_unit_and_default():
    parser = argparse.ArgumentParser()
    add_options(parser, Example)
    text = parser.format_help()
    assert "Unit: nm. Default: 5." in " ".join(text.split())


def test_help_of_analyze_follows_the_work():
    parser = argparse.ArgumentParser()
    add_options(parser, AnalyzeParameters)
    text = parser.format_help()
    words = ["--model TEXT", "--threshold NUMBER", "--method", "--resamples N"]
    places = [text.index(word) for word in words]
    assert places == sorted(places)


@pytest.mark.parametrize("rounds", ["0", "-1", "1.5", "1001", "many"])
def test_a_benchmark_has_whole_rounds(rounds, capsys):
    with pytest.raises(SystemExit):
        main(["benchmark", "--rounds", rounds])
    assert f"found '{rounds}', expected 1 to 1000 rounds" in capsys.readouterr().err
