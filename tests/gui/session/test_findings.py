"""Automatic results and what they become by corrections."""

from feretlab.gui.session.corrections import Correction


def test_without_corrections_all_particles_are_automatic(make_finding):
    finding = make_finding("a", [10, 20])

    assert finding.origin == (0, 1)
    assert finding.included.all()


def test_the_result_is_numbered_as_the_label_image_is(make_finding):
    exclude = Correction(kind="exclude", at=((8, 2),), text="dirt")
    result = make_finding("a", [10, 20, 30], corrections=[exclude]).result

    assert result.facts.particle_count == 2
    assert result.table["particle"].tolist() == [1, 2]
    assert result.table["area_px"].tolist() == [200, 300]
