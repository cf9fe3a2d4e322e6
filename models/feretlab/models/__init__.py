"""Keras networks, their ONNX export, and the shipped ONNX models."""
