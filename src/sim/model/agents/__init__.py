"""The Mesa agents: governments, suppliers, the air bridge and the observer.

Every attribute that changes over time is an array whose first axis is the replicate: one agent object
stands for that government in all replicates of a batch, and its rules are written once.
"""
