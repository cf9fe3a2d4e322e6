"""Mask to particles: touching ones parted, border and size rules applied."""

from feretlab.core.separation.parameters import SeparateParameters
from feretlab.core.separation.separate import separate

__all__ = ["SeparateParameters", "separate"]
