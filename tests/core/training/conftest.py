"""A small labelled data set, drawn here."""

import imageio.v3 as iio
import numpy as np
import pytest


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory):
    """Four scenes of bright discs on a dark ground, some touching."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("images", "labels"):
        (folder / name).mkdir()
    y, x = np.mgrid[:96, :96]
    for index in range(4):
        rng = np.random.default_rng(index)
        labels = np.zeros((96, 96), np.uint16)
        for number in range(1, 9):
            row, column, radius = rng.uniform((8, 8, 5), (88, 88, 14))
            labels[np.hypot(y - row, x - column) <= radius] = number
        grey = 60 + 100 * (labels > 0) + rng.normal(0, 6, labels.shape)
        iio.imwrite(folder / "images" / f"{index}.png", grey.astype(np.uint8))
        iio.imwrite(folder / "labels" / f"{index}.png", labels)
    return folder
