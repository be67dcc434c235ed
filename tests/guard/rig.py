"""A house with locks, doors and an alarm of other integrations, and a guard."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

from aiohttp.test_utils import make_mocked_request
from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigSubentryData
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.http import current_request
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.kaizen.const import CONF_KIND, DOMAIN, EntryKind
from custom_components.kaizen.guard import GuardedCommand, GuardRefusedError
from custom_components.kaizen.guard.model import DenyReason

LOCK = "lock.front"
GARAGE = "cover.garage"
VALVE = "valve.main"
ALARM = "alarm_control_panel.house"
ALARM_CODE = "8351"


class Gate:
    """Stands where the gatekeeper stands: notes what is asked, and answers as told."""

    def __init__(self) -> None:
        """Allow everything."""
        self.asked: list[GuardedCommand] = []
        self.closed = False

    async def async_authorize(
        self, hass: HomeAssistant, command: GuardedCommand
    ) -> None:
        """Refuse while it is closed."""
        self.asked.append(command)
        if self.closed:
            raise GuardRefusedError(DenyReason.OFF, command.label)

    @property
    def verbs(self) -> list[str]:
        """What has been asked about."""
        return [command.verb for command in self.asked]


async def async_build(hass: HomeAssistant) -> list[ServiceCall]:
    """Set up a lock, a garage door, a valve and an alarm; return what the first three are told."""
    told: list[ServiceCall] = []

    async def note(call: ServiceCall) -> None:
        told.append(call)
        if state := call.data.get("state"):
            hass.states.async_set(f"input_text.{call.data['what']}", state)

    hass.services.async_register("test", "tell", note)
    await async_setup_component(hass, "homeassistant", {})
    for name, state in (("front", "locked"), ("garage", "closed"), ("main", "closed")):
        hass.states.async_set(f"input_text.{name}", state)
    await async_setup_component(
        hass,
        "template",
        {
            "template": [
                {
                    "lock": {
                        "name": "Front",
                        "unique_id": "front",
                        "state": "{{ states('input_text.front') }}",
                        "lock": _tell("front", "lock", "locked"),
                        "unlock": _tell("front", "unlock", "unlocked"),
                        "open": _tell("front", "open", "open"),
                    }
                },
                {
                    "cover": {
                        "name": "Garage",
                        "unique_id": "garage",
                        "device_class": "garage",
                        "state": "{{ states('input_text.garage') }}",
                        "position": "{{ {'closed': 0, 'half': 50, 'open': 100}"
                        "[states('input_text.garage')] }}",
                        "open_cover": _tell("garage", "open", "open"),
                        "close_cover": _tell("garage", "close", "closed"),
                        "stop_cover": _tell("garage", "stop", "half"),
                        "set_cover_position": _tell("garage", "position", "half"),
                    }
                },
            ]
        },
    )
    await async_setup_component(
        hass,
        "alarm_control_panel",
        {
            "alarm_control_panel": {
                "platform": "manual",
                "name": "House",
                "unique_id": "house",
                "code": ALARM_CODE,
                "code_arm_required": True,
                "arming_time": 0,
            }
        },
    )
    await hass.async_block_till_done()
    return told


def _tell(what: str, action: str, state: str) -> list[dict[str, Any]]:
    data = {"what": what, "action": action, "state": state}
    return [{"action": "test.tell", "data": data}]


def registry_id(hass: HomeAssistant, entity_id: str) -> str:
    """Return what an entity is called in the registry for good."""
    known = er.async_get(hass).async_get(entity_id)
    assert known is not None
    return known.id


def twin_of(hass: HomeAssistant, entity_id: str, **data: Any) -> ConfigSubentryData:
    """Return the subentry of a twin."""
    source = registry_id(hass, entity_id)
    return ConfigSubentryData(
        data={"source": source, **data},
        subentry_type="proxy",
        title=entity_id,
        unique_id=f"proxy_{source}",
    )


def rule_for(hass: HomeAssistant, entity_id: str, **data: Any) -> ConfigSubentryData:
    """Return the subentry of a rule."""
    known = registry_id(hass, entity_id)
    return ConfigSubentryData(
        data={"entity_id": entity_id, "registry_id": known, **data},
        subentry_type="rule",
        title=entity_id,
        unique_id=f"rule_{known}",
    )


async def async_guard(
    hass: HomeAssistant,
    *subentries: ConfigSubentryData,
    options: Mapping[str, Any] | None = None,
) -> MockConfigEntry:
    """Set up the guard's entry."""
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="Kaizen Guard",
        unique_id="kaizen_guard",
        data={CONF_KIND: EntryKind.GUARD},
        options=dict(options or {}),
        subentries_data=subentries,
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


@contextmanager
def on_page_of(user: User) -> Iterator[None]:
    """Run as a request of this user."""
    request = make_mocked_request("POST", "/")
    request["hass_user"] = user
    token = current_request.set(cast(Any, request))
    try:
        yield
    finally:
        current_request.reset(token)
