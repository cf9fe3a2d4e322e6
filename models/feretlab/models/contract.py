"""What an ONNX file says about itself: the contract between network and user.

Every field stands in the file's `metadata_props` under its own name with the
prefix ``feretlab.``, as JSON. Reading needs no more than the string map that an
`onnxruntime.InferenceSession` gives.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
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
    threshold : float
        Mask probability from which a pixel is particle, unless the user says.
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
    threshold: float = 0.5
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
            Where the file carries no contract, or a broken one.
        """
        known = {each.name for each in fields(cls)}
        values: dict[str, Any] = {}
        for key, text in metadata.items():
            name = key.removeprefix(PREFIX)
            if key.startswith(PREFIX) and name in known:
                values[name] = _from_json(key, text)
        if "name" not in values:
            message = (
                f"Reading a model: its metadata has the keys {sorted(metadata)}, "
                f"expected '{PREFIX}name' and others; was it exported by feretlab?"
            )
            raise ValueError(message)
        return cls(**values)


def _from_json(key: str, text: str) -> Any:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"Reading a model: metadata {key!r} is {text!r}, expected JSON."
        raise ValueError(message) from error
    return tuple(value) if isinstance(value, list) else value
