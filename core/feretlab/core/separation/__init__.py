"""Mask to particles: touching ones parted, border and size rules applied."""
