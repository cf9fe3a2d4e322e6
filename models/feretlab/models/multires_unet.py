"""MultiRes UNet: a U-shaped network with multi-resolution blocks."""

from collections.abc import Sequence
from typing import Any

import keras
from keras import layers

from feretlab.models.multires_blocks import multires_block, residual_path


def multires_unet(
    channels: int = 3,
    filters: Sequence[int] = (16, 32, 64, 128, 256),
    paths: Sequence[int] = (1, 1, 1, 1),
) -> Any:
    """Build the network, with random weights.

    Parameters
    ----------
    channels : int
        Output maps, each a probability.
    filters : sequence of int
        Maps at each level, from full resolution down; each level halves the
        resolution.
    paths : sequence of int
        Convolutions on each skip connection, one entry fewer than `filters`.

    Returns
    -------
    keras.Model
        From ``image``, float32 (B, Y, X, 1), Y and X divisible by
        2 ** (levels - 1), to ``maps``, float32 (B, Y, X, channels) in 0..1.
    """
    image = keras.Input((None, None, 1), name="image")
    maps, skips = image, []
    for level, (width, length) in enumerate(zip(filters[:-1], paths, strict=True)):
        maps = multires_block(maps, width, f"down{level}")
        skips.append(residual_path(maps, width, length, f"path{level}"))
        maps = layers.MaxPooling2D(2, name=f"pool{level}")(maps)
    maps = multires_block(maps, filters[-1], "bottom")
    for level in reversed(range(len(skips))):
        maps = layers.Conv2D(filters[level], 1, name=f"rise{level}_conv")(maps)
        # Not the paper's transposed convolution: it costs twice the time and
        # leaves a checkerboard on thin lines.
        maps = layers.UpSampling2D(2, interpolation="bilinear", name=f"rise{level}_up")(
            maps
        )
        maps = layers.Concatenate(name=f"rise{level}_join")([maps, skips[level]])
        maps = multires_block(maps, filters[level], f"up{level}")
    # Logits leave the network's own precision before the sigmoid.
    maps = layers.Conv2D(channels, 1, dtype="float32", name="logits")(maps)
    maps = layers.Activation("sigmoid", dtype="float32", name="maps")(maps)
    return keras.Model(image, maps, name="multires_unet")
