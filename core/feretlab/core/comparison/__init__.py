"""Automatic measurements beside manual ones."""
