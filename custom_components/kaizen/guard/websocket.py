"""The guard on a page: PINs and proofs come this way, where nothing is recorded."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Final

from homeassistant.components import websocket_api
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import HomeAssistant, callback
import probatio

from ..const import DOMAIN
from .audit import AuditEntry, AuditKind, Result
from .carrying_out import async_carry_out
from .entry import async_policy
from .model import Factor, Tier
from .people import async_tiers
from .proof.challenges import OpenChallenge, Proof
from .proof.keypad import NotTaken, Wrong
from .proof.lockout import Guesser
from .proof.pins import PinRefusedError, Verified
from .questions import async_question
from .runtime import GUARD, Guard
from .store import GuardStoreError

_PIN: Final = probatio.All(str, probatio.Length(max=64))

type Message = dict[str, Any]
type Command = Callable[[Guard, ActiveConnection, Message, Tier], Awaitable[Any]]


class _RefusedError(Exception):
    """The answer is no; its first argument is the code of the error."""


@callback
def async_setup_websocket(hass: HomeAssistant) -> None:
    """Register the commands."""
    for command in (_status, _set_pin, _remove_pin, _prove, _allow_again, _begin_anew):
        websocket_api.async_register_command(hass, command)


def _answering(command: Command) -> Callable[..., None]:
    """Return a websocket handler that answers with what a command returns, or why it does not."""

    @websocket_api.async_response
    @wraps(command)
    async def handle(
        hass: HomeAssistant, connection: ActiveConnection, msg: Message
    ) -> None:
        guard = hass.data[GUARD]
        tiers = await async_tiers(hass, async_policy(hass))
        tier = tiers.get(connection.user.id, Tier.NOBODY)
        try:
            result = await command(guard, connection, msg, tier)
        except _RefusedError as err:
            code = str(err)
            connection.send_error(
                msg["id"],
                code,
                code,
                translation_domain=DOMAIN,
                translation_key=f"guard_{code}",
            )
        except PinRefusedError as err:
            connection.send_error(
                msg["id"],
                err.problem,
                err.problem,
                translation_domain=DOMAIN,
                translation_key=f"guard_pin_{err.problem}",
            )
        except GuardStoreError as err:
            connection.send_error(
                msg["id"],
                err.problem,
                err.problem,
                translation_domain=DOMAIN,
                translation_key=err.translation_key,
            )
        else:
            connection.send_result(msg["id"], result)

    return handle


@websocket_api.websocket_command({"type": "kaizen/guard/status"})
@_answering
async def _status(
    guard: Guard, connection: ActiveConnection, msg: Message, tier: Tier
) -> dict[str, Any]:
    """Tell a person where they stand, what waits for their proof, and the owner who has a PIN."""
    user_id, hass = connection.user.id, guard.hass
    pins = {} if guard.store.problem else guard.store.data.pins
    waiting = [
        {
            "challenge_id": challenge.id,
            "verb": challenge.action.verb,
            "entity_id": challenge.action.entity_id,
            "missing": sorted(challenge.missing),
            "question": await async_question(hass, hass.config.language, challenge),
        }
        for challenge in guard.book.all(guard.now)
        if challenge.binding.user_id == user_id
    ]
    answer = {
        "tier": tier,
        "preset": async_policy(hass).preset,
        "has_pin": user_id in pins,
        "problem": guard.store.problem,
        "challenges": waiting,
    }
    if tier is Tier.OWNER:
        answer["pins"] = sorted(pins)
        answer["locked_out"] = bool(
            not guard.store.problem and guard.keypad.locked(Guesser())
        )
    return answer


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/guard/pin/set",
        probatio.Required(probatio.Secret("pin")): _PIN,
        probatio.Optional(probatio.Secret("duress")): _PIN,
        probatio.Optional(probatio.Secret("current")): _PIN,
    }
)
@_answering
async def _set_pin(
    guard: Guard, connection: ActiveConnection, msg: Message, tier: Tier
) -> None:
    """Give the person at the page a PIN; whoever has one already gives it first."""
    if tier not in (Tier.OWNER, Tier.TRUSTED):
        raise _RefusedError("not_trusted")
    user_id = connection.user.id
    if user_id in guard.store.data.pins:
        await _async_verify(guard, user_id, msg.get("current", ""))
    await guard.keypad.async_set(user_id, msg["pin"], msg.get("duress"))
    await _async_note(guard, "guard.set_pin", user_id, user_id)


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/guard/pin/remove",
        probatio.Optional("user_id"): str,
        probatio.Optional(probatio.Secret("current")): _PIN,
    }
)
@_answering
async def _remove_pin(
    guard: Guard, connection: ActiveConnection, msg: Message, tier: Tier
) -> None:
    """Take a PIN away: one's own with its digits, and the owner anybody's."""
    user_id = msg.get("user_id", connection.user.id)
    if user_id != connection.user.id and tier is not Tier.OWNER:
        raise _RefusedError("not_owner")
    if tier is not Tier.OWNER and user_id in guard.store.data.pins:
        await _async_verify(guard, user_id, msg.get("current", ""))
    await guard.keypad.async_remove(user_id)
    await _async_note(guard, "guard.remove_pin", connection.user.id, user_id)


@websocket_api.websocket_command(
    {
        probatio.Required("type"): "kaizen/guard/prove",
        probatio.Required("challenge_id"): str,
        probatio.Exclusive(probatio.Secret("pin"), "proof"): _PIN,
        probatio.Exclusive("confirm", "proof"): True,
    }
)
@_answering
async def _prove(
    guard: Guard, connection: ActiveConnection, msg: Message, tier: Tier
) -> dict[str, Any]:
    """Take a proof of somebody for what they themselves wished."""
    user_id, hass = connection.user.id, guard.hass
    challenge = guard.book.get(msg["challenge_id"], guard.now)
    if challenge is None or challenge.binding.user_id != user_id:
        raise _RefusedError("no_challenge")
    caller = guard.callers[challenge.id]
    factor, duress = Factor.CONFIRM, False
    if "pin" in msg:
        factor = Factor.PIN
        duress = (await _async_verify(guard, user_id, msg["pin"])).duress
        if duress:
            guard.forced[challenge.id] = None
    proven = guard.book.prove(
        challenge.id, factor, guard.now, binding=challenge.binding, user_id=user_id
    )
    match proven:
        case None:
            raise _RefusedError("no_challenge")
        case OpenChallenge():
            return {"done": False, "missing": sorted(proven.missing)}
        case Proof():
            text = await async_carry_out(
                guard, proven, caller, hass.config.language, duress=duress
            )
            return {"done": True, "text": text}


@websocket_api.websocket_command({"type": "kaizen/guard/allow_again"})
@_answering
async def _allow_again(
    guard: Guard, connection: ActiveConnection, msg: Message, tier: Tier
) -> None:
    """End every lockout."""
    if tier is not Tier.OWNER:
        raise _RefusedError("not_owner")
    await guard.keypad.async_allow_again()
    await guard.audit.async_note(
        AuditEntry(
            kind=AuditKind.LOCKOUT, actor=connection.user.id, result=Result.RELEASED
        )
    )


@websocket_api.websocket_command({"type": "kaizen/guard/begin_anew"})
@_answering
async def _begin_anew(
    guard: Guard, connection: ActiveConnection, msg: Message, tier: Tier
) -> None:
    """Put a memory that cannot be read aside and start without PINs."""
    if tier is not Tier.OWNER:
        raise _RefusedError("not_owner")
    await guard.store.async_begin_anew()
    await _async_note(guard, "guard.begin_anew", connection.user.id, None)


async def _async_verify(guard: Guard, user_id: str, pin: str) -> Verified:
    """Check a person's own PIN."""
    verdict = await guard.keypad.async_try(pin, Guesser(user_id=user_id), {user_id})
    match verdict:
        case Verified():
            return verdict
        case Wrong():
            raise _RefusedError("wrong_pin")
        case NotTaken():
            raise _RefusedError("locked_out")


async def _async_note(guard: Guard, verb: str, actor: str, subject: str | None) -> None:
    """Record a change of the guard; one that cannot be recorded is reported as failed.

    Raises:
        HomeAssistantError: It could not be written.
    """
    await guard.audit.async_note(
        AuditEntry(kind=AuditKind.POLICY, verb=verb, actor=actor, subject=subject)
    )
