"""What happened in one run, in order, and why."""
