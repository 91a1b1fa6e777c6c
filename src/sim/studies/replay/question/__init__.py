"""The earlier drawdowns: what was known on the day of decision, and what came."""
