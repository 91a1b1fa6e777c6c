"""Fitting to the patterns: what a run shows of them, history matching, ABC-SMC, and what was learned."""
