"""Grids of levers."""
