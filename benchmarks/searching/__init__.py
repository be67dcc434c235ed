"""Spoken questions to the web, in the test plugin's Home Assistant."""

from tests import plugin

__all__ = ["plugin"]
"""Imported first: it lets the plugin run on this version of Home Assistant."""
