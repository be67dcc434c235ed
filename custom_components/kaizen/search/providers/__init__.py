"""Who can be asked: one file each, one table."""

from .protocol import Kind, Provider
from .table import BUILDERS, build

__all__ = ["BUILDERS", "Kind", "Provider", "build"]
