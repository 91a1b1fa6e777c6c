"""A person takes the place of one government; everybody else runs as modelled."""
