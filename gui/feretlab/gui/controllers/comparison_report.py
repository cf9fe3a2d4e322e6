"""The comparison as files, as ``feretlab compare`` writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from feretlab.core.comparison.parameters import CompareParameters
from feretlab.core.io.atomic import atomic_path
from feretlab.core.progress import Progress, Stretch
from feretlab.gui.controllers.comparison import Compared, Source
from feretlab.gui.controllers.export import ExportTask
from feretlab.gui.session.manual import ManualLength

_WIDTH_IN, _PANEL_IN, _DPI = 4.6, 2.9, 200


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReportTask:
    """Writes both sides and the comparison of them.

    Parameters
    ----------
    automatic : ExportTask
        Writes what was found automatically.
    source : Source
        The manual measurements.
    lengths : tuple of ManualLength
        Those measured in the session, as `lengths_on` gives them.
    parameters : CompareParameters
        What is compared, and how.
    output : Path
        Folder of the report; gets ``automatic`` and, for lengths measured here,
        ``manual``.
    """

    automatic: ExportTask
    source: Source
    lengths: tuple[ManualLength, ...]
    parameters: CompareParameters
    output: Path

    def __call__(self, progress: Progress) -> Path:
        """Write.

        Parameters
        ----------
        progress : Progress
            Hears of every step and may stop the work.

        Returns
        -------
        Path
            The folder.
        """
        from feretlab.core.comparison.compare_files import compare
        from feretlab.core.provenance import check_folder

        check_folder(self.output, "compare")
        folder = self.automatic(Stretch(progress, 0, 0.4, "automatic")).folder
        manual = self.source.path
        if manual is None:
            manual = self.output / "manual"
            write_lines(self.lengths, manual)
        compare(
            [(self.source.name, manual)],
            folder,
            self.output,
            self.parameters,
            Stretch(progress, 0.4, 0.6),
        )
        return self.output


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FigureTask:
    """Draws the panels of the report below each other, as a narrow page shows them.

    Parameters
    ----------
    compared : Compared
        What to draw.
    """

    compared: Compared

    def __call__(self, progress: Progress) -> bytes:
        """Draw.

        Parameters
        ----------
        progress : Progress
            May stop the work before it begins.

        Returns
        -------
        bytes
            Of a PNG picture.
        """
        from feretlab.core.comparison.figure import (
            draw_curves,
            draw_differences,
            draw_histograms,
            draw_scatter,
        )
        from feretlab.core.io.figures import lay_out, new_figure, plain_style

        progress.report(0, 1, "figure")
        found, label = self.compared.comparison, self.compared.label
        pairs = found.paired
        has_pairs = pairs is not None and pairs.agreement.count > 1
        count = 4 if has_pairs else 2
        with plain_style():
            figure = new_figure(_WIDTH_IN, count * _PANEL_IN)
            axes = iter(figure.subplots(count, 1))
            if has_pairs and pairs is not None:
                draw_differences(next(axes), pairs, label, found.unit)
                draw_scatter(next(axes), pairs, label)
            draw_histograms(next(axes), found, label)
            draw_curves(next(axes), found, label)
            lay_out(figure)
            content = BytesIO()
            figure.savefig(content, format="png", dpi=_DPI)
        return content.getvalue()


def write_lines(lengths: Sequence[ManualLength], folder: Path) -> None:
    """Write lengths as sets of straight lines that ImageJ opens, one an image.

    Parameters
    ----------
    lengths : sequence of ManualLength
        Of any images.
    folder : Path
        Gets ``<image>_rois.zip``.
    """
    from roifile import ROI_TYPE, ImagejRoi, roiwrite

    for image in dict.fromkeys(row.image for row in lengths):
        rois = []
        for number, row in enumerate(one for one in lengths if one.image == image):
            (top, left), (bottom, right) = row.start, row.end
            roi = ImagejRoi(roitype=ROI_TYPE.LINE, x1=left, y1=top, x2=right, y2=bottom)
            roi.name = str(number + 1)
            roi.version = 227
            rois.append(roi)
        with atomic_path(folder / f"{image}_rois.zip") as beside:
            roiwrite(beside, rois, name=[roi.name for roi in rois])
