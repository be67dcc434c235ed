"""The ways around the gate: found, shown, and closed."""

from .watch import WaysWatch

__all__ = ["WaysWatch"]
