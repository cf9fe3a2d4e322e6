"""Folders for ImageJ are gone once the program has ended."""

import subprocess
import sys
from pathlib import Path

CODE = """
from feretlab.gui.controllers.scratch import scratch_folder
folder = scratch_folder()
(folder / "field.tif").write_bytes(b"pixels")
print(folder)
"""


def test_a_folder_goes_when_the_program_ends():
    run = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, check=True
    )
    folder = Path(run.stdout.strip())
    assert folder.name.startswith("feretlab-")
    assert not folder.exists()
