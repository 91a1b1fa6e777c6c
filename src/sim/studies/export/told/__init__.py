"""Exports as bytes by file name: CSV, a workbook, a bundle."""
