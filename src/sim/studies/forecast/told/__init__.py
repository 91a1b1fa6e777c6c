"""Forecasts and their scores, as a sheet, tables and words."""
