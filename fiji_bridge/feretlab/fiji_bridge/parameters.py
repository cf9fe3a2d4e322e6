"""What ImageJ's commands take: the operations' own records, and what is shown."""

from typing import Annotated

from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.evaluation.parameters import EvaluateParameters
from feretlab.core.measurement.parameters import MeasureParameters
from feretlab.core.parameters import PIXEL_EDGE_NM, Parameters, parameter
from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.core.separation.parameters import SeparateParameters

FILE, FOLDER = "file", "folder"
File = Annotated[str, FILE]
"""A path that ImageJ's dialog lets people look for."""
Folder = Annotated[str, FOLDER]


class SegmentCommand(SegmentParameters):
    """Segmentation of the front image."""

    show_probability: bool = parameter(
        False, help="Show the probability map as well, before the mask."
    )


class _Rois(Parameters):
    add_rois: bool = parameter(True, help="Add the particles to the ROI Manager.")


class _Size(Parameters):
    pixel_size_nm: float | None = parameter(
        None,
        help="Edge length of a pixel; overrides the image's calibration.",
        unit="nm",
        **PIXEL_EDGE_NM,
    )


# The bases' fields come in the order of the dialog, the last base's first.
class SeparateCommand(_Rois, _Size, SeparateParameters):
    """Separation of the front mask."""


class MeasureCommand(MeasureParameters):
    """Measurement of the front label image or mask."""

    add_rois: bool = parameter(False, help="Add the regions to the ROI Manager.")


class AnalyzeCommand(_Rois, _Size, SeparateParameters, SegmentParameters):
    """All steps on the front micrograph; ImageJ does the statistics."""

    show_labels: bool = parameter(True, help="Show the particles as a label image.")


class _CompareFiles(Parameters):
    manual: File = parameter(
        help="ImageJ table, ROI set or label image, or a folder; several people or "
        "repeats stand as name=path;name=path."
    )
    automatic: File = parameter(
        help="Folder that feretlab analyze wrote, or a table, ROI set or label image."
    )
    output: Folder = parameter(help="Folder for the results.")


class CompareCommand(CompareParameters, _CompareFiles):
    """Automatic measurements beside manual ones, from files."""


class _EvaluateFiles(Parameters):
    prediction: File = parameter(
        help="Labels, mask or probability map, or a folder of them."
    )
    truth: File = parameter(help="Ground truth, or a folder paired by stem.")


class EvaluateCommand(EvaluateParameters, _EvaluateFiles):
    """Scores of files against ground truth."""
