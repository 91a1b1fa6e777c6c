"""Where it happens, as regions, figures and a page."""
