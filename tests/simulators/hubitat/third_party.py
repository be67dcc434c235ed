"""Runs clients others wrote against a hub and prints what they saw; needs the environment `contract`, nothing of this project.

python third_party.py sync|async URL APP_ID TOKEN
"""

import asyncio
import json
import sys
from typing import Any


def run_sync(url: str, app_id: str, token: str) -> dict[str, Any]:
    """Go through hubitat-maker-api-client: every endpoint, its house model, its cache and its event."""
    from hubitat_maker_api_client.api_client import HubitatAPIClient  # type: ignore[import-not-found]  # noqa: PLC0415
    from hubitat_maker_api_client.caching_client import HubitatCachingClient  # type: ignore[import-not-found]  # noqa: PLC0415
    from hubitat_maker_api_client.client import HubitatClient  # type: ignore[import-not-found]  # noqa: PLC0415
    from hubitat_maker_api_client.device_cache import InMemoryDeviceCache  # type: ignore[import-not-found]  # noqa: PLC0415
    from hubitat_maker_api_client.errors import MultipleDevicesFoundError  # type: ignore[import-not-found]  # noqa: PLC0415
    from hubitat_maker_api_client.event_socket import HubitatEvent  # type: ignore[import-not-found]  # noqa: PLC0415

    api = HubitatAPIClient(app_id, token, host=url)
    house = HubitatClient(api)
    lock = next(d for d in api.get_devices() if d["label"] == "Front Door")["id"]
    seen: dict[str, Any] = {
        "brief": len(api.get_devices(brief=True)),
        "device": api.get_device(lock)["label"],
        "commands": [c["command"] for c in api.get_device_commands(lock)],
        "capabilities": api.get_device_capabilities(lock),
        "history": api.get_device_events(lock),
        "locks": sorted(house.get_locks()),
        "rooms": sorted(house.get_rooms()),
        "open": sorted(house.get_open_doors()),
        "present": sorted(house.get_present_users()),
        "mode": house.get_mode(),
        "hsm": house.get_hsm(),
    }
    house.unlock_door("Front Door")
    house.turn_on_switch("Coffee Machine")
    api.send_device_command(_id(api, "Kitchen Ceiling"), "setLevel", 40, 2)
    house.set_mode("Night")
    house.set_hsm("armedHome")
    seen["hsm after"] = house.get_hsm()
    try:
        house.turn_on_switch("Lamp")
    except MultipleDevicesFoundError:
        seen["two lamps"] = True
    cached = HubitatCachingClient(api, InMemoryDeviceCache())
    seen["cached"] = cached.get_last_device_value("Kitchen Window", "contact")
    event = HubitatEvent(json.loads(sys.stdin.readline()))
    seen["event"] = [
        event.device_id,
        event.device_label,
        event.attr_key,
        event.attr_value,
    ]
    return seen


def _id(api: Any, label: str) -> str:
    return str(next(d["id"] for d in api.get_devices() if d["label"] == label))


async def run_async(url: str, app_id: str, token: str) -> dict[str, Any]:
    """Go through hubitatmaker: its start-up, a command, and the webhook that tells the outcome."""
    from hubitatmaker import Hub  # type: ignore[import-not-found]  # noqa: PLC0415

    hub = Hub("127.0.0.1", app_id, token)
    # Its constructor takes no port.
    hub.api_url = f"{url}/apps/api/{app_id}"
    try:
        await hub.start()
        return await _use(hub)
    finally:
        hub.stop()


async def _use(hub: Any) -> dict[str, Any]:
    lock = next(d for d in hub.devices.values() if d.name == "Front Door")
    seen: dict[str, Any] = {
        "devices": len(hub.devices),
        "mode": hub.mode,
        "modes": hub.modes,
        "hsm": hub.hsm_status,
        "lock": lock.attributes["lock"].value,
    }
    told = asyncio.Event()
    events: list[str] = []

    def note(event: Any) -> None:
        events.append(f"{event.device_name} {event.attribute} {event.value}")
        told.set()

    hub.add_device_listener(lock.id, note)
    await hub.send_command(lock.id, "unlock", None)
    await hub.set_mode("Away")
    await hub.set_hsm("armNight")
    async with asyncio.timeout(30):
        await told.wait()
    seen |= {
        "events": events,
        "lock after": lock.attributes["lock"].value,
        "mode after": hub.mode,
        "hsm after": hub.hsm_status,
    }
    return seen


if __name__ == "__main__":
    way, *hub_ = sys.argv[1:]
    result = run_sync(*hub_) if way == "sync" else asyncio.run(run_async(*hub_))
    sys.stdout.write(json.dumps(result))
