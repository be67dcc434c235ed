"""What people paste as the address of their hub."""

from hypothesis import given, strategies as st
import pytest

from custom_components.kaizen.hubitat.api import (
    CredentialsError,
    HubAddress,
    InvalidAddressError,
    InvalidAppIdError,
    InvalidFingerprintError,
    InvalidHostError,
    InvalidPathError,
    InvalidPortError,
    InvalidSchemeError,
    InvalidTokenError,
    MakerApi,
    check_token,
    parse_fingerprint,
)

TOKEN = "a1b2c3d4-0000-4000-8000-123456789abc"
UID = "0e1f-22aa"


@pytest.mark.parametrize(
    ("pasted", "address", "token"),
    [
        ("192.168.1.5", HubAddress("http://192.168.1.5"), None),
        (" hubitat.local/ ", HubAddress("http://hubitat.local"), None),
        ("HTTPS://Hub.Local:8443", HubAddress("https://hub.local:8443"), None),
        ("[fd00::1]:8080", HubAddress("http://[fd00::1]:8080"), None),
        ("http://192.168.1.5:80", HubAddress("http://192.168.1.5"), None),
        ("192.168.1.5/apps/api/12", HubAddress("http://192.168.1.5", "12"), None),
        (
            f"http://192.168.1.5/apps/api/12/devices/all?access_token={TOKEN}",
            HubAddress("http://192.168.1.5", "12"),
            TOKEN,
        ),
        # As the app's page shows its examples, placeholders included.
        (
            f"http://192.168.1.5/apps/api/12/devices/[Device ID]/[Command]?access_token={TOKEN}",
            HubAddress("http://192.168.1.5", "12"),
            TOKEN,
        ),
        (
            f"https://cloud.hubitat.com/api/{UID}/apps/12/devices?access_token={TOKEN}",
            HubAddress("https://cloud.hubitat.com", "12", UID),
            TOKEN,
        ),
        (
            "http://192.168.1.5/installedapp/configure/12/mainPage",
            HubAddress("http://192.168.1.5", "12"),
            None,
        ),
        (
            f"https://home.example/hub/apps/api/12/devices?access_token={TOKEN}#x",
            HubAddress("https://home.example/hub", "12"),
            TOKEN,
        ),
    ],
)
def test_reads_what_is_pasted(
    pasted: str, address: HubAddress, token: str | None
) -> None:
    """What is there is taken, what is missing is left for the form to ask."""
    assert HubAddress.parse(pasted) == (address, token)


@pytest.mark.parametrize(
    ("pasted", "error"),
    [
        ("", InvalidHostError),
        ("http://", InvalidHostError),
        ("my hub", InvalidHostError),
        ("http://[::zz]", InvalidHostError),
        ("http://[fe80::1%eth0]", InvalidHostError),
        ("ftp://192.168.1.5", InvalidSchemeError),
        ("://192.168.1.5", InvalidSchemeError),
        ("192.168.1.5:port", InvalidPortError),
        ("192.168.1.5:99999", InvalidPortError),
        ("192.168.1.5:0", InvalidPortError),
        ("http://max:hunter2@192.168.1.5", CredentialsError),
        ("max:hunter2@192.168.1.5", CredentialsError),
        ("http://192.168.1.5/device/edit/7", InvalidPathError),
        ("http://192.168.1.5/x y/apps/api/12", InvalidPathError),
        ("http://192.168.1.5/apps/api", InvalidAppIdError),
        ("http://192.168.1.5/apps/api/[app id]/devices", InvalidAppIdError),
        ("http://192.168.1.5/apps/api/12?access_token=", InvalidTokenError),
        ("http://192.168.1.5/apps/api/12?access_token=hunter2%0Ax", InvalidTokenError),
    ],
)
def test_names_the_wrong_part(pasted: str, error: type[InvalidAddressError]) -> None:
    """Each wrong part has an error and a text of its own, which repeats no secret."""
    with pytest.raises(InvalidAddressError) as refusal:
        HubAddress.parse(pasted)
    assert type(refusal.value) is error
    assert "hunter2" not in str(refusal.value)


def test_every_wrong_part_has_its_text() -> None:
    """No two errors share a key."""
    errors = InvalidAddressError.__subclasses__()
    assert len({error.translation_key for error in errors}) == len(errors)


@given(st.text() | st.from_regex(r"https?://[^/]*(/apps/api/[^?]*)?(\?.*)?"))
def test_pasted_text_never_surprises(text: str) -> None:
    """Anything is either an address, which reads back as itself, or refused with a reason."""
    try:
        address, _ = HubAddress.parse(text)
    except InvalidAddressError:
        return
    address = address if address.app_id else address.with_app("7")
    assert HubAddress.parse(address.root) == (address, None)


def test_addresses_of_requests() -> None:
    """The hub is asked directly or through the cloud; only the hub has an event socket."""
    local = HubAddress("https://hub.local:8443", "12")
    cloud = HubAddress("https://cloud.hubitat.com", "12", UID)
    assert local.root == "https://hub.local:8443/apps/api/12"
    assert local.event_socket == "wss://hub.local:8443/eventsocket"
    assert HubAddress("http://hub", "1").event_socket == "ws://hub/eventsocket"
    assert cloud.root == f"https://cloud.hubitat.com/api/{UID}/apps/12"
    assert cloud.event_socket is None


@pytest.mark.parametrize("app_id", ["", "twelve", "1/2", "١٢", "-1"])
def test_an_app_is_a_number(app_id: str) -> None:
    """What is typed as the app's id cannot lead anywhere else."""
    with pytest.raises(InvalidAppIdError):
        HubAddress("http://hub").with_app(app_id)
    assert HubAddress("http://hub").with_app(" 12 ").app_id == "12"


@pytest.mark.parametrize("token", ["", " ", "two words", "a\r\nX-Evil: 1", "schlüssel"])
async def test_a_token_cannot_change_the_request(token: str) -> None:
    """What cannot stand in a header is no token, wherever it comes from."""
    with pytest.raises(InvalidTokenError):
        check_token(token)
    with pytest.raises(InvalidTokenError):
        MakerApi(None, HubAddress("http://hub", "1"), token)  # type: ignore[arg-type]


async def test_no_client_without_an_app() -> None:
    """A bare address is not enough to ask anything."""
    with pytest.raises(InvalidAppIdError):
        MakerApi(None, HubAddress("http://hub"), TOKEN)  # type: ignore[arg-type]


def test_fingerprints() -> None:
    """A fingerprint is read as browsers show it."""
    digits = "0123456789ABCDEF" * 4
    colons = ":".join(digits[n : n + 2] for n in range(0, 64, 2))
    for shown in (colons, f" {digits.lower()}\n"):
        assert parse_fingerprint(shown).fingerprint == bytes.fromhex(digits)
    for wrong in ("", digits[2:], "z" * 64):
        with pytest.raises(InvalidFingerprintError):
            parse_fingerprint(wrong)
