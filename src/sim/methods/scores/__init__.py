"""Scores of predictions, one family a file; all are costs (0 is best) and all are proper.

A score is proper if nobody can lower its expectation by saying something else than what they believe
(Gneiting & Raftery 2007).
"""
