"""A small Internet: web pages, good and bad, and a name server that lies when told to."""

from .names import Names
from .server import INTERNET, PagesSimulator

__all__ = ["INTERNET", "Names", "PagesSimulator"]
