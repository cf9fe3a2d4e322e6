"""The whole way from micrographs to results, for one image or thousands."""
