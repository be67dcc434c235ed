"""Asks a person on their phone: a notification with two buttons.

Each phone gets a nonce of its own, so an answer says which phone it came from. Three things must agree:
the nonce, that the person behind the event is the one the phone belongs to, and that it came from
outside: the app answers through its webhook (`mobile_app/webhook.py`, `EventOrigin.remote`), while a
script, an automation or a websocket's `fire_event` fires events of local origin. REST's `/api/events`
claims to be from outside too; who can see the nonce on the bus could answer there without the phone.
"""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
import secrets
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventOrigin,
    HassJob,
    HomeAssistant,
    callback,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.http import current_request

from ...const import DOMAIN

EVENT: Final = "mobile_app_notification_action"
MOBILE_APP: Final = "mobile_app"
OK: Final = "KAIZEN_OK_"
NO: Final = "KAIZEN_NO_"
_EVENTS: Final = "/api/events/"
MOST_ASKED: Final = 32
"""Challenges on phones at once."""


class PhoneProblem(StrEnum):
    """Why no phone can be asked; each has a text in `exceptions.guard_phone_*`."""

    NO_PHONE = "no_phone"
    UNREACHABLE = "unreachable"
    """There is one, but nothing could be sent to it."""


class PhoneError(HomeAssistantError):
    """Nobody could be asked on a phone."""

    def __init__(self, problem: PhoneProblem) -> None:
        """Fail because of `problem`."""
        super().__init__(
            translation_domain=DOMAIN, translation_key=f"guard_phone_{problem}"
        )
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the notification says."""

    title: str
    message: str
    yes: str
    no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneAnswer:
    """What a person tapped."""

    challenge_id: str
    approved: bool
    user_id: str
    device_id: str
    """The phone in Home Assistant's device registry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phone:
    action: str
    """Its `notify` action."""
    user_id: str
    device_id: str


@dataclass(slots=True, kw_only=True)
class _Asked:
    phones: dict[str, _Phone] = field(repr=False)
    """By nonce."""
    forget: CALLBACK_TYPE


