"""The two building blocks of MultiRes UNet.

References
----------
Ibtehaz N, Rahman MS. MultiResUNet: rethinking the U-Net architecture for
multimodal biomedical image segmentation. Neural Networks 121, 74-87 (2020).
"""

from typing import Any

from keras import layers


def convolution(
    inputs: Any, filters: int, size: int, name: str, act: bool = True, stride: int = 1
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
    stride : int
        Step of the kernel in pixels.

    Returns
    -------
    KerasTensor
        Shape (B, Y / stride, X / stride, filters).
    """
    maps = layers.Conv2D(
        filters, size, stride, padding="same", use_bias=False, name=f"{name}_conv"
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
        Maps to give, about a third from each convolution.
    name : str
        Prefix of the layers' names.

    Returns
    -------
    KerasTensor
        Shape (B, Y, X, filters).
    """
    # Not the paper's sixth, third and half: the first convolution sees the most
    # maps, and libraries compute in blocks of sixteen.
    block = 16 if filters >= 48 else 1
    third = block * round(filters / (3 * block))
    small = convolution(inputs, filters - 2 * third, 3, f"{name}_a")
    middle = convolution(small, third, 3, f"{name}_b")
    large = convolution(middle, third, 3, f"{name}_c")
    joined = layers.Concatenate(name=f"{name}_join")([small, middle, large])
    shortcut = convolution(inputs, filters, 1, f"{name}_short", act=False)
    return layers.ReLU(name=f"{name}_relu")(
        layers.Add(name=f"{name}_add")([shortcut, joined])
    )
