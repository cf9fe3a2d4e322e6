"""How far the network's maps are from what they should be.

Written with `keras.ops`, for every Keras backend. Maps are float32 of shape
(B, Y, X, C) in 0..1; weights broadcast to them.
"""

from typing import Any

from keras import ops

# Probabilities are kept so far from 0 and 1, where logarithms end.
EPSILON = 1e-6


def weighted_crossentropy(truth: Any, maps: Any, weight: Any) -> Any:
    """Give the weighted mean of the binary cross-entropy.

    Parameters
    ----------
    truth, maps : tensor
        Wanted and found probabilities, same shape.
    weight : tensor
        How much each pixel counts.

    Returns
    -------
    tensor
        A scalar; its least value for a `truth` between 0 and 1 is above zero.
    """
    maps = ops.clip(maps, EPSILON, 1 - EPSILON)
    loss = -(truth * ops.log(maps) + (1 - truth) * ops.log(1 - maps))
    return ops.sum(weight * loss) / ops.sum(weight)


def dice_loss(truth: Any, maps: Any) -> Any:
    """Give one minus the Dice coefficient over the batch.

    Parameters
    ----------
    truth, maps : tensor
        Wanted and found probabilities, same shape.

    Returns
    -------
    tensor
        A scalar, 0 to 1; one pixel is added to both sides, so that an empty
        batch answered emptily gives 0.
    """
    common = ops.sum(truth * maps)
    return 1 - (2 * common + 1) / (ops.sum(truth) + ops.sum(maps) + 1)


def particle_loss(answer: Any, maps: Any) -> Any:
    """Judge the maps mask, contact and distance together.

    Parameters
    ----------
    answer : tensor
        Shape (B, Y, X, 4): mask, contact, distance, weight, as from `targets`.
    maps : tensor
        Shape (B, Y, X, 3): mask, contact, distance.

    Returns
    -------
    tensor
        A scalar: the weighted cross-entropies, that of the distance twice, since
        it is the hardest to learn, and the Dice losses of mask and contact, which
        alone are blind to how rare contacts are.
    """
    weight = answer[..., 3]
    mask, contact, distance = (answer[..., index] for index in range(3))
    loss = dice_loss(mask, maps[..., 0]) + dice_loss(contact, maps[..., 1])
    for index, (truth, share) in enumerate(((mask, 1), (contact, 1), (distance, 2))):
        loss += share * weighted_crossentropy(truth, maps[..., index], weight)
    return loss
