"""Synthetic micrographs with exact labels."""
