"""What training lets choose."""

from typing import Literal, Self

from pydantic import model_validator

from feretlab.core.parameters import Parameters, parameter


class TrainParameters(Parameters):
    """How a network is trained; with the data they make the same network again."""

    network: Literal["multires_unet"] = parameter(
        "multires_unet", help="Which network to train."
    )
    name: str = parameter("trained", help="Name that the model bears.")
    start_from: str = parameter(
        "", help="Network to begin with: name or ONNX file; empty begins anew."
    )
    steps: int = parameter(3000, ge=1, le=10**8, help="Batches to train with.")
    batch_size: int = parameter(8, ge=1, le=256, help="Patches in a batch.")
    patch_px: int = parameter(
        256, ge=64, le=1024, multiple_of=16, unit="px", help="Edge length of a patch."
    )
    base_filters: int = parameter(
        64, ge=4, le=256, help="Maps at half resolution; each level below doubles them."
    )
    levels: int = parameter(
        4, ge=2, le=4, help="Resolutions in the network, each half of the one above."
    )
    learning_rate: float = parameter(
        1.5e-3, ge=1e-9, le=1, help="Highest step size of the optimiser."
    )
    warmup_steps: int = parameter(
        100, ge=0, le=10**8, help="Steps over which the learning rate rises."
    )
    weight_decay: float = parameter(
        1e-4, ge=0, le=1, help="Decay of the weights (AdamW)."
    )
    clip_norm: float = parameter(
        1.0, ge=1e-6, le=1e6, help="Longest gradient, over all weights."
    )
    contact_weight: float = parameter(
        4.0, ge=1, le=1000, help="Weight of pixels where particles touch."
    )
    smallest_scale: float = parameter(
        0.5, ge=0.05, le=4, help="Least magnification of the images while training."
    )
    largest_scale: float = parameter(
        2.0, ge=0.05, le=4, help="Highest magnification of the images while training."
    )
    invert_share: float = parameter(
        0.15, ge=0, le=1, help="Share of patches with dark and bright exchanged."
    )
    wrinkle_share: float = parameter(
        0.25, ge=0, le=1, help="Share of patches with faint lines on the background."
    )
    checkpoint_every: int = parameter(
        100, ge=1, le=10**8, help="Steps between checkpoints and validations."
    )
    validation_patches: int = parameter(
        32, ge=1, le=10**5, help="Patches of the validation data that are scored."
    )
    threads: int = parameter(
        0, ge=0, le=1024, help="Processor cores to use; 0 for all."
    )
    seed: int = parameter(
        1, ge=0, lt=2**32, help="Seed of the weights and of all chance."
    )

    @model_validator(mode="after")
    def _scales_in_order(self) -> Self:
        if self.smallest_scale > self.largest_scale:
            message = (
                f"smallest_scale is {self.smallest_scale}, expected at most "
                f"largest_scale ({self.largest_scale})."
            )
            raise ValueError(message)
        return self
