"""The address and token of a Maker API app: read from a form, and tried."""

from collections.abc import Mapping
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.selector import (
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import probatio

from ..api import (
    AppError,
    AuthError,
    DeviceRecord,
    HubAddress,
    HubError,
    InvalidAddressError,
    InvalidAppIdError,
    InvalidFingerprintError,
    InvalidTokenError,
    MakerApi,
    NotFoundError,
    ProtocolError,
    TlsError,
    UnreachableError,
    check_token,
    parse_fingerprint,
    presented_fingerprint,
)
from ..settings import CONF_ADDRESS, CONF_FINGERPRINT, CONF_TLS, CONF_TOKEN, Tls, ssl_of

CONF_APP_ID: Final = "app_id"

_SECRET: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD))

CONNECTION_SCHEMA: Final = probatio.Schema(
    {
        probatio.Required(CONF_ADDRESS): TextSelector(),
        probatio.Optional(CONF_APP_ID): TextSelector(),
        probatio.Optional(probatio.Secret(CONF_TOKEN)): _SECRET,
        probatio.Required(CONF_TLS, default=Tls.VERIFIED): SelectSelector(
            SelectSelectorConfig(
                options=list(Tls),
                mode=SelectSelectorMode.DROPDOWN,
                translation_key="tls",
            )
        ),
        probatio.Optional(CONF_FINGERPRINT): TextSelector(),
    }
)
TOKEN_SCHEMA: Final = probatio.Schema(
    {probatio.Required(probatio.Secret(CONF_TOKEN)): _SECRET}
)

ERRORS: Final[Mapping[type[Exception], tuple[str, str]]] = {
    InvalidAddressError: (CONF_ADDRESS, ""),
    InvalidAppIdError: (CONF_APP_ID, ""),
    InvalidTokenError: (CONF_TOKEN, ""),
    InvalidFingerprintError: (CONF_FINGERPRINT, ""),
    TlsError: (CONF_TLS, "hub_certificate"),
    UnreachableError: (CONF_ADDRESS, "hub_unreachable"),
    ProtocolError: (CONF_ADDRESS, "hub_protocol"),
    NotFoundError: (CONF_APP_ID, "hub_wrong_app"),
    AppError: (CONF_APP_ID, "hub_app_disabled"),
    AuthError: (CONF_TOKEN, "hub_wrong_token"),
    HubError: ("base", "hub_busy"),
}
"""The field a failure is shown at, and its text; an empty one is the error's own."""


def read_connection(
    form: Mapping[str, Any], known_token: str | None = None
) -> tuple[dict[str, str], dict[str, str]]:
    """Return a form's data as an entry stores it, and the errors in it by field.

    A pasted Maker API URL has everything in it; what stands in a field of its own counts more. An
    empty token means `known_token`.
    """
    data = {CONF_TLS: str(form[CONF_TLS])}
    errors: dict[str, str] = {}
    token = known_token
    try:
        address, pasted = HubAddress.parse(form[CONF_ADDRESS])
        token = pasted or known_token
        if app_id := form.get(CONF_APP_ID, "").strip():
            address = address.with_app(app_id)
        data[CONF_ADDRESS] = address.root
    except InvalidAddressError as err:
        errors |= error_of(err)
    try:
        data[CONF_TOKEN] = check_token(form.get(CONF_TOKEN) or token or "")
    except InvalidTokenError as err:
        errors.setdefault(*next(iter(error_of(err).items())))
    if fingerprint := form.get(CONF_FINGERPRINT, "").strip():
        try:
            parse_fingerprint(fingerprint)
            data[CONF_FINGERPRINT] = fingerprint
        except InvalidFingerprintError as err:
            errors |= error_of(err)
    return data, errors


def read_token(text: str) -> str:
    """Return a token, which may be pasted with the whole URL.

    Raises:
        InvalidAddressError: There is none in it.
    """
    if "://" not in text:
        return check_token(text)
    _, token = HubAddress.parse(text)
    return check_token(token or "")


async def async_try(
    hass: HomeAssistant, data: Mapping[str, str]
) -> tuple[list[DeviceRecord], dict[str, str]]:
    """Return the devices an entry's data leads to, or what is wrong with it by field."""
    api = MakerApi(
        async_get_clientsession(hass),
        HubAddress.parse(data[CONF_ADDRESS])[0],
        data[CONF_TOKEN],
        ssl=ssl_of(data),
    )
    try:
        devices = await api.devices()
    except HubError as err:
        return [], error_of(err)
    return devices, {} if devices else {"base": "hub_no_devices"}


async def async_fingerprint(
    hass: HomeAssistant, data: Mapping[str, str]
) -> tuple[str | None, dict[str, str]]:
    """Return the fingerprint of the hub's certificate for its owner to compare."""
    address, _ = HubAddress.parse(data[CONF_ADDRESS])
    try:
        shown = await presented_fingerprint(async_get_clientsession(hass), address)
    except HubError as err:
        return None, error_of(err)
    return shown, {CONF_FINGERPRINT: "hub_compare_fingerprint"}


def error_of(err: InvalidAddressError | HubError) -> dict[str, str]:
    """Return an error by the field it is shown at."""
    field, text = next(ERRORS[kind] for kind in type(err).__mro__ if kind in ERRORS)
    return {field: text or err.translation_key}
