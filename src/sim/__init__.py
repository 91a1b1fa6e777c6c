"""Scenario model of how an alliance comes apart under pressure."""
