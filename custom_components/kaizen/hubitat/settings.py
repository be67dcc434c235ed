"""What an owner decides about a hub, as its config entry stores it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Self

import aiohttp

from .api import HubAddress, parse_fingerprint
from .model import Overrides

CONF_ADDRESS: Final = "address"
CONF_FINGERPRINT: Final = "fingerprint"
CONF_TLS: Final = "tls"
CONF_TOKEN: Final = "access_token"
CONF_WEBHOOK_ID: Final = "webhook_id"

CONF_COMMANDS: Final = "commands"
CONF_CONTACT: Final = "contact"
CONF_COVER: Final = "cover"
CONF_DEVICES: Final = "devices"
CONF_INTERNAL_URL: Final = "internal_url"
CONF_TEMPERATURE_UNIT: Final = "temperature_unit"
CONF_TRANSPORT: Final = "transport"
CONF_DEVICE_KIND: Final = "device_kind"
CONF_VARIABLES: Final = "variables"


class Tls(StrEnum):
    """How the hub's certificate is checked; it matters only over https."""

    VERIFIED = "verified"
    FINGERPRINT = "fingerprint"
    UNCHECKED = "unchecked"


class Transport(StrEnum):
    """How the hub's events come."""

    AUTO = "auto"
    """By webhook as long as it works, else by event socket."""
    WEBHOOK = "webhook"
    SOCKET = "socket"


@dataclass(frozen=True, slots=True, kw_only=True)
class HubSettings:
    """One hub's settings."""

    address: HubAddress
    token: str = field(repr=False)
    ssl: bool | aiohttp.Fingerprint = True
    webhook_id: str = field(repr=False)
    temperature_unit: str
    """°C or °F: what the hub means where it does not say."""
    transport: Transport = Transport.AUTO
    internal_url: str | None = None
    """Where the hub reaches Home Assistant, if not at its internal URL."""
    variables: bool = False
    """Whether hub variables become entities."""
    overrides: Mapping[str, Overrides] = field(default_factory=dict)
    """By device id."""
    commands: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By device id, the commands that `kaizen.hubitat_command` may send."""

    @classmethod
    def read(
        cls,
        data: Mapping[str, Any],
        options: Mapping[str, Any],
        *,
        temperature_unit: str,
    ) -> Self:
        """Read a config entry; `temperature_unit` is that of an owner who has not chosen one."""
        devices: Mapping[str, Mapping[str, Any]] = options.get(CONF_DEVICES, {})
        return cls(
            address=HubAddress.parse(data[CONF_ADDRESS])[0],
            token=data[CONF_TOKEN],
            ssl=ssl_of(data),
            webhook_id=data[CONF_WEBHOOK_ID],
            temperature_unit=options.get(CONF_TEMPERATURE_UNIT, temperature_unit),
            transport=Transport(options.get(CONF_TRANSPORT, Transport.AUTO)),
            internal_url=options.get(CONF_INTERNAL_URL),
            variables=options.get(CONF_VARIABLES, False),
            overrides={
                id_: Overrides(
                    kind=chosen.get(CONF_DEVICE_KIND),
                    contact=chosen.get(CONF_CONTACT),
                    cover=chosen.get(CONF_COVER),
                )
                for id_, chosen in devices.items()
            },
            commands={
                id_: frozenset(chosen.get(CONF_COMMANDS, ()))
                for id_, chosen in devices.items()
            },
        )


def ssl_of(data: Mapping[str, Any]) -> bool | aiohttp.Fingerprint:
    """Return how aiohttp is to check the certificate.

    Raises:
        InvalidFingerprintError: The fingerprint is none.
    """
    match Tls(data.get(CONF_TLS, Tls.VERIFIED)):
        case Tls.FINGERPRINT:
            return parse_fingerprint(data.get(CONF_FINGERPRINT, ""))
        case Tls.UNCHECKED:
            return False
        case Tls.VERIFIED:
            return True
