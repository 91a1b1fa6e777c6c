"""What holds in every run, and the search for a scenario that breaks it."""
