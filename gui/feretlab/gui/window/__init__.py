"""The window: what is arranged where."""
