"""What an ONNX file says about itself: the contract between network and user.

Every field stands in the file's `metadata_props` under its own name with the
prefix ``feretlab.``, as JSON. Reading needs no more than the string map that an
`onnxruntime.InferenceSession` gives.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from reprlib import repr as short
from typing import Any, Self

PREFIX = "feretlab."


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelContract:
    """How to feed a network, and what comes out of it.

    The input is float32 of shape (B, Y, X, 1), the output float32 of shape
    (B, Y, X, C) with one entry of `channels` for each map.

    Parameters
    ----------
    name : str
        Name of the model.
    version : str
        Version of the model, for people.
    task : str
        ``"instances"``: maps that tell particles from background and from each
        other.
    channels : tuple of str
        Names of the output maps in order: ``"mask"`` (probability that a pixel
        belongs to any particle), ``"contact"`` (lies on the line between two
        touching particles), ``"distance"`` (distance to the particle's own
        edge, 1 at its innermost pixel) ...
    classes : tuple of str
        Names of the kinds of particle that the mask unites.
    input_name, output_name : str
        Names of the tensors.
    normalisation : str
        Name of the input normalisation; ``"percentile"`` maps the two
        `percentiles` of the whole image to 0 and 1 and clips to `clip`.
    percentiles : tuple of float
        Low and high percentile, 0 to 100.
    clip : tuple of float
        Range of the normalised input.
    size_divisor : int
        Height and width of the input must be multiples of it, in pixels.
    context_px : int
        How far, in pixels, an output looks: overlap of tiles is best no
        smaller than this.
    particle_diameter_px : tuple of float
        Smallest and largest particle diameter trained for, in pixels.
    typical_diameter_px : float
        Diameter at which the network does best, in pixels.
    licence : str
        SPDX identifier.
    training : mapping
        Provenance: data, seeds, steps, parameters and versions.
    """

    name: str
    version: str = "1"
    task: str = "instances"
    channels: tuple[str, ...] = ("mask", "contact", "distance")
    classes: tuple[str, ...] = ("particle",)
    input_name: str = "image"
    output_name: str = "maps"
    normalisation: str = "percentile"
    percentiles: tuple[float, float] = (0.1, 99.9)
    clip: tuple[float, float] = (-0.5, 1.5)
    size_divisor: int = 16
    context_px: int = 128
    particle_diameter_px: tuple[float, float] = (5.0, 150.0)
    typical_diameter_px: float = 25.0
    licence: str = "BSD-3-Clause"
    training: Mapping[str, Any] = field(default_factory=dict)

    def to_metadata(self) -> dict[str, str]:
        """Give the strings to store in an ONNX file, JSON under prefixed keys."""
        return {
            PREFIX + each.name: json.dumps(getattr(self, each.name), sort_keys=True)
            for each in fields(self)
        }

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, str]) -> Self:
        """Read the contract from an ONNX file's metadata.

        Parameters
        ----------
        metadata : mapping of str to str
            All metadata of the file, as
            ``session.get_modelmeta().custom_metadata_map`` gives it; keys
            without the prefix and unknown ones are passed over, missing ones
            take their defaults.

        Returns
        -------
        ModelContract

        Raises
        ------
        ValueError
            Where the file carries no contract, or one that cannot be kept.
        """
        known = {each.name for each in fields(cls)}
        values: dict[str, Any] = {}
        for key, text in metadata.items():
            name = key.removeprefix(PREFIX)
            if key.startswith(PREFIX) and name in known:
                values[name] = _from_json(key, text)
        if "name" not in values:
            keys = short(sorted(metadata))
            message = (
                f"Reading a model: its metadata has the keys {keys}, "
                f"expected '{PREFIX}name' and others; was it exported by feretlab?"
            )
            raise ValueError(message)
        contract = cls(**values)
        contract._check()
        return contract

    def _check(self) -> None:
        """Refuse values that work would trip over."""
        for name, expected, holds in _EXPECTED:
            value = getattr(self, name)
            if not holds(value):
                message = (
                    f"Reading a model: metadata '{PREFIX}{name}' is {short(value)}, "
                    f"expected {expected}."
                )
                raise ValueError(message)


def _is_whole(value: Any, allowed: range) -> bool:
    return type(value) is int and value in allowed


def _is_positive(value: Any) -> bool:
    return type(value) in (int, float) and 0 < value < math.inf


def _is_range(value: Any) -> bool:
    is_pair = isinstance(value, tuple) and len(value) == 2
    return is_pair and all(map(_is_positive, value))


def _are_texts(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(each, str) for each in value)


_TEXTS = ("name", "version", "input_name", "output_name", "licence")
_EXPECTED: tuple[tuple[str, str, Callable[[Any], bool]], ...] = (
    *((name, "text", lambda x: isinstance(x, str)) for name in _TEXTS),
    *((name, "a list of texts", _are_texts) for name in ("channels", "classes")),
    # Networks of ten levels, and what these look at: more than there are.
    ("size_divisor", "1 to 1024, whole", lambda x: _is_whole(x, range(1, 1025))),
    ("context_px", "0 to 8192, whole", lambda x: _is_whole(x, range(8193))),
    ("particle_diameter_px", "two numbers above 0", _is_range),
    ("typical_diameter_px", "a number above 0", _is_positive),
)


# A parser that calls itself for each of very many may overflow the machine's stack.
_MOST_BRACKETS = 1000


def _from_json(key: str, text: str) -> Any:
    try:
        if text.count("[") + text.count("{") > _MOST_BRACKETS:
            raise ValueError("it is nested too deeply")
        value = json.loads(text)
    except ValueError as error:
        message = f"Reading a model: metadata {key!r} is {short(text)}, expected JSON."
        raise ValueError(message) from error
    return tuple(value) if isinstance(value, list) else value
