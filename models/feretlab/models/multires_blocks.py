"""The two building blocks of MultiRes UNet.

References
----------
Ibtehaz N, Rahman MS. MultiResUNet: rethinking the U-Net architecture for
multimodal biomedical image segmentation. Neural Networks 121, 74-87 (2020).
"""

from typing import Any

from keras import layers


def convolution(
    inputs: Any, filters: int, size: int, name: str, act: bool = True
) -> Any:
    """Convolve, normalise the batch and, where `act`, rectify.

    Parameters
    ----------
    inputs : KerasTensor
        Shape (B, Y, X, C).
    filters : int
        Maps to give.
    size : int
        Edge length of the kernel in pixels.
    name : str
        Prefix of the layers' names.
    act : bool
        Whether to rectify.

    Returns
    -------
    KerasTensor
        Shape (B, Y, X, filters).
    """
    maps = layers.Conv2D(
        filters, size, padding="same", use_bias=False, name=f"{name}_conv"
    )(inputs)
    maps = layers.BatchNormalization(momentum=0.97, name=f"{name}_norm")(maps)
    return layers.ReLU(name=f"{name}_relu")(maps) if act else maps


def multires_block(inputs: Any, filters: int, name: str) -> Any:
    """See with 3 x 3, 5 x 5 and 7 x 7 pixels at once, by three chained convolutions.

    Parameters
    ----------
    inputs : KerasTensor
        Shape (B, Y, X, C).
    filters : int
        Maps to give, about a sixth, a third and a half from each convolution.
    name : str
        Prefix of the layers' names.

    Returns
    -------
    KerasTensor
        Shape (B, Y, X, filters).
    """
    third, half = round(filters / 3), round(filters / 2)
    small = convolution(inputs, filters - third - half, 3, f"{name}_a")
    middle = convolution(small, third, 3, f"{name}_b")
    large = convolution(middle, half, 3, f"{name}_c")
    joined = layers.Concatenate(name=f"{name}_join")([small, middle, large])
    shortcut = convolution(inputs, filters, 1, f"{name}_short", act=False)
    return layers.ReLU(name=f"{name}_relu")(
        layers.Add(name=f"{name}_add")([shortcut, joined])
    )


def residual_path(inputs: Any, filters: int, length: int, name: str) -> Any:
    """Bring an encoder's maps nearer to the decoder's by residual convolutions.

    Parameters
    ----------
    inputs : KerasTensor
        Shape (B, Y, X, C).
    filters : int
        Maps to give.
    length : int
        Number of convolutions; 0 passes the maps on as they are.
    name : str
        Prefix of the layers' names.

    Returns
    -------
    KerasTensor
        Shape (B, Y, X, filters), or `inputs` where the length is 0.
    """
    maps = inputs
    for step in range(length):
        prefix = f"{name}_{step}"
        straight = convolution(maps, filters, 3, f"{prefix}_a", act=False)
        shortcut = convolution(maps, filters, 1, f"{prefix}_short", act=False)
        maps = layers.ReLU(name=f"{prefix}_relu")(
            layers.Add(name=f"{prefix}_add")([straight, shortcut])
        )
    return maps
