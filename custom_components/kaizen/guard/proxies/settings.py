"""What a subentry says about a guarded twin."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import Platform

SUBENTRY_PROXY: Final = "proxy"
CONF_SOURCE: Final = "source"
CONF_CODE: Final = "code"

PLATFORMS: Final = (
    Platform.ALARM_CONTROL_PANEL,
    Platform.COVER,
    Platform.LOCK,
    Platform.VALVE,
)
"""What can have a guarded twin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxySettings:
    """A guarded twin of another integration's entity."""

    source: str
    """The registry id of the entity behind it, which stays when that is renamed."""
    code: str | None = field(default=None, repr=False)
    """What the entity behind it asks for; given to it alone, and only after the guard allowed it."""
    subentry_id: str

    @classmethod
    def of(cls, subentry: ConfigSubentry) -> Self:
        """Read a subentry."""
        return cls(
            source=subentry.data[CONF_SOURCE],
            code=subentry.data.get(CONF_CODE) or None,
            subentry_id=subentry.subentry_id,
        )

    def as_data(self) -> Mapping[str, Any]:
        """Return it as a subentry stores it."""
        stored = {CONF_SOURCE: self.source}
        return stored | {CONF_CODE: self.code} if self.code else stored


def proxies_in(entry: ConfigEntry) -> list[ProxySettings]:
    """Return the twins an entry sets up."""
    return [
        ProxySettings.of(subentry)
        for subentry in entry.subentries.values()
        if subentry.subentry_type == SUBENTRY_PROXY
    ]
