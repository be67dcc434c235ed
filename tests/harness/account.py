"""The owner's account: made by onboarding on the first start, logged in to on later ones."""

from dataclasses import dataclass
from typing import Final

from .client import ApiError, Client, Json

_LOCAL_PROVIDER: Final = ["homeassistant", None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who owns the house."""

    name: str = "Owner"
    username: str = "owner"
    password: str


async def onboard_or_log_in(client: Client, account: Account) -> None:
    """Log the client in as the owner, who is created if this Home Assistant is new.

    Raises:
        ApiError: when the account's password is not the one this Home Assistant knows.
    """
    open_steps = await _open_steps(client)
    if "user" in open_steps:
        await client.log_in(await _create_owner(client, account))
    else:
        await client.log_in(await _log_in(client, account))
    if "integration" in open_steps:
        await client.post(
            "/api/onboarding/integration",
            {
                "client_id": client.client_id,
                "redirect_uri": f"{client.url}/?auth_callback=1",
            },
        )


async def _open_steps(client: Client) -> set[str]:
    """Return what onboarding still wants; once it is done, its address is gone."""
    try:
        steps = await client.get("/api/onboarding")
    except ApiError:
        return set()
    return {step["step"] for step in steps if not step["done"]}


async def _create_owner(client: Client, account: Account) -> str:
    answer = await client.post(
        "/api/onboarding/users",
        {
            "name": account.name,
            "username": account.username,
            "password": account.password,
            "client_id": client.client_id,
            "language": "en",
        },
    )
    return str(answer["auth_code"])


async def _log_in(client: Client, account: Account) -> str:
    request = {
        "client_id": client.client_id,
        "redirect_uri": client.client_id,
        "handler": _LOCAL_PROVIDER,
    }
    flow = await client.post("/auth/login_flow", request)
    answer: Json = await client.post(
        f"/auth/login_flow/{flow['flow_id']}",
        {
            "client_id": client.client_id,
            "username": account.username,
            "password": account.password,
        },
    )
    if answer["type"] != "create_entry":
        raise ApiError(
            f"{account.username} cannot log in: {answer.get('errors') or answer}"
        )
    return str(answer["result"])
