"""What is shown of a replay: one figure a case, and one table of all."""
