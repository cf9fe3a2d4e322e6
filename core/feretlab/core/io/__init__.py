"""Micrographs in; tables, regions and pictures out."""
