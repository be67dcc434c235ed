"""Memory in a running Home Assistant, with people who talk to it."""
