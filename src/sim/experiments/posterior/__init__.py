"""Draws of the uncertain quantities after calibration: the file they are kept in, and who gets which row."""
