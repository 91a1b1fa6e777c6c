"""From a scenario to finished runs: one batch, one plain run, one design of many variants."""
