"""Commands of the application on the command line."""
