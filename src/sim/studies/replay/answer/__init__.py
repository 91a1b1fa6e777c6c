"""The course of an earlier drawdown, fitted on the others and predicted."""
