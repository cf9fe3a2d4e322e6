"""Dialogs of the whole application."""
