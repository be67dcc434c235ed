"""Door: what devices do that automations can start with."""

from .hubitat.device_trigger import (
    TRIGGER_SCHEMA,
    async_attach_trigger,
    async_get_triggers,
    async_validate_trigger_config,
)

__all__ = [
    "TRIGGER_SCHEMA",
    "async_attach_trigger",
    "async_get_triggers",
    "async_validate_trigger_config",
]
