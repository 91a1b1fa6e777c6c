"""Which drivers a result is owed to, and how much of it to each."""
