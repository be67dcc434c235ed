"""What every entity of an agent or AI task has in common."""

from homeassistant.config_entries import ConfigSubentry
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.entity import Entity

from ..const import DOMAIN
from .runtime import AssistantConfigEntry, AssistantRuntime
from .settings import AgentSettings


def device_info(subentry: ConfigSubentry, settings: AgentSettings) -> dr.DeviceInfo:
    """Return the one device that stands for an agent or AI task."""
    return dr.DeviceInfo(
        identifiers={(DOMAIN, subentry.subentry_id)},
        name=subentry.title,
        manufacturer="Ollama",
        model=settings.model,
        entry_type=dr.DeviceEntryType.SERVICE,
    )


class AgentEntity(Entity):
    """An entity of one agent or AI task: the agent itself, or something about it."""

    _attr_has_entity_name = True
    _attr_should_poll = False

    def __init__(
        self,
        entry: AssistantConfigEntry,
        subentry: ConfigSubentry,
        key: str | None = None,
    ) -> None:
        """Belong to a subentry; `key` tells apart what is not the agent itself."""
        self.subentry = subentry
        self.settings = AgentSettings.from_data(subentry.data)
        self.runtime: AssistantRuntime = entry.runtime_data
        self._attr_device_info = device_info(subentry, self.settings)
        if key is None:
            self._attr_name = None
            self._attr_unique_id = subentry.subentry_id
        else:
            self._attr_unique_id = f"{subentry.subentry_id}-{key}"
