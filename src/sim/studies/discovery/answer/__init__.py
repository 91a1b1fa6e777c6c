"""Boxes in which it happens, and what is regretted where."""
