"""What stands first on a page and alone on a card: the total over time, and the outcomes that matter most."""
