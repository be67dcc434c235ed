"""What the guard asks and says, in words: names and states from the registry, never a model's."""

from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, entity_registry as er
from homeassistant.helpers.translation import async_translate_state

from ..sentences import async_reason, async_sentence
from .command import GuardRefusedError, ProofNeededError
from .model import Action, Factor
from .proof.challenges import SECONDS, OpenChallenge
from .proof.phone import PhoneError, Question
from .runtime import Guard

_ASKED: Final = (Factor.PIN, Factor.CONFIRM, Factor.PHONE)
"""In this order, one at a time."""
_OTHER: Final = "guard_verb_other"


async def async_words(
    hass: HomeAssistant, language: str, refusal: GuardRefusedError
) -> str:
    """Return what to say to a refusal: its reason, or the question that would end it."""
    if isinstance(refusal, ProofNeededError):
        return await async_question(hass, language, refusal.challenge)
    return await async_reason(hass, language, refusal)


async def async_question(
    hass: HomeAssistant, language: str, challenge: OpenChallenge
) -> str:
    """Return the question after the next thing to be proven."""
    factor = next(factor for factor in _ASKED if factor in challenge.missing)
    return await async_say(hass, language, f"ask_{factor}", challenge.action)


async def async_say(
    hass: HomeAssistant, language: str, key: str, action: Action, **more: str
) -> str:
    """Return the sentence `spoken_guard_<key>` about an action."""
    return await async_sentence(
        hass,
        language,
        f"guard_{key}",
        action=await async_verb(hass, language, action),
        entity=name_of(hass, action.entity_id),
        state=state_of(hass, action.entity_id),
        **more,
    )


async def async_verb(hass: HomeAssistant, language: str, action: Action) -> str:
    """Return what is to be done, as people say it."""
    try:
        return await async_sentence(
            hass, language, f"guard_verb_{action.verb.replace('.', '_')}"
        )
    except KeyError:
        return await async_sentence(hass, language, _OTHER)


def name_of(hass: HomeAssistant, entity_id: str) -> str:
    """Return what an entity is called."""
    state = hass.states.get(entity_id)
    return state.name if state else entity_id


def state_of(hass: HomeAssistant, entity_id: str) -> str:
    """Return how an entity stands, in the language of the house."""
    state = hass.states.get(entity_id)
    if state is None:
        return "?"
    entry = er.async_get(hass).async_get(entity_id)
    return async_translate_state(
        hass,
        state.state,
        state.domain,
        entry.platform if entry else None,
        entry.translation_key if entry else None,
        state.attributes.get("device_class"),
    )


async def async_ask_phones(
    guard: Guard, challenge: OpenChallenge, user_ids: frozenset[str]
) -> bool:
    """Ask people on their phones; return whether any phone was reached."""
    hass, action = guard.hass, challenge.action
    language = hass.config.language
    verb = await async_verb(hass, language, action)
    question = Question(
        title=await async_sentence(hass, language, "guard_phone_title"),
        message=await async_say(
            hass, language, "phone_message", action, where=_where(guard, challenge)
        ),
        yes=await async_sentence(hass, language, "guard_phone_yes", action=verb),
        no=await async_sentence(hass, language, "guard_phone_no"),
    )
    try:
        await guard.phones.async_ask(
            challenge.id, question, user_ids, seconds=SECONDS[Factor.PHONE]
        )
    except PhoneError:
        return False
    return True


def _where(guard: Guard, challenge: OpenChallenge) -> str:
    caller = guard.callers.get(challenge.id)
    if caller and caller.area_id:
        area = ar.async_get(guard.hass).async_get_area(caller.area_id)
        if area:
            return area.name
    if satellite := challenge.binding.satellite_id:
        return name_of(guard.hass, satellite)
    return guard.hass.config.location_name
