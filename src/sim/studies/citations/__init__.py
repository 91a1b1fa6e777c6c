"""From sources to everything that rests on them, and back: who cites whom in the whole model."""
