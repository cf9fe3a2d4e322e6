"""Everything that changes while the application runs; knows no Qt."""
