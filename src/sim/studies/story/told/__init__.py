"""A run told: in sentences on the screen, as a list for programs, as a page."""
