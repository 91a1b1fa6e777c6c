"""Forecasts that can lose: questions asked beforehand, answers frozen with a hash, scores when the world has spoken."""
