"""MultiRes UNet: a U-shaped network with multi-resolution blocks."""

from collections.abc import Sequence
from typing import Any

import keras
from keras import layers

from feretlab.models.multires_blocks import convolution, multires_block


def multires_unet(
    channels: int = 3, filters: Sequence[int] = (64, 128, 256, 512)
) -> Any:
    """Build the network, with random weights.

    Its first convolution halves the resolution, its last one gives it back: on
    processors few maps at full resolution cost as much time as four times as many at
    half of it, which know more.

    Parameters
    ----------
    channels : int
        Output maps, each a probability.
    filters : sequence of int
        Maps at each level, from half of the resolution down; each level halves it
        again. Multiples of 16 compute fastest.

    Returns
    -------
    keras.Model
        From ``image``, float32 (B, Y, X, 1), Y and X divisible by
        2 ** levels, to ``maps``, float32 (B, Y, X, channels) in 0..1.
    """
    image = keras.Input((None, None, 1), name="image")
    maps, skips = convolution(image, filters[0], 4, "stem", stride=2), []
    for level, width in enumerate(filters[:-1]):
        maps = multires_block(maps, width, f"down{level}")
        skips.append(maps)
        maps = layers.MaxPooling2D(2, name=f"pool{level}")(maps)
    maps = multires_block(maps, filters[-1], "bottom")
    for level in reversed(range(len(skips))):
        maps = layers.Conv2D(filters[level], 1, name=f"rise{level}_conv")(maps)
        # Not the paper's transposed convolution: it costs twice the time and
        # leaves a checkerboard on thin lines. Added, since to join costs a third more.
        maps = layers.UpSampling2D(2, interpolation="bilinear", name=f"rise{level}_up")(
            maps
        )
        maps = layers.Add(name=f"rise{level}_add")([maps, skips[level]])
        maps = multires_block(maps, filters[level], f"up{level}")
    # Each position answers for its four pixels, so that no checkerboard can come.
    # Logits leave the network's own precision before the sigmoid.
    maps = layers.Conv2DTranspose(
        channels, 2, strides=2, dtype="float32", name="logits"
    )(maps)
    maps = layers.Activation("sigmoid", dtype="float32", name="maps")(maps)
    return keras.Model(image, maps, name="multires_unet")
