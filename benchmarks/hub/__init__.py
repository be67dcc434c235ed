"""A simulated hub, a Home Assistant with it, and what is measured of the two."""
