"""Labels against ground truth."""
