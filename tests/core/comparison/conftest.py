"""Published measurements and drawn particles that several tests share."""

import numpy as np
import pytest


@pytest.fixture(scope="session")
def flow():
    """Peak flow of 17 people by two meters, twice each (Bland and Altman 1986)."""
    wright = [494, 395, 516, 434, 476, 557, 413, 442, 650]
    wright += [433, 417, 656, 267, 478, 178, 423, 427]
    again = [490, 397, 512, 401, 470, 611, 415, 431, 638]
    again += [429, 420, 633, 275, 492, 165, 372, 421]
    mini = [512, 430, 520, 428, 500, 600, 364, 380, 658]
    mini += [445, 432, 626, 260, 477, 259, 350, 451]
    mini_again = [525, 415, 508, 444, 500, 625, 460, 390, 642]
    mini_again += [432, 420, 605, 227, 467, 268, 370, 443]
    named = {"wright": wright, "wright again": again}
    named |= {"mini": mini, "mini again": mini_again}
    return {name: np.array(values, float) for name, values in named.items()}


def _disc(shape, y, x, radius):
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    return (rows + 0.5 - y) ** 2 + (columns + 0.5 - x) ** 2 <= radius**2


@pytest.fixture(scope="session")
def discs():
    """A function that draws discs (y, x, radius) as labels 1, 2 ... in that order."""

    def draw(*circles, shape=(100, 120)):
        labels = np.zeros(shape, np.uint16)
        for number, circle in enumerate(circles, start=1):
            labels[_disc(shape, *circle)] = number
        return labels

    return draw


@pytest.fixture
def analyzed(tmp_path, discs):
    """Write what ``feretlab analyze`` gives of label images, at 2 nm a pixel."""
    from feretlab.core.analysis.table import particle_table
    from feretlab.core.io.labels import write_labels
    from feretlab.core.io.rois import write_rois
    from feretlab.core.io.tables import pooled, write_csv
    from feretlab.core.micrograph import PixelSize
    from feretlab.core.particles import Particles

    def write(folder="automatic", **images):
        output, size = tmp_path / folder, PixelSize(2.0, 2.0)
        tables = []
        for name, labels in images.items():
            particles = Particles.from_labels(labels)
            tables.append(particle_table(name, particles, size))
            write_labels(particles, output / f"{name}_labels.tif", size)
            write_rois(particles, output / f"{name}_rois.zip")
        write_csv(pooled(tables), output / "particles.csv")
        write_csv({"image": np.array(list(images))}, output / "summary.csv")
        return output

    return write


@pytest.fixture
def write_lines(tmp_path):
    """A function that writes straight lines ((x1, y1), (x2, y2)) as a ROI set."""
    import zipfile

    from roifile import ROI_TYPE, ImagejRoi

    def write(lines, name="lines.zip"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as archive:
            for number, ((x1, y1), (x2, y2)) in enumerate(lines, start=1):
                roi = ImagejRoi(roitype=ROI_TYPE.LINE, x1=x1, y1=y1, x2=x2, y2=y2)
                archive.writestr(f"{number:04}.roi", roi.tobytes())
        return path

    return write
