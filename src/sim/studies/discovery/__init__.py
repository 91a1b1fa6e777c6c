"""Where in the space of the unknown something happens."""
