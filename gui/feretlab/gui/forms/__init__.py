"""Forms that are drawn from parameter records."""
