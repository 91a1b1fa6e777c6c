"""What a result is owed to, as a waterfall, a table and a page."""
