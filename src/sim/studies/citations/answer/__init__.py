"""Who cites what, and what may be asked for."""
