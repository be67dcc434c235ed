"""The simulated safety monitor arms, refuses, alarms and is silenced as the documents say."""

from collections.abc import AsyncGenerator

import pytest

from .hubitat import HubSimulator, Visitor

pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture
async def hub() -> AsyncGenerator[HubSimulator]:
    """Run a hub."""
    async with HubSimulator() as running:
        yield running


@pytest.fixture
async def visitor(hub: HubSimulator) -> AsyncGenerator[Visitor]:
    """Listen to it."""
    async with Visitor(hub) as visiting:
        await visiting.listen()
        yield visiting


async def test_arming_away_waits_for_those_who_leave(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """Arming comes first, with the delay in the event's data; armed follows."""
    assert (await visitor.get("/hsm/armAway")).json == {"hsm": "armingAway"}
    await hub.advance(29)
    assert hub.hsm.status == "armingAway"
    await hub.settle()

    assert [(e["name"], e["value"], e["data"]) for e in visitor.events] == [
        ("hsmStatus", "armingAway", "30"),
        ("hsmStatus", "armedAway", None),
    ]


async def test_arming_is_refused_while_something_stands_open(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """The status stays, an alert names the contact."""
    window = hub.find("Kitchen Window").id
    hub.report(window, "contact", "open")
    answer = await visitor.get("/hsm/armHome")
    await hub.settle()

    assert answer.json == {"hsm": "disarmed"}
    assert visitor.heard() == [("hsmAlert", "arming")]
    assert visitor.events[-1]["descriptionText"] == "Kitchen Window"


async def test_a_window_opened_while_armed_is_an_intrusion(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """One alert, which disarming ends; /hsm cannot tell that it is running."""
    await visitor.get("/hsm/armNight")
    hub.report(hub.find("Kitchen Window").id, "contact", "open")
    hub.report(hub.find("Guest Window").id, "contact", "open")
    assert (await visitor.get("/hsm")).json == {"hsm": "armedNight"}
    await visitor.get("/hsm/disarm")
    await hub.settle()

    assert visitor.heard() == [
        ("hsmStatus", "armedNight"),
        ("hsmAlert", "intrusion-night"),
        ("hsmAlert", "cancel"),
        ("hsmStatus", "disarmed"),
    ]


async def test_smoke_and_water_count_even_when_disarmed_unless_all_is(
    hub: HubSimulator, visitor: Visitor
) -> None:
    """Only disarmAll ends the watch over fire and water."""
    hub.report(hub.find("Hall Smoke").id, "smoke", "detected")
    assert hub.hsm.alert == "smoke"
    await visitor.get("/hsm/cancelAlerts")
    await visitor.get("/hsm/disarmAll")
    hub.report(hub.find("Bath Leak").id, "water", "wet")
    await hub.settle()

    assert hub.hsm.alert is None
    assert visitor.heard() == [
        ("hsmAlert", "smoke"),
        ("hsmAlert", "cancel"),
        ("hsmStatus", "allDisarmed"),
        ("hsmRules", "disarmedRule"),
    ]
