"""Valves."""

from homeassistant.const import STATE_UNAVAILABLE
import pytest

from .rig import HubHouse


@pytest.mark.parametrize("label", ["Water Main", "Garden Tap"])
async def test_valve_moves_until_it_reports(house: HubHouse, label: str) -> None:
    """A valve takes its time and says nothing meanwhile."""
    await house.report(label, "valve", "open")
    assert house.state("valve", label, "valve").state == "open"
    assert await house.call("valve.close_valve", label, "valve", settle=False) == [
        ("close", ())
    ]
    assert house.state("valve", label, "valve").state == "closing"
    await house.settle()
    assert house.state("valve", label, "valve").state == "closed"
    await house.call("valve.open_valve", label, "valve", settle=False)
    assert house.state("valve", label, "valve").state == "opening"
    await house.settle()
    assert house.state("valve", label, "valve").state == "open"


async def test_valve_that_was_never_heard_of_is_unavailable(house: HubHouse) -> None:
    """Nobody says whether water runs when nobody knows."""
    await house.report("Water Main", "valve", None)
    assert house.state("valve", "Water Main", "valve").state == STATE_UNAVAILABLE
