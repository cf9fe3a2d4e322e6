import pytest

from feretlab.core.cli.main import main
from feretlab.core.synthesis.dataset import synthesize
from feretlab.core.synthesis.parameters import SynthesizeParameters


@pytest.fixture
def data_folder(tmp_path):
    parameters = SynthesizeParameters(count=1, size_px=64, workers=1)
    synthesize(parameters, tmp_path / "data")
    return tmp_path / "data"


def test_a_network_is_scored_on_the_folders_kept_apart(data_folder, tmp_path, capsys):
    words = ["train", str(data_folder), "--output", str(tmp_path / "run")]

    status = main([*words, "--validation", str(tmp_path / "nowhere")])

    assert status == 1
    said = capsys.readouterr().err
    assert "Reading data set" in said
    assert "nowhere" in said
    assert not (tmp_path / "run").exists()
