"""Benchmarks of speed and size; each writes its figures into the docs."""
