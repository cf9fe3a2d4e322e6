"""Which files a command has finished, so that the same command resumes."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from feretlab.core.errors import FileError
from feretlab.core.io.atomic import atomic_path
from feretlab.core.io.json_text import parse_json
from feretlab.core.micrograph import Micrograph
from feretlab.core.parameters import Parameters
from feretlab.core.provenance import file_record, installed_versions

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
            Digest of what it is made from.
        page : int
            Index in its file.
        files : sequence of Path
            What it consists of.

        Returns
        -------
        str or None
            None where it is missing, was made from other things, or is no longer
            what was written.
        """
        try:
            kept = parse_json(self.path(name).read_bytes())
            key, line, digests = kept["key"], str(kept["line"]), dict(kept["files"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        is_same = key == self._key(sha256, page) and are_as_written(files, digests)
        return line if is_same else None

    def remember(
        self, name: str, sha256: str, page: int, files: Sequence[Path], line: str
    ) -> None:
        """Keep what was said of a result, once its files are written.

        Parameters
        ----------
        name : str
            Name of the result.
        sha256 : str
            Digest of what it is made from.
        page : int
            Index in its file.
        files : sequence of Path
            What it consists of.
        line : str
            What was said.
        """
        digests = digests_of(files)
        kept = {"key": self._key(sha256, page), "line": line, "files": digests}
        with atomic_path(self.path(name)) as beside:
            beside.write_text(json.dumps(kept), encoding="utf-8")

    def path(self, name: str) -> Path:
        """Name the file that keeps what was said of a result.

        Parameters
        ----------
        name : str
            Name of the result.

        Returns
        -------
        Path
        """
        return self.output / STATE_FOLDER / f"{name}.{self.command}.json"

    def _key(self, sha256: str, page: int) -> str:
        return key_of(
            sha256,
            page,
            self.model_sha256,
            self.parameters,
            installed_versions(["feretlab"]).get("feretlab", ""),
        )


def digests_of(files: Iterable[Path]) -> dict[str, str]:
    """Name what was written by digests, because another command may write over it.

    Parameters
    ----------
    files : iterable of Path
        What a result consists of.

    Returns
    -------
    dict of str
        64 hexadecimal digits by the file's name.
    """
    return {path.name: file_record(path).sha256 for path in files}


def are_as_written(files: Iterable[Path], digests: Mapping[str, object]) -> bool:
    """Whether files are there, and what they were when they were written.

    Parameters
    ----------
    files : iterable of Path
        What a result consists of.
    digests : mapping
        As of `digests_of`; other files in it do not matter.

    Returns
    -------
    bool
    """
    try:
        return digests_of(files).items() <= digests.items()
    except FileError:
        return False


def digest_of(micrograph: Micrograph) -> str:
    """Name all that was read of a micrograph, from whichever files, by one digest.

    The bytes of its own file do not say it: the pixel size may stand in a file
    beside it, and the pixels of an .emi lie in others.

    Parameters
    ----------
    micrograph : Micrograph
        As it was read.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    pixels = np.ascontiguousarray(micrograph.pixels)
    known = (
        pixels.shape,
        pixels.dtype.str,
        micrograph.pixel_size_nm,
        micrograph.pixel_size_source,
        micrograph.info_bar_rows,
        micrograph.warnings,
    )
    digest = hashlib.sha256(json.dumps(known).encode())
    digest.update(pixels.data)
    return digest.hexdigest()


def key_of(
    sha256: str, page: int, model_sha256: str, parameters: Parameters, version: str
) -> str:
    """Name everything that a result depends on by one digest.

    Parameters
    ----------
    sha256 : str
        Digest of what it is made from: a file, or as of `digest_of`.
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
        sha256,
        str(page),
        model_sha256,
        version,
        json.dumps(parameters.model_dump(mode="json")),  # a path may be no text
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
