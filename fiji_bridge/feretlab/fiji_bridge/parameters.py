"""What ImageJ's commands take: the operations' own records, and what is shown."""

from feretlab.core.measurement.parameters import MeasureParameters
from feretlab.core.parameters import Parameters, parameter
from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.core.separation.parameters import SeparateParameters


class SegmentCommand(SegmentParameters):
    """Segmentation of the front image."""

    show_probability: bool = parameter(
        False, help="Show the probability map as well, before the mask."
    )


class _Rois(Parameters):
    add_rois: bool = parameter(True, help="Add the particles to the ROI Manager.")


class SeparateCommand(SeparateParameters, _Rois):
    """Separation of the front mask."""


class MeasureCommand(MeasureParameters):
    """Measurement of the front label image or mask."""

    add_rois: bool = parameter(False, help="Add the regions to the ROI Manager.")


class AnalyzeCommand(SegmentParameters, SeparateParameters, _Rois):
    """All steps on the front micrograph; ImageJ does the statistics."""

    pixel_size_nm: float | None = parameter(
        None,
        help="Edge length of a pixel; overrides the image's calibration.",
        unit="nm",
        gt=0,
    )
    show_labels: bool = parameter(True, help="Show the particles as a label image.")
