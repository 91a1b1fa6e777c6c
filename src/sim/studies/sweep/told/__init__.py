"""A sweep as heat maps, lines, a table and a page."""
