"""The simulated house has what the capability table lists, its oddities, and any size."""

import asyncio
import json
from pathlib import Path
import sys

import aiohttp
import pytest

from .hubitat import ROOMS, SIZE, fleet
from .hubitat.capabilities import CAPABILITIES

ROOT = Path(__file__).parents[2]


def test_the_house_has_74_devices_in_12_rooms() -> None:
    """Every room is used, some devices are in none."""
    devices = fleet()

    assert len(devices) == SIZE == 74
    assert {device.room for device in devices} == {*ROOMS, None}
    assert len({device.id for device in devices}) == 74


def test_every_capability_is_somewhere() -> None:
    """The table has no row that no device shows, and one device shows what no table has."""
    shown = {name for device in fleet() for name in device.capabilities}

    assert set(CAPABILITIES) - shown <= {"Initialize"}
    assert shown - set(CAPABILITIES) == {"RobotMower"}


def test_the_house_is_odd_where_houses_are() -> None:
    """Duplicate labels, nulls, two units, sealed codes, a battery that talks, a command defined twice."""
    devices = fleet()
    labels = [device.label for device in devices]
    named = {device.label: device for device in devices}
    units = {
        a.unit
        for d in devices
        for a in d.attributes.values()
        if a.name == "temperature"
    }

    assert labels.count("Lamp") == 2
    assert named["Doorbell"].value("switch") is None
    assert units == {"°C", "°F", None}
    assert not named["Back Door"].value("lockCodes").startswith("{")
    assert json.loads(named["Front Door"].value("lockCodes"))["1"]["code"]
    assert named["Washer Vibration"].value("battery") == "Battery 66%"
    commands = [command.name for command in named["Towel Heater"].commands]
    assert commands.count("boost") == 2


@pytest.mark.parametrize("size", [1, 1000])
def test_a_house_can_have_any_size(size: int) -> None:
    """The same seed gives the same house."""
    devices = fleet(size, seed=7)

    assert len({device.id for device in devices}) == size
    assert [d.id for d in devices] == [d.id for d in fleet(size, seed=7)]


@pytest.mark.usefixtures("socket_enabled")
async def test_a_hub_runs_as_a_process_of_its_own() -> None:
    """It needs nothing of Home Assistant, and is told by its control port what to do."""
    module = "tests.simulators.hubitat"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _ALONE.format(module=module), stdout=-1, cwd=ROOT
    )
    assert process.stdout is not None
    try:
        where = json.loads(await process.stdout.readline())
        async with aiohttp.ClientSession(where["control"]) as control:
            state = await (await control.get("/state")).json()
            lamp = next(d for d, label in state["devices"].items() if label == "Lamp")
            report = {"device": lamp, "attribute": "switch", "value": "on"}
            assert (await control.post("/report", json=report)).status == 200
            truth = await (await control.get("/truth")).json()
            assert truth[lamp]["switch"] == "on"
            assert (await control.post("/fault", json={"id": "nonsense"})).status == 400
            broken = await control.post("/fault", json={"id": "app_disabled"})
            assert broken.status == 200
            maker = f"{where['url']}/apps/api/{where['app_id']}/devices"
            headers = {"Authorization": f"Bearer {where['token']}"}
            assert (await control.get(maker, headers=headers)).status == 500
            journal = await (await control.get("/journal")).json()
            assert [r["status"] for r in journal["requests"]] == [500]
            assert journal["requests"][0]["fault"] == "app_disabled"
    finally:
        process.terminate()
        await process.wait()
    assert process.returncode == 0


_ALONE = """
import runpy, sys
for name in ("homeassistant", "pytest", "custom_components"):
    sys.modules[name] = None
sys.argv = ["hubitat", "--realtime"]
runpy.run_module("{module}", run_name="__main__")
"""
