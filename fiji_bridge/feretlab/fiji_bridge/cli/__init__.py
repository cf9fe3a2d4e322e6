"""Commands that the command line gets from this package, by entry points."""
