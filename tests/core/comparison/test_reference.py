"""Which of the other side's images a name, a label or a table is about."""

import numpy as np
import pytest

from feretlab.core.comparison.measurements import Measured, Measurements
from feretlab.core.comparison.reference import Reference


def knowing(*names):
    """What a side with these images knows."""
    images = [
        Measured(image=name, ids=np.array(["1"]), values=np.ones(1)) for name in names
    ]
    side = Measurements(name="automatic", unit="nm", images=tuple(images))
    return Reference(side=side, given=None)


@pytest.mark.parametrize("names", [("Au SE", "Au SEM"), ("f", "f_m"), ("f_m", "f")])
def test_a_label_is_of_the_image_of_its_very_name(names):
    labels = [f"{name}.tif" for name in names]
    assert knowing(*names).labelled(labels, "Results") == list(names)


def test_a_label_is_of_the_image_whose_mask_it_names():
    assert knowing("f1", "f2").labelled(["f2_m.tif"], "Results") == ["f2"]


def test_labels_of_unknown_files_are_of_images_of_their_own():
    assert knowing("f1").labelled(["g1.tif", "g2.tif"], "Results") == ["g1", "g2"]


def test_the_name_of_the_table_tells_the_image_where_labels_do_not():
    assert knowing("f1", "f2").labelled(["g.tif", "h.tif"], "f2_Results") == ["f2"] * 2


def test_a_table_is_of_the_image_of_its_very_name():
    assert knowing("f", "f_m").labelled([""], "f_m") == ["f_m"]


def test_numbers_of_particles_are_no_images():
    assert knowing("f1").labelled(["1", "2"], "Results") == ["", ""]


def test_numbers_of_particles_that_are_names_of_images_as_well_are_no_images():
    labels = [str(number) for number in range(1, 21)]
    assert knowing("1", "2", "3").labelled(labels, "1") == ["1"] * 20


def test_files_in_labels_count_before_the_name_of_the_table():
    labels = ["f1.tif", "g.tif"]
    assert knowing("f1", "f2").labelled(labels, "f2") == ["f1", "g"]
