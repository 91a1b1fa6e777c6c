"""One run computed again, and what happened in it."""
