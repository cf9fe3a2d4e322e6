"""Tables of particles and of pairs."""
