"""Distributions, drawn while they change."""
