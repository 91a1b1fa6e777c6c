"""What is asked of a fit: its file, the patterns, what a run shows of them."""
