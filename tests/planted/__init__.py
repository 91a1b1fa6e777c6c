"""Faults planted on purpose, one at a time, to see that the default tests notice."""
