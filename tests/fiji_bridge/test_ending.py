"""The end of a process in which a plugin left something running."""

import subprocess
import sys

import pytest

pytestmark = [pytest.mark.java, pytest.mark.slow, pytest.mark.timeout(300)]

_RUN = """
import sys
from feretlab.core.cli.main import main
from feretlab.fiji_bridge import ending
ending._SECONDS_TO_END = 1
sys.exit(main(["macro", *sys.argv[1:]]))
"""


@pytest.mark.parametrize(
    ("then", "status", "said"),
    [('return "done";', 0, "done\n"), ('run("FeretLab Segment...", "bad=1");', 1, "")],
)
def test_a_thread_of_a_plugin_does_not_hold_the_end(
    fiji_folder, tmp_path, then, status, said
):
    macro = tmp_path / "m.ijm"
    macro.write_text(f'x = call("Plugin.leaveThread"); {then}', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(macro), "--fiji", str(fiji_folder)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=240,
    )
    assert (done.returncode, done.stdout) == (status, f"{said}disposed\n")
    assert "'left behind' still running after 1 s" in done.stderr.splitlines()[-1]
