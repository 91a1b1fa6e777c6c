"""The facts: printed numbers and events, what the article says, patterns, earlier drawdowns."""
