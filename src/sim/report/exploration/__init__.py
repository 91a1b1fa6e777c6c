"""Explorations told: what results hinge on, where things happen, grids of levers, shapes of paths."""
