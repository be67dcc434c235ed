"""The entities of a hub, in Home Assistant, on a simulated hub."""
