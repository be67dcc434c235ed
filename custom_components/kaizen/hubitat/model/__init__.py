"""The live model of a hub, and what its devices become in Home Assistant; pure."""

from . import commands, readings
from .blueprint import Category, EntityBlueprint, Feature, Guard, Overrides, Unknown
from .changes import Alert, Changes, Press
from .coerce import Value, coerce, coerce_variable
from .commands import Command, Commands, ImpossibleError
from .devices import HubDevice
from .house import HSM_ARM, HSM_EVENTS, hub_blueprints
from .hsm import SafetyMonitor
from .state import HubState, HubVariable, Snapshot
from .table import device_blueprints
from .things import PRESS_TYPES

__all__ = [
    "HSM_ARM",
    "HSM_EVENTS",
    "PRESS_TYPES",
    "Alert",
    "Category",
    "Changes",
    "Command",
    "Commands",
    "EntityBlueprint",
    "Feature",
    "Guard",
    "HubDevice",
    "HubState",
    "HubVariable",
    "ImpossibleError",
    "Overrides",
    "Press",
    "SafetyMonitor",
    "Snapshot",
    "Unknown",
    "Value",
    "coerce",
    "coerce_variable",
    "commands",
    "device_blueprints",
    "hub_blueprints",
    "readings",
]
