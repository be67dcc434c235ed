"""An honest Hubitat hub: Maker API as it is on the wire, devices that take their time, and every way a hub can fail.

    async with HubSimulator(seed=1) as hub:
        lock = hub.find("Front Door")
        ...
        await hub.settle()
        assert hub.truth[lock.id]["lock"] == "locked"
        assert not hub.journal.repeated(within=5)

The hub's clock stands still until `advance` or `settle` moves it. What is documented, measured by others or assumed is
told in SOURCES.md. In tests, ask for the `socket_enabled` fixture.
"""

from .capacity import Limits
from .clock import Clock
from .devices import Attribute, Device, make_device
from .events import Event, socket_line, webhook_body
from .faults import MISHAPS, Fault, Planned
from .fleet import ROOMS, SIZE, fleet
from .house import Mode, Variable
from .journal import CommandReceived, Journal, Request, WebhookSent
from .server import APP_ID, TOKEN, HubSimulator
from .visitor import AnswerLost, Visitor

__all__ = [
    "APP_ID",
    "MISHAPS",
    "ROOMS",
    "SIZE",
    "TOKEN",
    "AnswerLost",
    "Attribute",
    "Clock",
    "CommandReceived",
    "Device",
    "Event",
    "Fault",
    "HubSimulator",
    "Journal",
    "Limits",
    "Mode",
    "Planned",
    "Request",
    "Variable",
    "Visitor",
    "WebhookSent",
    "fleet",
    "make_device",
    "socket_line",
    "webhook_body",
]
