"""Micrograph to probability maps, by a network in ONNX Runtime."""
