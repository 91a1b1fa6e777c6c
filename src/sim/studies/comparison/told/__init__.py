"""How futures differ, pair by pair of runs: numbers, figures, tables and the page."""
