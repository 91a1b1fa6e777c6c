"""The plain twin: the model a second time, one replicate and one Mesa agent a person, as an oracle.

It takes from `sim` the scenario, the numbers drawn for a replicate (so that both compute the same world) and
the posts of the first day, and nothing that computes: equations, thresholds and names stand here again.
"""
