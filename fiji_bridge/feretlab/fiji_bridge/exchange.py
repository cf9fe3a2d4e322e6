"""The Results table and the ROIs of this ImageJ, handed over through a folder.

Whoever wants them puts an empty file `ASK` into the folder. ImageJ writes the table
and the ROI set, where they hold something, and `ANSWER` last.
"""

import json
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from feretlab.core.errors import FileError
from feretlab.core.io.atomic import atomic_path
from feretlab.fiji_bridge import java

ASK, ANSWER = "ask", "answer.json"
RESULTS, ROIS = "Results.csv", "RoiSet.zip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What ImageJ holds.

    Parameters
    ----------
    rows : int
        Of the Results table, which lies in `RESULTS` where there are any.
    rois : int
        In the ROI Manager; they lie in `ROIS` where there are any.
    unit : str
        Of lengths in the front image, such as ``"nm"`` or ``"pixel"``; empty where
        no image is open.
    error : str
        Why something could not be handed over; empty where all is well.
    """

    rows: int = 0
    rois: int = 0
    unit: str = ""
    error: str = ""


def answer(folder: Path) -> bool:
    """Hand over table and ROIs, where somebody asks for them.

    Parameters
    ----------
    folder : Path
        Where both sides look.

    Returns
    -------
    bool
        Whether somebody asked.
    """
    if not (folder / ASK).is_file():
        return False
    (folder / ASK).unlink()
    import jpype

    try:
        given = Answer(
            rows=_write_results(folder / RESULTS),
            rois=_write_rois(folder / ROIS),
            unit=_unit(),
        )
    except (OSError, FileError, jpype.JException) as error:
        given = Answer(error=" ".join(str(error).split()) or type(error).__name__)
    with atomic_path(folder / ANSWER) as beside:
        beside.write_text(json.dumps(asdict(given)), encoding="utf-8")
    return True


def read_answer(folder: Path) -> Answer:
    """Read what ImageJ answered.

    Parameters
    ----------
    folder : Path
        Where both sides look.

    Returns
    -------
    Answer

    Raises
    ------
    FileError
        Where the answer is damaged, or tells that ImageJ could not give it.
    """
    path = folder / ANSWER
    what = "Asking ImageJ for its Results and ROIs"
    try:
        found = TypeAdapter(Answer).validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        message = f"{what}: its answer {str(path)!r} cannot be read; ask once more."
        raise FileError(message) from error
    if found.error:
        raise FileError(f"{what}: it could not write them ({found.error}).")
    return found


def _write_results(path: Path) -> int:
    """Save the Results table as ImageJ does, with all its digits."""
    path.unlink(missing_ok=True)
    table = java.Analyzer.getResultsTable()
    rows = int(table.size())
    if rows:
        table = table.clone()
        table.setPrecision(9)
        table.save(str(path))
    return rows


def _write_rois(path: Path) -> int:
    path.unlink(missing_ok=True)
    # Not getInstance, which would open the ROI Manager.
    manager = java.RoiManager.getRawInstance()
    rois = [] if manager is None else list(manager.getRoisAsArray())
    if not rois:
        return 0
    with (
        atomic_path(path) as beside,
        zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for number, roi in enumerate(rois, 1):
            content = bytes(java.RoiEncoder.saveAsByteArray(roi))
            name = str(roi.getName() or "").replace("/", "-") or "roi"
            archive.writestr(f"{number:04}-{name}.roi", content)
    return len(rois)


def _unit() -> str:
    image = java.WindowManager.getCurrentImage()
    return "" if image is None else str(image.getCalibration().getUnit())
