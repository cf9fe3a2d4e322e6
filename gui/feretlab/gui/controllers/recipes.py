"""Recipes: kept in files, and compared."""

import json
from pathlib import Path

from pydantic import ValidationError

from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.errors import FileError, short
from feretlab.core.io.atomic import atomic_path
from feretlab.core.io.json_text import read_json
from feretlab.core.statistics.parameters import StatisticsParameters

LATER = (
    *StatisticsParameters.model_fields, "pictures", "workbook", "threads",
    "check_scale_bar",
)  # fmt: skip
"""Fields on which particles do not depend."""


def differs(one: AnalyzeParameters, other: AnalyzeParameters) -> bool:
    """Tell whether two recipes may find different particles in an image.

    Parameters
    ----------
    one, other : AnalyzeParameters
        Two recipes.

    Returns
    -------
    bool
        What only statistics and files depend on makes no difference.
    """
    if one is other:
        return False
    later = set(LATER)
    return one.model_dump(exclude=later) != other.model_dump(exclude=later)


def save_recipe(recipe: AnalyzeParameters, path: Path) -> None:
    """Write a recipe as readable JSON.

    Parameters
    ----------
    recipe : AnalyzeParameters
        What to keep.
    path : Path
        The file; replaced where it exists.

    Raises
    ------
    FileError
        Where it cannot be written.
    """
    content = {"analyze": recipe.model_dump(mode="json")}
    with atomic_path(path) as beside:
        text = json.dumps(content, indent=2, ensure_ascii=False)
        beside.write_text(text + "\n", encoding="utf-8")


def load_recipe(path: Path) -> AnalyzeParameters:
    """Read a recipe, or that of earlier results.

    Parameters
    ----------
    path : Path
        A recipe, or a ``provenance.json``.

    Returns
    -------
    AnalyzeParameters
        A field that the file lacks takes its default; so do the pages, which
        the list of images chooses.

    Raises
    ------
    FileError
        Where it cannot be read or is no recipe.
    """
    what = f"Opening the recipe {str(path)!r}"
    content = read_json(path, what)
    values = content.get("parameters", content) if isinstance(content, dict) else {}
    if not isinstance(values, dict) or not isinstance(values.get("analyze"), dict):
        raise FileError(
            f"{what}: found no parameters of an analysis, expected them under "
            "'analyze', as FeretLab writes recipes and provenance.json."
        )
    try:
        return AnalyzeParameters.model_validate({**values["analyze"], "pages": ""})
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        raise FileError(
            f"{what}: field {where!r}: found {short(fault['input'])}, {fault['msg']}."
        ) from error
