"""Faults that happen once and change the hub, or the way to it."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from .answers import not_found, page
from .devices import Device, make_device
from .faults import Fault
from .fleet import build
from .fleet_table import BLUEPRINTS
from .shapes import STARTING

if TYPE_CHECKING:
    from .server import HubSimulator

type Mishap = Callable[[HubSimulator, dict[str, Any]], Awaitable[Any]]

DOWN: Final = 10.0
"""Seconds a rebooting hub refuses connections; then it starts, in so many seconds a phase."""
PHASE: Final = 5.0
_FLIPS: Final = {
    ("switch", "on"): "off",
    ("switch", "off"): "on",
    ("contact", "open"): "closed",
    ("contact", "closed"): "open",
}


async def _post_url_cleared(hub: HubSimulator, _: dict[str, Any]) -> None:
    hub.postman.url = None


async def _reboot(hub: HubSimulator, options: dict[str, Any]) -> None:
    await hub.go_down()
    for device, name, value in _changes_while_down(hub, int(options.get("changes", 3))):
        hub.house.change(device, name, value, silent=True)
    phases = (not_found(), page("Internal error", 500), page(STARTING))
    for number, phase in enumerate(phases):
        hub.clock.call_later(DOWN + number * PHASE, lambda p=phase: hub.start_up(p))  # type: ignore[misc]
    ready = DOWN + len(phases) * PHASE
    hub.clock.call_later(ready, lambda: hub.start_up(None))
    hub.clock.call_later(
        ready + PHASE, lambda: hub.house.announce("systemStart", "", "System Start")
    )


def _changes_while_down(hub: HubSimulator, count: int) -> list[tuple[Device, str, Any]]:
    possible = [
        (device, name, new)
        for device in hub.house.authorised
        for (name, old), new in _FLIPS.items()
        if device.value(name) == old
    ]
    return hub.rng.sample(possible, min(count, len(possible)))


async def _token_rotated(hub: HubSimulator, options: dict[str, Any]) -> str:
    hub.token = options.get("token") or str(UUID(int=hub.rng.getrandbits(128)))
    return hub.token


async def _address_changed(hub: HubSimulator, _: dict[str, Any]) -> str:
    await hub.refuse()
    hub.port = 0
    await hub.listen()
    return hub.url


async def _device_added(hub: HubSimulator, options: dict[str, Any]) -> str:
    label = options.get("label")
    kinds = [b for b in BLUEPRINTS if label in (None, b.label)]
    device = build(kinds[0], hub.house.next_id(), suffix=" (new)")
    hub.house.devices[device.id] = device
    return device.id


async def _device_removed(hub: HubSimulator, options: dict[str, Any]) -> str:
    device = _chosen(hub, options)
    device.authorised = False
    return device.id


async def _device_renamed(hub: HubSimulator, options: dict[str, Any]) -> str:
    device = _chosen(hub, options)
    device.label = options.get("label", f"{device.label} renamed")
    return device.id


async def _driver_changed(hub: HubSimulator, options: dict[str, Any]) -> str:
    """Give a device another driver, which knows only its first capability unless told otherwise."""
    device = _chosen(hub, options)
    device.type = device.name = options.get("driver", "Device")
    device.capabilities = list(options.get("capabilities") or device.capabilities[:1])
    device.extra_commands = ()
    kept = {attribute.name for attribute in _promised(device)}
    device.attributes = {n: a for n, a in device.attributes.items() if n in kept}
    return device.id


def _promised(device: Device) -> list[Any]:
    fresh = make_device(
        id=device.id,
        label=device.label,
        driver=device.type,
        room=device.room,
        capabilities=device.capabilities,
        values={},
    )
    for name, attribute in fresh.attributes.items():
        device.attributes.setdefault(name, attribute)
    return list(fresh.attributes.values())


async def _room_moved(hub: HubSimulator, options: dict[str, Any]) -> str:
    device = _chosen(hub, options)
    device.room = options.get("room", "Attic")
    return device.id


async def _restored(hub: HubSimulator, options: dict[str, Any]) -> str:
    return await _address_changed(hub, options)


async def _repaired(hub: HubSimulator, options: dict[str, Any]) -> str:
    old = list(hub.house.devices.values())
    first = int(hub.house.next_id()) + 100
    hub.house.devices = {}
    for number, device in enumerate(old, first):
        device.id = str(number)
        device.history.clear()
        hub.house.devices[device.id] = device
    hub.app_id = str(int(hub.app_id) + 1)
    hub.postman.url = None
    await _token_rotated(hub, options)
    return await _address_changed(hub, options)


def _chosen(hub: HubSimulator, options: dict[str, Any]) -> Device:
    if wanted := options.get("device"):
        return hub.house.devices[str(wanted)]
    return hub.house.authorised[0]


MISHAP: Final[dict[Fault, Mishap]] = {
    Fault.POST_URL_CLEARED: _post_url_cleared,
    Fault.REBOOT: _reboot,
    Fault.TOKEN_ROTATED: _token_rotated,
    Fault.ADDRESS_CHANGED: _address_changed,
    Fault.DEVICE_ADDED: _device_added,
    Fault.DEVICE_REMOVED: _device_removed,
    Fault.DEVICE_RENAMED: _device_renamed,
    Fault.DRIVER_CHANGED: _driver_changed,
    Fault.ROOM_MOVED: _room_moved,
    Fault.RESTORED: _restored,
    Fault.REPAIRED: _repaired,
}
