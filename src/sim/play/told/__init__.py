"""A game told: on the terminal, and as a page at its end."""
