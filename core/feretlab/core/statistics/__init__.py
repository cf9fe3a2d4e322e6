"""Size distributions with intervals and fits."""
