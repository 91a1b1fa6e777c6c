"""What a calibration found out, as tables, figures and a page."""
