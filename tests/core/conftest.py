"""The real ImageJ, for tests that compare with it, and files that are damaged."""

import numpy as np
import pytest
import tifffile


class ImageJ:
    """The few calls of ImageJ that tests compare with."""

    def __init__(self, java_class):
        self.java_class = java_class
        java_class("ij.Prefs").blackBackground = True
        kinds = java_class("ij.measure.Measurements")
        self.measurements = (
            kinds.AREA | kinds.CENTROID | kinds.PERIMETER | kinds.RECT | kinds.ELLIPSE
        ) | (kinds.SHAPE_DESCRIPTORS | kinds.FERET | kinds.MEAN)

    def image(self, mask, pixel_size=None):
        """Give an image of 0 and 255 with pixels of one nm or of (y, x) nm."""
        import jpype

        pixels = (np.ascontiguousarray(mask) != 0).view(np.uint8) * np.uint8(255)
        height, width = mask.shape
        processor = self.java_class("ij.process.ByteProcessor")(
            width, height, jpype.JArray(jpype.JByte)(pixels.ravel().view("int8")), None
        )
        image = self.java_class("ij.ImagePlus")("mask", processor)
        if pixel_size is not None:
            calibration = image.getCalibration()
            calibration.pixelHeight, calibration.pixelWidth = pixel_size
            calibration.setUnit("nm")
        return image

    def java_array(self, kind, values):
        """Give a Java array of a primitive type from numbers."""
        array = self.java_class("java.lang.reflect.Array").newInstance(
            kind, len(values)
        )
        array[:] = [float(v) if str(kind) == "float" else int(v) for v in values]
        return array

    def particles(self, mask, pixel_size=None):
        """Run Analyze Particles; columns by ImageJ's heading."""
        table = self.java_class("ij.measure.ResultsTable")()
        self.java_class("ij.plugin.filter.ParticleAnalyzer")(
            0, self.measurements, table, 0.0, float("inf")
        ).analyze(self.image(mask, pixel_size))
        return self._columns(table)

    def selection(self, mask):
        """Measure all pixels of a mask as one selection, of several parts or not."""
        image = self.image(mask)
        processor = image.getProcessor()
        processor.setThreshold(255, 255, 2)
        convert = self.java_class("ij.plugin.filter.ThresholdToSelection")().convert
        image.setRoi(convert(processor))
        processor.resetThreshold()
        table = self.java_class("ij.measure.ResultsTable")()
        analyzer = self.java_class("ij.plugin.filter.Analyzer")
        analyzer(image, self.measurements, table).measure()
        return self._columns(table)

    @staticmethod
    def _columns(table):
        headings = [str(heading) for heading in table.getHeadings()]
        return {name: np.array(table.getColumn(name), float) for name in headings}


@pytest.fixture(scope="session")
def imagej():
    """ImageJ 1.54p without a window; skipped where Java or ImageJ is missing."""
    from feretlab.core.errors import FeretLabError
    from feretlab.fiji_bridge import jvm

    try:
        jvm.start()
    except FeretLabError as error:
        pytest.skip(str(error))
    return ImageJ(jvm.java_class)


@pytest.fixture
def damage_page():
    """Overwrite the pixels of one page of a TIFF file."""

    def damage(path, page):
        with tifffile.TiffFile(path) as tiff:
            found = tiff.pages[page]
            start, count = found.dataoffsets[0], found.databytecounts[0]
        content = bytearray(path.read_bytes())
        content[start : start + count] = b"\xff" * count
        path.write_bytes(content)

    return damage
