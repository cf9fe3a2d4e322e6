"""Which files a command has finished, so that the same command resumes."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from feretlab.core.io.atomic import atomic_path
from feretlab.core.parameters import Parameters
from feretlab.core.provenance import installed_versions

STATE_FOLDER = ".feretlab"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What one command has written into a folder.

    Parameters
    ----------
    output : Path
        Folder of the results.
    command : str
        Name of the command.
    parameters : Parameters
        What the user chose.
    model_sha256 : str
        Digest of the network, empty where none takes part.
    """

    output: Path
    command: str
    parameters: Parameters
    model_sha256: str = ""

    def recall(
        self, name: str, sha256: str, page: int, files: Sequence[Path]
    ) -> str | None:
        """Give what was said of a result that is there already.

        Parameters
        ----------
        name : str
            Name of the result.
        sha256 : str
            Digest of the file that it is made from.
        page : int
            Index in that file.
        files : sequence of Path
            What it consists of.

        Returns
        -------
        str or None
            None where it is missing, or was made from other things.
        """
        if not all(path.is_file() for path in files):
            return None
        try:
            kept = json.loads(self._path(name).read_text(encoding="utf-8"))
            key, line = kept["key"], str(kept["line"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return line if key == self._key(sha256, page) else None

    def remember(self, name: str, sha256: str, page: int, line: str) -> None:
        """Keep what was said of a result, once its files are written.

        Parameters
        ----------
        name : str
            Name of the result.
        sha256 : str
            Digest of the file that it is made from.
        page : int
            Index in that file.
        line : str
            What was said.
        """
        kept = {"key": self._key(sha256, page), "line": line}
        with atomic_path(self._path(name)) as beside:
            beside.write_text(json.dumps(kept), encoding="utf-8")

    def _path(self, name: str) -> Path:
        return self.output / STATE_FOLDER / f"{name}.{self.command}.json"

    def _key(self, sha256: str, page: int) -> str:
        return key_of(
            sha256,
            page,
            self.model_sha256,
            self.parameters,
            installed_versions(["feretlab"]).get("feretlab", ""),
        )


def key_of(
    file_sha256: str, page: int, model_sha256: str, parameters: Parameters, version: str
) -> str:
    """Name everything that a result depends on by one digest.

    Parameters
    ----------
    file_sha256 : str
        Digest of the micrograph's file.
    page : int
        Index in the file.
    model_sha256 : str
        Digest of the network.
    parameters : Parameters
        What the user chose.
    version : str
        Version of FeretLab.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    parts = [
        file_sha256,
        str(page),
        model_sha256,
        version,
        json.dumps(parameters.model_dump(mode="json")),  # a path may be no text
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
