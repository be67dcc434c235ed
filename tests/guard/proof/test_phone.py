"""A wish is confirmed on a phone: on that person's phone, once, in time, and nowhere else."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.auth.models import User
from homeassistant.components.mobile_app.const import DOMAIN as MOBILE_APP
from homeassistant.core import Context, EventOrigin, HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import (
    MockUser,
    async_fire_time_changed,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.kaizen.guard.proof.phone import (
    EVENT,
    PhoneAnswer,
    PhoneError,
    PhoneProblem,
    Phones,
    Question,
)

from .phones import Phone, PushService, async_register, async_token

CHALLENGE = "0123456789abcdef0123456789abcdef"
QUESTION = Question(
    title="Is that you?", message="Unlock the front door?", yes="Yes", no="No"
)


@dataclass(slots=True)
class House:
    """Anna and Ben with a phone each, and the guard that asks them."""

    hass: HomeAssistant
    push: PushService
    anna: Phone
    ben: Phone
    phones: Phones
    answers: list[PhoneAnswer]

    async def ask(self, *people: Phone, **options: Any) -> int:
        """Ask people, for 120 seconds."""
        user_ids = [phone.user.id for phone in people]
        sent = await self.phones.async_ask(
            CHALLENGE, QUESTION, user_ids, seconds=120, **options
        )
        await self.hass.async_block_till_done()
        return sent

    def buttons(self, phone: Phone) -> tuple[str, str]:
        """Return the yes and the no of what a phone was sent last."""
        asked = [
            push
            for push in self.push.to(phone.name)
            if "actions" in push.get("data", {})
        ]
        yes, no = asked[-1]["data"]["actions"]
        return yes["action"], no["action"]

    def cleared(self, phone: Phone) -> bool:
        """Return whether the notification was taken back."""
        first, *_, last = self.push.to(phone.name)
        tag: str = first["data"]["tag"]
        return bool(
            last["message"] == "clear_notification" and last["data"]["tag"] == tag
        )

    def device_id(self, phone: Phone) -> str:
        """Return the phone's device."""
        (entry,) = (
            entry
            for entry in self.hass.config_entries.async_entries(MOBILE_APP)
            if entry.data["webhook_id"] == phone.webhook_id
        )
        (device,) = dr.async_entries_for_config_entry(
            dr.async_get(self.hass), entry.entry_id
        )
        return device.id


@pytest.fixture
async def house(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    hass_owner_user: MockUser,
) -> AsyncGenerator[House]:
    """Return a house with two phones."""
    assert await async_setup_component(hass, MOBILE_APP, {})
    await hass.async_block_till_done()
    client = await hass_client_no_auth()
    async with PushService() as push:
        ben = await hass.auth.async_create_user("Ben", group_ids=["system-users"])
        answers: list[PhoneAnswer] = []
        phones = Phones(hass, answers.append)
        stop = phones.async_listen()
        yield House(
            hass,
            push,
            await async_register(
                hass, client, hass_owner_user, "Anna", push.for_phone("Anna")
            ),
            await async_register(hass, client, ben, "Ben", push.for_phone("Ben")),
            phones,
            answers,
        )
        stop()
        await hass.async_block_till_done(wait_background_tasks=True)


async def test_a_phone_is_asked_and_says_yes(house: House) -> None:
    """The notification has two buttons, needs an unlocked phone, and goes when it is answered."""
    assert await house.ask(house.anna) == 1
    (sent,) = house.push.pushed
    assert (sent["title"], sent["message"]) == (
        "Is that you?",
        "Unlock the front door?",
    )
    yes, no = sent["data"]["actions"]
    assert yes["authenticationRequired"] is True
    assert yes["action"].removeprefix("KAIZEN_OK_") == no["action"].removeprefix(
        "KAIZEN_NO_"
    )
    assert CHALLENGE not in str(sent)

    await house.anna.tap(yes["action"])
    await house.hass.async_block_till_done(wait_background_tasks=True)
    assert house.answers == [
        PhoneAnswer(
            challenge_id=CHALLENGE,
            approved=True,
            user_id=house.anna.user.id,
            device_id=house.device_id(house.anna),
        )
    ]
    assert house.cleared(house.anna)


async def test_a_phone_says_no(house: House) -> None:
    """That is an answer too, and the only one: a yes afterwards is none."""
    await house.ask(house.anna, house.ben)
    await house.ben.tap(house.buttons(house.ben)[1])
    await house.anna.tap(house.buttons(house.anna)[0])
    await house.hass.async_block_till_done(wait_background_tasks=True)
    assert [(answer.approved, answer.user_id) for answer in house.answers] == [
        (False, house.ben.user.id)
    ]
    assert house.cleared(house.anna)


async def test_an_answer_counts_once(house: House) -> None:
    """Played back, it finds nothing."""
    await house.ask(house.anna)
    yes, _ = house.buttons(house.anna)
    for _again in range(3):
        await house.anna.tap(yes)
    assert len(house.answers) == 1


async def test_another_person_cannot_answer(house: House) -> None:
    """Not even one who is asked as well: each phone has its own nonce."""
    await house.ask(house.anna, house.ben)
    assert house.buttons(house.anna) != house.buttons(house.ben)
    await house.ben.tap(house.buttons(house.anna)[0])
    assert not house.answers
    await house.anna.tap(house.buttons(house.anna)[0])
    assert len(house.answers) == 1


@pytest.mark.parametrize(
    "wrong",
    ["KAIZEN_OK_", "KAIZEN_OK_" + "0" * 32, "KAIZEN_XX_{}", "kaizen_ok_{}", "", "{}"],
)
async def test_only_the_nonce_answers(house: House, wrong: str) -> None:
    """A guess, half a button or another app's button is nothing."""
    await house.ask(house.anna)
    nonce = house.buttons(house.anna)[0].removeprefix("KAIZEN_OK_")
    await house.anna.tap(wrong.format(nonce))
    assert not house.answers


