"""Many micrographs, one after the other, into one set of results."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path

from feretlab.core.analysis.claims import check_free, open_folder
from feretlab.core.analysis.earlier import check_images
from feretlab.core.analysis.finished import STATE_FOLDER, digest_of, key_of
from feretlab.core.analysis.micrograph import analyze_micrograph
from feretlab.core.analysis.networks import lasting_name, model_record, open_network
from feretlab.core.analysis.outputs import (
    image_outputs,
    pooled_outputs,
    write_image,
    write_pooled,
)
from feretlab.core.analysis.parameters import AnalyzeParameters
from feretlab.core.analysis.pooling import check_descriptor
from feretlab.core.analysis.result import ImageResult, load, save
from feretlab.core.errors import CancelledError, FeretLabError
from feretlab.core.interruption import awaited, begun
from feretlab.core.io.calibration import CheckedBars, contradictions
from feretlab.core.io.paths import unique_name
from feretlab.core.io.read import read_micrographs
from feretlab.core.io.wording import counted
from feretlab.core.micrograph import Micrograph
from feretlab.core.progress import SILENT, Progress, Stretch
from feretlab.core.provenance import (
    FileRecord,
    Provenance,
    check_folder,
    file_record,
    installed_versions,
    timestamp,
)
from feretlab.core.segmentation.network import Network

_SHARE_OF_IMAGES = 0.95  # of the progress; the rest is for tables and the report
_SHARE_OF_ANALYSIS = 0.96  # of an image's; writing took 4 % with 36 megapixels


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A file that could not be analysed.

    Parameters
    ----------
    source : Path
        The file.
    message : str
        Why, in one line.
    """

    source: Path
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What came of all inputs.

    Parameters
    ----------
    results : tuple of ImageResult
        In the order of the inputs.
    failures : tuple of Failure
        Files that were skipped, or of which only the first pages could be used.
    output : Path
        Folder of the written files.
    warnings : tuple of str
        What looked odd about all images together.
    notes : tuple of str
        What else is worth telling: which scale bars stood for others.
    """

    results: tuple[ImageResult, ...]
    failures: tuple[Failure, ...]
    output: Path
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


Listener = Callable[[ImageResult | Failure], None]


def analyze(
    inputs: Sequence[Path],
    output: Path,
    parameters: AnalyzeParameters | None = None,
    progress: Progress = SILENT,
    *,
    listener: Listener = lambda _: None,
    command: Sequence[str] = (),
    refused: Sequence[Failure] = (),
) -> Batch:
    """Analyse micrographs and write everything that comes of them.

    A file that cannot be used is skipped. Images that an earlier, interrupted
    call finished with the same parameters are not analysed again.

    Parameters
    ----------
    inputs : sequence of Path
        Files; stacks give one result a page.
    output : Path
        Folder for the results; made where it is missing.
    parameters : AnalyzeParameters or None
        What the user chose; None takes the defaults.
    progress : Progress
        Hears of every step and may stop the work.
    listener : callable
        Hears of every finished image and every failure.
    command : sequence of str
        Words of the command line, for the record.
    refused : sequence of Failure
        What was asked for besides, and stands for no file; counts as skipped.

    Returns
    -------
    Batch

    Raises
    ------
    ModelError
        If the network cannot be used.
    FileError
        If results cannot be written, or the folder holds those of a comparison or
        of other images alone, or somebody's files of the same names.
    """
    parameters = parameters or AnalyzeParameters()
    check_descriptor(parameters.descriptor)
    name = lasting_name(parameters.model)  # the record is read in other folders
    parameters = parameters.model_copy(update={"model": name})
    started = timestamp()
    check_folder(output, "analyze")
    check_images(output, inputs)
    open_folder(output)
    check_free(output, pooled_outputs(output, parameters))
    network = open_network(parameters.model, parameters.threads)
    run = _Run(network, parameters, output)
    for failure in refused:
        listener(failure)
    results, failures, records = run.files(inputs, progress, listener)
    failures = [*refused, *failures]
    if not results:
        return Batch(results=(), failures=tuple(failures), output=output)
    provenance = Provenance(
        operation="analyze",
        parameters={"analyze": parameters.model_dump(mode="json")},
        inputs=tuple(records),
        model=model_record(network, parameters.model),
        seed=parameters.seed,
        command=tuple(command),
        started=started,
        finished=timestamp(),
        counts=_counts(results, failures),
        warnings=_warnings(results, failures),
    )
    known = len(provenance.warnings)
    last = Stretch(progress, _SHARE_OF_IMAGES, 1 - _SHARE_OF_IMAGES, "results")
    provenance = write_pooled(results, output, parameters, provenance, last)
    progress.report(1, 1, "done")
    return Batch(
        results=tuple(results),
        failures=tuple(failures),
        output=output,
        warnings=provenance.warnings[known:],
        notes=run.bars.notes(),
    )


class _Run:
    """One batch under way: names already taken, and what every image needs."""

    def __init__(
        self, network: Network, parameters: AnalyzeParameters, output: Path
    ) -> None:
        self._network = network
        self._parameters = parameters
        self._output = output
        self._version = installed_versions(["feretlab"]).get("feretlab", "")
        self._taken: set[str] = set()
        self.bars = CheckedBars()

    def files(
        self, paths: Sequence[Path], progress: Progress, listener: Listener
    ) -> tuple[list[ImageResult], list[Failure], list[FileRecord]]:
        """Analyse files in turn; one that cannot be used becomes a failure.

        Of a stack that breaks in the middle the pages before it count.
        """
        results: list[ImageResult] = []
        failures: list[Failure] = []
        records: list[FileRecord] = []
        share = _SHARE_OF_IMAGES / max(len(paths), 1)
        for index, path in enumerate(paths):
            stretch = Stretch(progress, index * share, share)
            done: list[ImageResult] = []
            taken, end = set(self._taken), ""
            try:
                record = file_record(path)
                for result in self.file(path, stretch):
                    done.append(result)
                    listener(result)
            except CancelledError:
                raise
            except FeretLabError as error:
                failures.append(_failure(path, error, done))
                listener(failures[-1])
                end = "; then failed"
            if not done:  # the record leaves it out, and so does a repeated run
                self._taken = taken
                continue
            results += done
            count = sum(result.facts.particle_count for result in done)
            records.append(replace(record, note=f"{count} particles{end}"))
        return results, failures, records

    def file(self, path: Path, progress: Progress) -> Iterator[ImageResult]:
        """Analyse a file's pages, but for those that are already there."""
        micrographs = read_micrographs(
            path,
            pixel_size_nm=self._parameters.pixel_size_nm,
            pages=self._parameters.pages,
        )
        for index, micrograph in enumerate(micrographs):
            share = 1 / micrograph.pages
            page = Stretch(progress, micrograph.page * share, share, micrograph.name)
            name = unique_name(micrograph.name, self._taken)
            kept = self._output / STATE_FOLDER / f"{name}.npz"
            model, chosen = self._network.sha256, self._parameters
            digest = digest_of(micrograph)
            key = key_of(digest, micrograph.page, model, chosen, self._version)
            files = tuple(image_outputs(self._output, name, chosen).values())
            result = load(key, files, kept)
            if result is None:
                check_free(self._output, files)
                check = self._begun_check(micrograph) if index == 0 else None
                part = Stretch(page, 0, _SHARE_OF_ANALYSIS)
                analysis = analyze_micrograph(micrograph, self._network, chosen, part)
                analysis = analysis.without_maps()  # files need as much again
                write_image(analysis, self._output, name, chosen)
                rest = Stretch(page, _SHARE_OF_ANALYSIS, 0)
                more = awaited(check, rest, "scale bar") if check else ()
                result = ImageResult.of(analysis, name, more)
                save(result, key, files, kept)
            page.report(1, 1)
            yield result

    def _begun_check(self, micrograph: Micrograph) -> Future[tuple[str, ...]] | None:
        """Begin to compare the scale bar with the metadata, beside all else.

        Reading takes as long as segmenting a small field, and only the outputs
        need to know what came of it.
        """
        if not (self._parameters.check_scale_bar and micrograph.has_recorded_size):
            return None
        return begun(lambda: contradictions(micrograph, self.bars))


def _failure(path: Path, error: Exception, done: Sequence[ImageResult]) -> Failure:
    """Say what went wrong, and that the pages before it count all the same."""
    pages = counted(len(done), "page")
    kept = f" What was found in {pages} before it is kept." if done else ""
    return Failure(source=path, message=f"{error}{kept}")


def _counts(
    results: Sequence[ImageResult], failures: Sequence[Failure]
) -> dict[str, int]:
    return {
        "images": len(results),
        "particles": sum(result.facts.particle_count for result in results),
        "failures": len(failures),
    }


def _warnings(
    results: Sequence[ImageResult], failures: Sequence[Failure]
) -> tuple[str, ...]:
    lines = [
        f"{result.facts.image}: {line}"
        for result in results
        for line in result.facts.warnings
    ]
    return (*lines, *(f"skipped: {failure.message}" for failure in failures))
