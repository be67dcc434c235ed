"""What follows when somebody taps yes or no on their phone."""

from functools import partial
from typing import Final

from homeassistant.const import ATTR_SUPPORTED_FEATURES
from homeassistant.core import callback

from .carrying_out import async_carry_out
from .model import Caller, Factor
from .proof.challenges import Proof
from .proof.phone import PhoneAnswer
from .runtime import Guard

_ANNOUNCE: Final = 1
"""`AssistSatelliteEntityFeature.ANNOUNCE`."""


@callback
def async_setup_approvals(guard: Guard) -> None:
    """Carry out what phones approve."""
    guard.on_phone = partial(_async_answered, guard)


@callback
def _async_answered(guard: Guard, answer: PhoneAnswer) -> None:
    if not answer.approved:
        guard.book.cancel_challenge(answer.challenge_id)
        return
    caller = guard.callers.get(answer.challenge_id)
    proven = guard.book.prove(
        answer.challenge_id,
        Factor.PHONE,
        guard.now,
        binding=None,
        user_id=answer.user_id,
    )
    if isinstance(proven, Proof) and caller:
        guard.hass.async_create_task(
            _async_finish(guard, proven, caller), "kaizen guard: approved by phone"
        )


async def _async_finish(guard: Guard, proof: Proof, caller: Caller) -> None:
    """Do it, and say so in the room it was wished in, if that has a voice."""
    hass = guard.hass
    text = await async_carry_out(
        guard,
        proof,
        caller,
        hass.config.language,
        duress=proof.challenge_id in guard.forced,
    )
    satellite = hass.states.get(caller.satellite_id) if caller.satellite_id else None
    if satellite and satellite.attributes.get(ATTR_SUPPORTED_FEATURES, 0) & _ANNOUNCE:
        await hass.services.async_call(
            "assist_satellite",
            "announce",
            {"entity_id": satellite.entity_id, "message": text},
        )
