"""The command line: options drawn from the parameter records."""
