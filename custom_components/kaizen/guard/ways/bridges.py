"""What other programs and devices are given a hold of."""

from collections.abc import Iterator, Mapping

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entityfilter import FILTER_SCHEMA, EntityFilter

from .house import Bridge, Thing

_HOMEKIT = "homekit"
_MCP_SERVER = "mcp_server"


def bridges(hass: HomeAssistant, things: Mapping[str, Thing]) -> Iterator[Bridge]:
    """Yield the HomeKit bridges, with what they share of these things."""
    registry = er.async_get(hass)
    for entry in hass.config_entries.async_entries(_HOMEKIT, include_disabled=False):
        config = {**entry.data, **entry.options}
        shares: EntityFilter = FILTER_SCHEMA(config.get("filter") or {})
        yield Bridge(
            entry_id=entry.entry_id,
            title=entry.title,
            coded=frozenset(
                entity_id
                for entity_id, settings in (config.get("entity_config") or {}).items()
                if settings.get("code")
            ),
            shared=frozenset(
                entity_id
                for entity_id in things
                if shares(entity_id)
                and (
                    shares.explicitly_included(entity_id)
                    or _is_visible(registry.async_get(entity_id))
                )
            ),
        )


def _is_visible(known: er.RegistryEntry | None) -> bool:
    return known is None or (known.hidden_by is None and known.entity_category is None)


def mcp_servers(hass: HomeAssistant) -> dict[str, str]:
    """Return the MCP servers whose clients may act."""
    return {
        entry.entry_id: entry.title
        for entry in hass.config_entries.async_entries(
            _MCP_SERVER, include_disabled=False
        )
        if not entry.data.get("read_only", False)
    }
