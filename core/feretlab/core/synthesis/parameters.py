"""What a set of synthetic micrographs is made of."""

from typing import Literal, Self

from pydantic import model_validator

from feretlab.core.parameters import Parameters, parameter


class SynthesizeParameters(Parameters):
    """How many synthetic micrographs, how large, and of what."""

    count: int = parameter(1000, help="Number of micrographs.", ge=1, le=1_000_000)
    size_px: int = parameter(
        512, help="Edge length of each square micrograph.", unit="px", ge=64, le=4096
    )
    kind: Literal["mixed", "sem", "tem", "even", "faint"] = parameter(
        "mixed",
        help="Kind of microscope; mixed draws one for each micrograph. Harder ones: "
        "even, of either with particles as even as drawn bars; faint, SEM of heaps "
        "parted by small steps of grey alone.",
    )
    min_diameter_px: float = parameter(
        10.0, help="Smallest typical particle diameter.", unit="px", ge=4, le=500
    )
    max_diameter_px: float = parameter(
        110.0, help="Largest typical particle diameter.", unit="px", ge=4, le=1000
    )
    has_annotations: bool = parameter(
        True, help="Draw info bars, scale bars, letters and panel borders on some."
    )
    seed: int = parameter(0, help="Seed of the first micrograph.", ge=0, le=2**31)
    workers: int = parameter(
        0, help="Processes that render; 0 takes one for each core.", ge=0, le=256
    )

    @model_validator(mode="after")
    def _diameters_in_order(self) -> Self:
        if self.min_diameter_px > self.max_diameter_px:
            message = (
                f"min_diameter_px is {self.min_diameter_px} px, expected at most "
                f"max_diameter_px ({self.max_diameter_px} px)."
            )
            raise ValueError(message)
        return self
