"""The blueprints, made into a script and an automation and run."""

import asyncio
from pathlib import Path
import shutil
from typing import Any

from homeassistant.core import Context, HomeAssistant, ServiceCall, callback
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.setup import async_setup_component
import pytest

from custom_components.kaizen.security import async_match_sentence

from .rig import asked, expose
from .test_sentences import said

from tests.hubitat.entities.rig import HubHouse
from tests.simulators.hubitat import Fault

BLUEPRINTS = Path(__file__).parents[2] / "blueprints"


async def install(house: HubHouse, folder: Path, domain: str, config: Any) -> None:
    """Let Home Assistant read the blueprints of Kaizen and use one."""
    house.hass.config.config_dir = str(folder)
    shutil.copytree(BLUEPRINTS, folder / "blueprints", dirs_exist_ok=True)
    assert await async_setup_component(house.hass, domain, {domain: config})
    await house.hass.async_block_till_done()


@pytest.fixture
def announced(hass: HomeAssistant) -> list[str]:
    """Return what a satellite has been told to say."""
    words: list[str] = []

    async def announce(call: ServiceCall) -> None:
        words.append(call.data["message"])

    hass.services.async_register("assist_satellite", "announce", announce)
    return words


@pytest.fixture
async def script(house: HubHouse, tmp_path: Path, announced: list[str]) -> str:
    """Return the good night script of this house."""
    inputs = {
        "lights": {"area_id": ["kitchen"]},
        "thermostats": [house.entity_id("climate", "Living Thermostat", "thermostat")],
        "temperature": 16,
        "speakers": ["assist_satellite.bedroom"],
    }
    use = {"path": "kaizen/good_night.yaml", "input": inputs}
    await install(house, tmp_path, "script", {"bedtime": {"use_blueprint": use}})
    assert house.hass.states.get("script.bedtime") is not None
    return "script.bedtime"


async def run(house: HubHouse) -> dict[str, Any]:
    """Run the script as a person does, and return its response."""
    response = await asked(
        house,
        house.hass.services.async_call(
            "script",
            "bedtime",
            blocking=True,
            return_response=True,
            context=Context(),
        ),
    )
    await house.settle()
    return dict(response)


@pytest.mark.usefixtures("script")
async def test_good_night(house: HubHouse, announced: list[str]) -> None:
    """Dark, cool, locked, armed, and silent because nothing refused."""
    await house.call("light.turn_on", "Kitchen Ceiling", "light")
    await house.report("Front Door", "lock", "unlocked")
    await house.call("cover.open_cover", "Garage Door", "door")
    response = await run(house)
    assert house.state("light", "Kitchen Ceiling", "light").state == "off"
    climate = house.state("climate", "Living Thermostat", "thermostat")
    assert climate.attributes["temperature"] == pytest.approx(16, abs=0.6)
    assert house.state("lock", "Front Door", "lock").state == "locked"
    assert house.state("cover", "Garage Door", "door").state == "closed"
    assert house.state("alarm_control_panel", None, "hsm").state == "armed_night"
    assert response["complete"] is True
    assert announced == []


@pytest.mark.usefixtures("script")
async def test_good_night_says_what_refused(
    house: HubHouse, announced: list[str]
) -> None:
    """A bolt that jams and an open window are heard in the bedroom."""
    await house.report("Front Door", "lock", "unlocked")
    await house.report("Kitchen Window", "contact", "open")
    await house.hub.fault(Fault.LOCK_JAMS)
    response = await run(house)
    assert announced == [response["say"]]
    assert "Front Door (Hallway) is jammed." in response["say"]
    assert "Kitchen Window" in response["say"]
    assert house.state("alarm_control_panel", None, "hsm").state == "disarmed"


async def test_saying_good_night_runs_an_exposed_script(
    house: HubHouse, script: str
) -> None:
    """The words do what the owner has chosen; without a script they lock, and arm nothing."""
    await house.report("Front Door", "lock", "unlocked")
    expose(house.hass, script, to=False)
    said_it = async_match_sentence(house.hass, said("good night"))
    response = await asked(house, said_it)
    assert house.state("lock", "Front Door", "lock").state == "locked"
    assert house.state("alarm_control_panel", None, "hsm").state == "disarmed"
    expose(house.hass, script)
    response = await asked(house, async_match_sentence(house.hass, said("good night")))
    assert house.state("alarm_control_panel", None, "hsm").state == "armed_night"
    assert "armed for the night" in response.speech["plain"]["speech"]


async def test_everyone_left(house: HubHouse, tmp_path: Path) -> None:
    """The last one out finds the house locked, and on the phone what is not."""
    hass, messages = house.hass, []

    async def send(call: ServiceCall) -> None:
        messages.append(call.data["message"])

    hass.services.async_register("notify", "send_message", send)
    people = ["person.anna", "person.ben"]
    for person in people:
        hass.states.async_set(person, "home")
    inputs = {"people": people, "minutes": 0, "phones": ["notify.anna"]}
    use = {"path": "kaizen/everyone_left.yaml", "input": inputs}
    await install(house, tmp_path, "automation", {"use_blueprint": use})
    await house.report("Front Door", "lock", "unlocked")
    hass.states.async_set("person.anna", "not_home")
    await house.settle()
    assert house.state("lock", "Front Door", "lock").state == "unlocked"
    armed = asyncio.Event()
    panel = house.entity_id("alarm_control_panel", None, "hsm")
    async_track_state_change_event(hass, panel, callback(lambda _: armed.set()))
    hass.states.async_set("person.ben", "not_home")
    await asked(house, armed.wait())
    assert house.state("lock", "Front Door", "lock").state == "locked"
    assert house.hub.hsm.status in ("armingAway", "armedAway")
    assert messages == []
