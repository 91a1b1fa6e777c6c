"""History matching, ABC-SMC, and what was learned."""
