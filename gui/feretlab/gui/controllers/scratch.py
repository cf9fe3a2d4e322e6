"""Folders for what passes between the application and ImageJ."""

import atexit
import shutil
import tempfile
from pathlib import Path


def scratch_folder() -> Path:
    """Make a folder that goes when the program ends.

    ImageJ, which may stay open, has read its image by then; a project that was
    saved has copies of what came from there.

    Returns
    -------
    Path
        New and empty.
    """
    folder = Path(tempfile.mkdtemp(prefix="feretlab-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
