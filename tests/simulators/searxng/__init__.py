"""A SearXNG server over loopback."""

from .server import Fault, SearXNGSimulator, row

__all__ = ["Fault", "SearXNGSimulator", "row"]
