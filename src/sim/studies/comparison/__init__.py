"""How futures differ, pair by pair of runs."""
