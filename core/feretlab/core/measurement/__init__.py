"""Particles to a table of descriptors, as ImageJ defines them."""
