"""Ports to what is outside the program: each a Protocol, the real one and a Quiet one, side by side."""
