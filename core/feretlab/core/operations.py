"""Every operation, declared once for Python, command line, GUI and ImageJ.

Records and functions are named, not imported, so that reading this table costs
nothing; `Operation.parameters` and `Operation.function` load them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from feretlab.core.errors import InputError

if TYPE_CHECKING:
    from feretlab.core.parameters import Parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that FeretLab does, as every way in offers it.

    Parameters
    ----------
    id : str
        Name in Python, on the command line and in projects.
    title : str
        Name on menus and buttons.
    help : str
        One line that ends in a full stop.
    record : str
        ``module:name`` of the parameter record.
    call : str
        ``module:name`` of the function.
    """

    id: str
    title: str
    help: str
    record: str
    call: str

    @property
    def parameters(self) -> "type[Parameters]":
        """The class of the operation's parameter record."""
        record: type[Parameters] = resolve_name(self.record)
        return record

    @property
    def function(self) -> Callable[..., Any]:
        """The function that does the work."""
        function: Callable[..., Any] = resolve_name(self.call)
        return function


def _operation(id_: str, title: str, text: str, record: str, call: str) -> Operation:
    package = "feretlab.core."
    return Operation(
        id=id_, title=title, help=text, record=package + record, call=package + call
    )


OPERATIONS = (
    _operation(
        "analyze",
        "Analyze",
        "Micrographs to particles, measurements and size distributions.",
        "analysis.parameters:AnalyzeParameters",
        "analysis.batch:analyze",
    ),
    _operation(
        "segment",
        "Segment",
        "Micrographs to masks and probability maps, by a network.",
        "segmentation.parameters:SegmentParameters",
        "segmentation.segment:segment",
    ),
    _operation(
        "separate",
        "Separate",
        "Masks to single particles, touching and overlapping ones parted.",
        "separation.parameters:SeparateParameters",
        "separation.separate:separate",
    ),
    _operation(
        "measure",
        "Measure",
        "Labels or masks to a table of descriptors, exactly as ImageJ measures.",
        "measurement.parameters:MeasureParameters",
        "measurement.measure:measure",
    ),
    _operation(
        "compare",
        "Compare",
        "Automatic measurements beside manual ones, particle by particle.",
        "comparison.parameters:CompareParameters",
        "comparison.compare_files:compare",
    ),
    _operation(
        "evaluate",
        "Evaluate",
        "Scores of a segmentation against ground truth.",
        "evaluation.parameters:EvaluateParameters",
        "evaluation.evaluate:evaluate",
    ),
    _operation(
        "synthesize",
        "Synthesize",
        "Synthetic micrographs with exact labels.",
        "synthesis.parameters:SynthesizeParameters",
        "synthesis.dataset:synthesize",
    ),
    _operation(
        "train",
        "Train",
        "A network from labelled micrographs, exported to ONNX.",
        "training.parameters:TrainParameters",
        "training.train:train",
    ),
)


def operation(id_: str) -> Operation:
    """Find an operation by its id.

    Parameters
    ----------
    id_ : str
        One of the ids in `OPERATIONS`.

    Returns
    -------
    Operation

    Raises
    ------
    InputError
        If there is none of that id.
    """
    for candidate in OPERATIONS:
        if candidate.id == id_:
            return candidate
    known = ", ".join(candidate.id for candidate in OPERATIONS)
    message = f"Looking up an operation: found {id_!r}, expected one of {known}."
    raise InputError(message)
