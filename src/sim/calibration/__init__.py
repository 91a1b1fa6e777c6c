"""From evidence to a posterior: patterns, history matching, ABC-SMC, identifiability, replay of earlier drawdowns."""
