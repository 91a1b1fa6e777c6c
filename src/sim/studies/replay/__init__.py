"""Replay of earlier drawdowns: the model's own departures, fed with what was known on the day of decision."""
