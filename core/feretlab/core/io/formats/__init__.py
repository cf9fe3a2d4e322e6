"""Files opened as pages of grey values, one family of formats a file."""
