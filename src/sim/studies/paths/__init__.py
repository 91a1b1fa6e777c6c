"""Shapes of paths."""
