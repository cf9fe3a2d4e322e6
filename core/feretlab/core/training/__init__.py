"""Networks from labelled micrographs; the only part that loads Keras."""
