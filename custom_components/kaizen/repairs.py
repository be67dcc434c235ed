"""Door: what one click repairs."""

from .guard.ways.fixes import async_create_fix_flow

__all__ = ["async_create_fix_flow"]
