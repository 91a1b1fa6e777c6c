"""The parts of the plain twin: persons, governments, oil, seats and outcomes of one replicate."""
