"""What can go wrong between Kaizen and a Hubitat hub; no error tells a token, a code or a URL."""

from typing import ClassVar


class HubError(Exception):
    """A request to the hub failed."""

    translation_key: ClassVar[str] = "hub_error"
    passing: ClassVar[bool] = False
    """Whether the same request may succeed a moment later."""


class AuthError(HubError):
    """The hub refuses the token."""

    translation_key: ClassVar[str] = "hub_auth"


class NotFoundError(HubError):
    """The hub does not know what was asked for.

    The app may be gone, the device deleted or no longer selected in the app, the command unknown.
    """

    translation_key: ClassVar[str] = "hub_not_found"


class HubBusyError(HubError):
    """The hub answers that it failed, or not in time; of a command, it may have been carried out."""

    translation_key: ClassVar[str] = "hub_busy"
    passing: ClassVar[bool] = True


class AppError(HubBusyError):
    """The Maker API app refuses: it is disabled, or not allowed to do this."""

    translation_key: ClassVar[str] = "hub_app"
    passing: ClassVar[bool] = False


class UnreachableError(HubError):
    """No connection, or it broke off."""

    translation_key: ClassVar[str] = "hub_unreachable"
    passing: ClassVar[bool] = True


class TlsError(UnreachableError):
    """The hub's certificate is not the expected one, or it does not speak TLS."""

    translation_key: ClassVar[str] = "hub_certificate"
    passing: ClassVar[bool] = False


class ProtocolError(HubError):
    """Something answers, but not as Maker API does: a web page, JSON cut short."""

    translation_key: ClassVar[str] = "hub_protocol"
    passing: ClassVar[bool] = True


class CommandUnconfirmedError(HubError):
    """A command was sent and no answer came: it may have been carried out."""

    translation_key: ClassVar[str] = "hub_unconfirmed"


class ArgumentError(HubError, ValueError):
    """A name or a value cannot stand in a request."""

    translation_key: ClassVar[str] = "hub_argument"


class InvalidAddressError(ValueError):
    """The text is not the address of a hub."""

    translation_key: ClassVar[str] = "hub_invalid_address"


class InvalidSchemeError(InvalidAddressError):
    """The address is neither http nor https."""

    translation_key: ClassVar[str] = "hub_invalid_scheme"


class InvalidHostError(InvalidAddressError):
    """The address has no host, or one that cannot be."""

    translation_key: ClassVar[str] = "hub_invalid_host"


class InvalidPortError(InvalidAddressError):
    """The port is not a number from 1 to 65535."""

    translation_key: ClassVar[str] = "hub_invalid_port"


class CredentialsError(InvalidAddressError):
    """The address has a user or a password in it, which Maker API does not use."""

    translation_key: ClassVar[str] = "hub_credentials"


class InvalidPathError(InvalidAddressError):
    """The address is of some other page."""

    translation_key: ClassVar[str] = "hub_invalid_path"


class InvalidAppIdError(InvalidAddressError):
    """The id of the Maker API app is missing or not a number."""

    translation_key: ClassVar[str] = "hub_invalid_app_id"


class InvalidTokenError(InvalidAddressError):
    """The token is empty, or has characters no token has."""

    translation_key: ClassVar[str] = "hub_invalid_token"


class InvalidFingerprintError(InvalidAddressError):
    """The text is not the SHA-256 fingerprint of a certificate."""

    translation_key: ClassVar[str] = "hub_invalid_fingerprint"
