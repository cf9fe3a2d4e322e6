"""The operations that ImageJ's commands carry out on files."""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from feretlab.core.comparison.compare_files import compare
from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.comparison.tables import comparison_table
from feretlab.core.errors import InputError
from feretlab.core.evaluation.files import evaluate_files
from feretlab.core.evaluation.parameters import EvaluateParameters
from feretlab.core.parameters import part
from feretlab.core.progress import Progress
from feretlab.fiji_bridge.outputs import Outputs
from feretlab.fiji_bridge.parameters import CompareCommand, EvaluateCommand


def compare_measured(
    _: None, parameters: CompareCommand, out: Outputs, progress: Progress
) -> None:
    """Show automatic measurements beside manual ones, and what it means.

    Parameters
    ----------
    _ : None
        No image is taken.
    parameters : CompareCommand
        What the user chose.
    out : Outputs
        Where results go.
    progress : Progress
        Hears of every step.
    """
    _need(parameters.automatic, "automatic", "a file or folder of measurements")
    _need(parameters.output, "output", "a folder for the results")
    output = Path(parameters.output)
    result = compare(
        list(_people(parameters.manual)),
        Path(parameters.automatic),
        output,
        part(parameters, CompareParameters),
        progress,
        command=sys.argv,
    )
    out.show_table(comparison_table(result.comparisons), "Comparison")
    if parameters.pictures:
        out.show_picture(output / "comparison.png")
    for line in result.warnings:
        out.log(f"FeretLab Compare: warning: {line}")
    for line in result.verdicts:
        out.log(f"FeretLab Compare: {line}")


def evaluate_labels(
    _: None, parameters: EvaluateCommand, out: Outputs, progress: Progress
) -> None:
    """Show the scores of files against ground truth.

    Parameters
    ----------
    _ : None
        No image is taken.
    parameters : EvaluateCommand
        What the user chose.
    out : Outputs
        Where results go.
    progress : Progress
        Hears of every image.
    """
    _need(parameters.prediction, "prediction", "a file or folder of segmentations")
    _need(parameters.truth, "truth", "a file or folder of ground truth")
    found = evaluate_files(
        Path(parameters.prediction),
        Path(parameters.truth),
        part(parameters, EvaluateParameters),
        progress,
    )
    scores = found.scores
    table = {
        "Score": np.array(list(scores), np.str_),
        "Value": np.array(list(scores.values()), np.float64),
    }
    out.show_table(table, "Evaluation")
    for name, value in scores.items():
        out.log(f"{name} {value:.4f}")


def _people(text: str) -> Iterator[Path | tuple[str, Path]]:
    """Read ``name=path;name=path``; one path alone may hold any sign."""
    _need(text, "manual", "a file or folder of measurements")
    words = [text] if Path(text).exists() else text.split(";")
    for word in filter(None, (word.strip() for word in words)):
        name, sign, path = word.partition("=")
        if sign and name and not Path(word).exists():
            yield name, Path(path)
        else:
            yield Path(word)


def _need(text: str, key: str, what: str) -> None:
    if not text.strip():
        raise InputError(f"Reading option {key!r}: found nothing, expected {what}.")
