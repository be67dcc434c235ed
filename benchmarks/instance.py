"""A real Home Assistant in this process, with both agents on one model server."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from homeassistant import bootstrap, runner
from homeassistant.components.ollama import DOMAIN as CORE
from homeassistant.config_entries import (
    ConfigEntry,
    ConfigEntryState,
    ConfigSubentryData,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import orjson

from custom_components.kaizen.const import CONF_KIND, DOMAIN as KAIZEN, EntryKind

from .house import configuration, furnish

from tests.harness import free_port, prepare_config

NUM_CTX: Final = 16384
"""Context window of both agents: core's prompt for 500 entities does not fit its own default."""

_SETTINGS: Final[Mapping[str, Any]] = {
    "num_ctx": NUM_CTX,
    "think": False,
    "llm_hass_api": ["assist"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rig:
    """A running Home Assistant and its agents."""

    hass: HomeAssistant
    agents: Mapping[str, str]
    """Entity id by contender: "core", "kaizen" and "again", a second copy of core's."""
    kaizen: ConfigEntry


@asynccontextmanager
async def running_home_assistant(
    folder: Path, settings: Mapping[str, Any], *, port: int
) -> AsyncGenerator[HomeAssistant]:
    """Boot Home Assistant with a configuration, the way `hass` does."""
    (folder / "configuration.yaml").write_bytes(orjson.dumps(settings))
    prepare_config(folder, folder, port=port)
    hass = await bootstrap.async_setup_hass(
        runner.RuntimeConfig(config_dir=str(folder), skip_pip=True, log_no_color=True)
    )
    assert hass, "Home Assistant did not start"
    try:
        await hass.async_start()
        await hass.async_block_till_done()
        yield hass
    finally:
        await hass.async_stop(force=True)


@asynccontextmanager
async def running_rig(
    folder: Path, url: str, model: str, *, entities: int
) -> AsyncGenerator[Rig]:
    """Boot Home Assistant with a house of so many exposed entities."""
    async with running_home_assistant(
        folder, configuration(entities), port=free_port()
    ) as hass:
        furnish(hass, entities)
        core = await _set_up(
            hass, CORE, {"url": url}, ("core", "again"), model, version=(3, 3)
        )
        kaizen = await _set_up(
            hass,
            KAIZEN,
            {CONF_KIND: EntryKind.ASSISTANT, "url": url},
            ("kaizen",),
            model,
        )
        yield Rig(
            hass=hass,
            agents={**_agents(hass, core), **_agents(hass, kaizen)},
            kaizen=kaizen,
        )


async def async_add(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Set a config entry up and wait until all of it is there."""
    await hass.config_entries.async_add(entry)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED, f"{entry.title}: {entry.state}"


async def _set_up(
    hass: HomeAssistant,
    domain: str,
    data: Mapping[str, Any],
    titles: tuple[str, ...],
    model: str,
    *,
    version: tuple[int, int] = (1, 1),
) -> ConfigEntry:
    entry: ConfigEntry = ConfigEntry(
        domain=domain,
        title=domain,
        data=data,
        options={},
        source="user",
        unique_id=None,
        version=version[0],
        minor_version=version[1],
        discovery_keys=MappingProxyType({}),
        subentries_data=[
            ConfigSubentryData(
                data={"model": model, **_SETTINGS},
                subentry_type="conversation",
                title=title,
                unique_id=None,
            )
            for title in titles
        ],
    )
    await async_add(hass, entry)
    return entry


def _agents(hass: HomeAssistant, entry: ConfigEntry) -> dict[str, str]:
    registry = er.async_get(hass)
    found = {
        subentry.title: registry.async_get_entity_id(
            "conversation", entry.domain, subentry.subentry_id
        )
        for subentry in entry.subentries.values()
    }
    return {title: entity_id for title, entity_id in found.items() if entity_id}
