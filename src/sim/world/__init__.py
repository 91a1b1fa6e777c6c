"""Who and what exists before anything happens: missions, states, suppliers."""