async def test_a_browser_cannot_answer(
    house: House, hass_ws_client: WebSocketGenerator
) -> None:
    """Anna's own session, which may fire events, is no phone."""
    await house.ask(house.anna)
    yes, _ = house.buttons(house.anna)
    token = await async_token(house.hass, house.anna.user)
    websocket = await hass_ws_client(house.hass, token)
    await websocket.send_json_auto_id(
        {"type": "fire_event", "event_type": EVENT, "event_data": {"action": yes}}
    )
    assert (await websocket.receive_json())["success"]
    await house.hass.async_block_till_done()
    assert not house.answers
    await house.anna.tap(yes)
    assert house.answers


async def test_an_automation_cannot_answer(house: House) -> None:
    """Nor a script: what they fire comes from within, whoever's context it carries."""
    await house.ask(house.anna)
    yes, _ = house.buttons(house.anna)
    house.hass.bus.async_fire(
        EVENT, {"action": yes}, context=Context(user_id=house.anna.user.id)
    )
    house.hass.bus.async_fire(EVENT, {"action": yes}, EventOrigin.remote, Context())
    house.hass.bus.async_fire(
        EVENT,
        {"action": [yes]},
        EventOrigin.remote,
        Context(user_id=house.anna.user.id),
    )
    await house.hass.async_block_till_done()
    assert not house.answers


async def test_a_late_answer_is_none(
    house: House, freezer: FrozenDateTimeFactory
) -> None:
    """After 120 seconds the notification is taken back."""
    await house.ask(house.anna)
    freezer.tick(timedelta(seconds=121))
    async_fire_time_changed(house.hass)
    await house.hass.async_block_till_done(wait_background_tasks=True)
    assert house.cleared(house.anna)
    await house.anna.tap(house.buttons(house.anna)[0])
    assert not house.answers


async def test_a_cancelled_question_is_taken_back(house: House) -> None:
    """Something else was said: the button on the phone is dead."""
    await house.ask(house.anna)
    house.phones.async_withdraw(CHALLENGE)
    await house.hass.async_block_till_done(wait_background_tasks=True)
    assert house.cleared(house.anna)
    await house.anna.tap(house.buttons(house.anna)[0])
    assert not house.answers


async def test_the_phone_the_wish_came_from_is_not_asked(house: House) -> None:
    """Whoever holds it would only confirm to themselves."""
    assert (
        await house.ask(
            house.anna, house.ben, asker_device_id=house.device_id(house.anna)
        )
        == 1
    )
    assert not house.push.to("Anna")
    with pytest.raises(PhoneError) as failed:
        await house.ask(house.anna, asker_device_id=house.device_id(house.anna))
    assert failed.value.problem is PhoneProblem.NO_PHONE


async def test_who_may_not_log_in_is_not_asked(house: House) -> None:
    """The app's webhook outlives the account's being switched off."""
    await house.hass.auth.async_deactivate_user(house.ben.user)
    with pytest.raises(PhoneError) as failed:
        await house.ask(house.ben)
    assert failed.value.problem is PhoneProblem.NO_PHONE


async def test_two_phones_of_one_name_are_never_mixed_up(house: House) -> None:
    """They share one action, which reaches one of them: only that one's person is asked on it."""
    mallory: User = await house.hass.auth.async_create_user(
        "Mallory", group_ids=["system-users"]
    )
    await async_register(
        house.hass, house.anna.client, mallory, "Anna", house.push.for_phone("Mallory")
    )
    with pytest.raises(PhoneError) as failed:
        await house.ask(house.anna)
    assert failed.value.problem is PhoneProblem.NO_PHONE
    assert not house.push.pushed


async def test_without_a_phone_it_says_so(
    house: House, hass_read_only_user: MockUser
) -> None:
    """Nobody with the app, one who takes no notifications, and one nobody knows."""
    await async_register(house.hass, house.anna.client, hass_read_only_user, "Old", {})
    for user_ids in ([], [hass_read_only_user.id], ["nobody"]):
        with pytest.raises(PhoneError) as failed:
            await house.phones.async_ask(CHALLENGE, QUESTION, user_ids, seconds=120)
        assert failed.value.problem is PhoneProblem.NO_PHONE


async def test_a_phone_out_of_reach_is_said_to_be(
    house: House, hass_read_only_user: MockUser
) -> None:
    """It takes notifications over its own connection alone, and is not connected."""
    local = {"push_websocket_channel": True}
    await async_register(
        house.hass, house.anna.client, hass_read_only_user, "Tablet", local
    )
    with pytest.raises(PhoneError) as failed:
        await house.phones.async_ask(
            CHALLENGE, QUESTION, [hass_read_only_user.id], seconds=120
        )
    assert failed.value.problem is PhoneProblem.UNREACHABLE


async def test_without_the_app_integration_it_says_so(hass: HomeAssistant) -> None:
    """A house that has never seen the app."""
    with pytest.raises(PhoneError) as failed:
        await Phones(hass, print).async_ask(CHALLENGE, QUESTION, ["anna"], seconds=120)
    assert failed.value.problem is PhoneProblem.NO_PHONE


async def test_a_new_house_knows_no_old_question(house: House) -> None:
    """After a restart a button of before is dead."""
    await house.ask(house.anna)
    yes, _ = house.buttons(house.anna)
    answers: list[PhoneAnswer] = []
    stop = Phones(house.hass, answers.append).async_listen()
    house.phones.async_withdraw(CHALLENGE)
    await house.anna.tap(yes)
    stop()
    assert not answers
    assert not house.answers
