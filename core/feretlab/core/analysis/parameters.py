"""Everything that a whole analysis can be told."""

from feretlab.core.page_choice import PAGES_HELP, PageChoice
from feretlab.core.parameters import PIXEL_EDGE_NM, parameter
from feretlab.core.segmentation.parameters import SegmentParameters
from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.statistics.parameters import StatisticsParameters


# Pydantic puts the last base first: fields stand in the order of the work.
class AnalyzeParameters(StatisticsParameters, SeparateParameters, SegmentParameters):
    """What segmentation, separation and statistics take, and what is written."""

    pixel_size_nm: float | None = parameter(
        None,
        help="Edge length of a pixel; overrides what the file says.",
        unit="nm",
        **PIXEL_EDGE_NM,
    )
    pages: PageChoice = parameter("", help=PAGES_HELP)
    check_scale_bar: bool = parameter(
        True,
        help="Compare the scale bar with the metadata, once for images that are alike; "
        "takes seconds where the extra ocr is installed.",
    )
    pictures: bool = parameter(
        True, help="Write overlays, distribution.png and report.pdf."
    )
    workbook: bool = parameter(True, help="Write results.xlsx.")
