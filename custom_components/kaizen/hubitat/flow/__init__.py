"""How an owner connects a hub and decides what becomes of its devices."""

from .entry import HubitatFlow
from .options import HubitatOptionsFlow

__all__ = ["HubitatFlow", "HubitatOptionsFlow"]
