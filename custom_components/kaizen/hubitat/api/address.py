"""The address of a Maker API app, as people paste it and as requests need it."""

from dataclasses import dataclass, replace
from ipaddress import IPv6Address
import re
from typing import Final, Self
from urllib.parse import parse_qs

from yarl import URL

from .errors import (
    CredentialsError,
    InvalidAppIdError,
    InvalidHostError,
    InvalidPathError,
    InvalidPortError,
    InvalidSchemeError,
    InvalidTokenError,
)

_PARTS: Final = re.compile(
    r"(?:(?P<scheme>[^:/?#\s]*)://)?"
    r"(?:(?P<credentials>[^/?#]*)@)?"
    r"(?P<host>\[[^]/?#]*\]|[^:/?#]*)"
    r"(?::(?P<port>[^/?#]*))?"
    r"(?P<path>/[^?#]*)?"
    r"(?:\?(?P<query>[^#]*))?"
    r"(?:\#.*)?",
    re.DOTALL,
)
# A proxy may stand before the hub and want a path of its own.
_LOCAL: Final = re.compile(r"(?P<prefix>.*?)/apps/api(?:/(?P<app>[^/]*).*)?", re.DOTALL)
_CLOUD: Final = re.compile(
    r"(?P<prefix>.*?)/api/(?P<hub>[0-9A-Za-z-]+)/apps(?:/(?P<app>[^/]*).*)?", re.DOTALL
)
# The page of the hub on which the app is configured, copied from the browser.
_SETTINGS: Final = re.compile(
    r"(?P<prefix>.*?)/installedapp/\w+/(?P<app>[^/]*).*", re.DOTALL
)
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_HOST: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,252})")
_APP_ID: Final = re.compile(r"[0-9]{1,18}")
_TOKEN: Final = re.compile(r"[!-~]{1,256}")


@dataclass(frozen=True, slots=True)
class HubAddress:
    """Where a Maker API app answers, on the hub itself or through Hubitat's cloud."""

    base: str
    """scheme://host[:port], and the path of a proxy where there is one; no slash at the end."""
    app_id: str = ""
    """The number of the app; empty where a pasted address does not tell it."""
    hub_uid: str | None = None
    """The hub's name in Hubitat's cloud; None for the hub itself."""

    @classmethod
    def parse(cls, text: str) -> tuple[Self, str | None]:
        """Read a pasted address, with or without scheme, app and token; return it and the token.

        Raises:
            InvalidAddressError: One subclass for each part that can be wrong.
        """
        found = _PARTS.fullmatch(text.strip())
        assert found is not None  # every part may be absent or anything
        base = _origin(found)
        prefix, app_id, hub_uid = _path(found["path"] or "")
        address = cls(base + prefix, "", hub_uid)
        return (
            address if app_id is None else address.with_app(app_id),
            _token_in(found["query"] or ""),
        )

    def with_app(self, app_id: str) -> Self:
        """Return the address of another app on the same hub.

        Raises:
            InvalidAppIdError: It is not a number.
        """
        app_id = app_id.strip()
        if not _APP_ID.fullmatch(app_id):
            raise InvalidAppIdError("The id of the Maker API app is a number")
        return replace(self, app_id=app_id)

    @property
    def root(self) -> str:
        """Return the address all requests start with; `parse` reads it back."""
        if not self.app_id:
            raise InvalidAppIdError("The id of the Maker API app is missing")
        if self.hub_uid is None:
            return f"{self.base}/apps/api/{self.app_id}"
        return f"{self.base}/api/{self.hub_uid}/apps/{self.app_id}"

    @property
    def event_socket(self) -> str | None:
        """Return where the hub streams its events; None through the cloud, which does not."""
        if self.hub_uid is not None:
            return None
        return f"ws{self.base.removeprefix('http')}/eventsocket"


def check_token(text: str) -> str:
    """Return a token without the space around it.

    Raises:
        InvalidTokenError: It is empty or has characters that cannot stand in a header.
    """
    if not _TOKEN.fullmatch(token := text.strip()):
        raise InvalidTokenError("Not an access token")
    return token


def _origin(parts: re.Match[str]) -> str:
    scheme = (parts["scheme"] if parts["scheme"] is not None else "http").lower()
    if scheme not in {"http", "https"}:
        raise InvalidSchemeError("The address is neither http nor https")
    if parts["credentials"] is not None:
        raise CredentialsError("A user or password does not belong in the address")
    port = parts["port"]
    if port is not None and not (
        re.fullmatch("[0-9]{1,5}", port) and 0 < int(port) < 65536
    ):
        raise InvalidPortError("The port is not a number from 1 to 65535")
    try:
        return f"{scheme}://{_host(parts['host'])}" + _port(scheme, port)
    except ValueError:
        raise InvalidHostError("The address has no host, or none that can be") from None


def _host(text: str) -> str:
    if text.startswith("[") and "%" not in text:
        return f"[{IPv6Address(text[1:-1]).compressed}]"
    host = URL.build(scheme="http", host=text).raw_host
    if host is None or not _HOST.fullmatch(host):
        raise ValueError(host)
    return host


def _port(scheme: str, port: str | None) -> str:
    if port is None or int(port) == _DEFAULT_PORTS[scheme]:
        return ""
    return f":{int(port)}"


def _path(path: str) -> tuple[str, str | None, str | None]:
    """Return what stands before the API, the app's id and the hub's id in the cloud."""
    if not path.strip("/"):
        return "", None, None
    for form in (_LOCAL, _CLOUD, _SETTINGS):
        if found := form.fullmatch(path):
            parts = found.groupdict()
            prefix = parts["prefix"].rstrip("/")
            if not re.fullmatch(r"(?:/[\w.~-]+)*", prefix, re.ASCII):
                break
            return prefix, parts["app"] or "", parts.get("hub")
    raise InvalidPathError("The address is not one of Maker API")


def _token_in(query: str) -> str | None:
    if (tokens := parse_qs(query, keep_blank_values=True).get("access_token")) is None:
        return None
    return check_token(tokens[0])
