"""A Hubitat hub: its devices, live, through the Maker API app."""
