"""Ensembles: many replicates of one scenario, planned, computed, kept safe, merged and verified.

Read `contract` first, then `plan`, `costs`, `run`, `merge`; the rest are the parts these are made of.
"""

#: Batches computed at the same time, at most.
MOST_JOBS = 64