class Phones:
    """Challenges that wait on phones."""

    def __init__(
        self, hass: HomeAssistant, on_answer: Callable[[PhoneAnswer], None]
    ) -> None:
        """Hand answers to `on_answer`, each challenge's once."""
        self._hass = hass
        self._on_answer = on_answer
        self._asked: dict[str, _Asked] = {}

    @callback
    def async_listen(self) -> CALLBACK_TYPE:
        """Listen for answers; return what ends it and takes back all questions."""
        stop = self._hass.bus.async_listen(EVENT, self._async_answered)

        @callback
        def end() -> None:
            stop()
            for challenge_id in list(self._asked):
                self.async_withdraw(challenge_id)

        return end

    async def async_ask(
        self,
        challenge_id: str,
        question: Question,
        user_ids: Collection[str],
        *,
        seconds: float,
        asker_device_id: str | None = None,
    ) -> int:
        """Ask these people on all their phones but the one the wish came from; return how many phones.

        Raises:
            PhoneError: There is none, or none could be reached.
        """
        phones = {
            secrets.token_hex(16): phone
            for phone in await self._async_phones(user_ids)
            if phone.device_id != asker_device_id
        }
        if not phones:
            raise PhoneError(PhoneProblem.NO_PHONE)
        self._async_remember(challenge_id, phones, seconds)
        sent = await asyncio.gather(
            *(
                self._async_send(
                    phone,
                    question.message,
                    question.title,
                    _data(challenge_id, nonce, question, seconds),
                )
                for nonce, phone in phones.items()
            )
        )
        if not any(sent):
            self.async_withdraw(challenge_id)
            raise PhoneError(PhoneProblem.UNREACHABLE)
        return sum(sent)

    @callback
    def async_withdraw(self, challenge_id: str) -> None:
        """Take a question back from all phones it is on; no answer to it counts any more."""
        asked = self._asked.pop(challenge_id, None)
        if asked is None:
            return
        asked.forget()
        for phone in asked.phones.values():
            self._hass.async_create_background_task(
                self._async_send(
                    phone, "clear_notification", None, {"tag": _tag(challenge_id)}
                ),
                "kaizen guard: clear notification",
            )

    @callback
    def _async_remember(
        self, challenge_id: str, phones: dict[str, _Phone], seconds: float
    ) -> None:
        @callback
        def too_late(now: datetime) -> None:
            self.async_withdraw(challenge_id)

        self.async_withdraw(challenge_id)
        while len(self._asked) >= MOST_ASKED:
            self.async_withdraw(next(iter(self._asked)))
        job = HassJob(too_late, cancel_on_shutdown=True)
        self._asked[challenge_id] = _Asked(
            phones=phones, forget=async_call_later(self._hass, seconds, job)
        )

    @callback
    def _async_answered(self, event: Event[dict[str, Any]]) -> None:
        action = event.data.get("action")
        if event.origin is not EventOrigin.remote or not isinstance(action, str):
            return
        request = current_request.get()
        if request is not None and request.path.startswith(_EVENTS):
            return
        prefix, nonce = action[: len(OK)], action[len(OK) :]
        for challenge_id, asked in list(self._asked.items()):
            phone = asked.phones.get(nonce)
            if phone is None or prefix not in (OK, NO):
                continue
            if event.context.user_id != phone.user_id:
                return
            self.async_withdraw(challenge_id)
            self._on_answer(
                PhoneAnswer(
                    challenge_id=challenge_id,
                    approved=prefix == OK,
                    user_id=phone.user_id,
                    device_id=phone.device_id,
                )
            )

    async def _async_phones(self, user_ids: Collection[str]) -> list[_Phone]:
        """Find the phones of users who may still log in: a webhook outlives that."""
        if MOBILE_APP not in self._hass.config.components:
            return []
        users = [
            await self._hass.auth.async_get_user(user_id) for user_id in set(user_ids)
        ]
        active = {user.id for user in users if user and user.is_active}
        found = (
            self._phone(entry)
            for entry in self._hass.config_entries.async_loaded_entries(MOBILE_APP)
            if entry.data.get("user_id") in active
        )
        return [phone for phone in found if phone]

    def _phone(self, entry: ConfigEntry) -> _Phone | None:
        """Return the phone of a registration, if exactly it is behind a `notify` action.

        Two phones of one name share an action that reaches only one of them, maybe another person's.
        """
        from homeassistant.components.mobile_app.util import get_notify_service  # noqa: PLC0415

        action = get_notify_service(self._hass, entry.data["webhook_id"])
        device = dr.async_get(self._hass).async_get_device_by_identifier(
            (MOBILE_APP, entry.data["device_id"]), entry.entry_id
        )
        if action is None or device is None:
            return None
        return _Phone(action=action, user_id=entry.data["user_id"], device_id=device.id)

    async def _async_send(
        self, phone: _Phone, message: str, title: str | None, data: dict[str, Any]
    ) -> bool:
        content = {"message": message, "data": data} | (
            {"title": title} if title else {}
        )
        try:
            await self._hass.services.async_call(
                "notify", phone.action, content, blocking=True
            )
        except HomeAssistantError, TimeoutError:
            return False
        return True


def _data(
    challenge_id: str, nonce: str, question: Question, seconds: float
) -> dict[str, Any]:
    """Return what the companion apps read; what one does not know it leaves alone.

    `authenticationRequired` asks iOS to unlock before a button counts, `visibility: secret` keeps
    Android from showing the notification on a locked screen at all.
    """
    return {
        "tag": _tag(challenge_id),
        "group": "kaizen-guard",
        "actions": [
            {
                "action": f"{OK}{nonce}",
                "title": question.yes,
                "authenticationRequired": True,
            },
            {"action": f"{NO}{nonce}", "title": question.no, "destructive": True},
        ],
        "push": {"interruption-level": "time-sensitive"},
        "visibility": "secret",
        "priority": "high",
        "ttl": 0,
        "timeout": int(seconds),
    }


def _tag(challenge_id: str) -> str:
    """Return what the notification is called on the phone; the id itself stays in the house."""
    return f"kaizen-guard-{challenge_id[:8]}"
