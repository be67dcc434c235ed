"""The rooms of the demo's house, and what in them may be switched by voice."""

from collections.abc import Mapping
from typing import Final

from tests.harness import Client

ROOMS: Final[Mapping[str, tuple[str, ...]]] = {
    "Kitchen": ("light.kitchen_light", "switch.coffee_machine"),
    "Living Room": ("light.living_room_light", "sensor.living_room_temperature"),
    "Bedroom": ("light.bedroom_light", "cover.bedroom_blind"),
}
_WITHOUT_ROOM: Final = ("input_boolean.guests",)


async def furnish(client: Client) -> None:
    """Put every entity into its room and let assistants use it; a furnished house stays as it is."""
    areas = {
        area["name"]: area["area_id"]
        for area in await client.command("config/area_registry/list")
    }
    for name, entities in ROOMS.items():
        if name not in areas:
            created = await client.command("config/area_registry/create", name=name)
            areas[name] = created["area_id"]
        for entity in entities:
            await client.command(
                "config/entity_registry/update",
                entity_id=entity,
                area_id=areas[name],
            )
    await client.command(
        "homeassistant/expose_entity",
        assistants=["conversation"],
        entity_ids=[*_WITHOUT_ROOM, *(e for room in ROOMS.values() for e in room)],
        should_expose=True,
    )
