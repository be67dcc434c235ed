"""Reading what a script does."""

from typing import Any

import pytest

from custom_components.kaizen.guard.ways.calls import Call, calls_in
from custom_components.kaizen.guard.ways.house import House, Runner, Step, Thing

FRONT = Thing(entity_id="lock.front", name="Front")
GARAGE = Thing(entity_id="cover.garage", name="Garage", device_class="garage")
BLIND = Thing(entity_id="cover.blind", name="Blind", device_class="blind")
OWN = Thing(entity_id="lock.own", name="Own", own=True)
ALL = Thing(
    entity_id="lock.all", name="All", members=frozenset({"lock.front", "lock.own"})
)
THINGS = {thing.entity_id: thing for thing in (FRONT, GARAGE, BLIND, OWN, ALL)}


@pytest.mark.parametrize(
    ("sequence", "verbs"),
    [
        ([{"action": "lock.unlock"}], ["lock.unlock"]),
        ([{"if": [], "then": [{"service": "lock.open"}]}], ["lock.open"]),
        (
            [{"choose": [{"sequence": [{"action": "lock.unlock"}]}], "default": []}],
            ["lock.unlock"],
        ),
        ([{"parallel": [{"sequence": [{"scene": "scene.a"}]}]}], ["scene.turn_on"]),
        (
            [{"repeat": {"count": 2, "sequence": [{"action": "lock.unlock"}]}}],
            ["lock.unlock"],
        ),
        (
            [{"device_id": "d", "domain": "cover", "type": "open", "entity_id": "x"}],
            ["cover.open_cover"],
        ),
        ([{"action": "{{ what }}"}], [None]),
        ([{"condition": "device", "domain": "lock", "type": "is_locked"}], []),
        ([{"wait_for_trigger": [{"trigger": "state"}]}, {"delay": 1}], []),
    ],
)
def test_every_branch_is_read(sequence: Any, verbs: list[str | None]) -> None:
    """Actions are found wherever they hide; what only looks is not one."""
    assert [call.verb for call in calls_in(sequence)] == verbs


@pytest.mark.parametrize(
    ("step", "target", "anything"),
    [
        (
            {"target": {"entity_id": ["lock.a", "lock.b"]}},
            {"entity_id": ("lock.a", "lock.b")},
            False,
        ),
        ({"entity_id": "lock.a"}, {"entity_id": ("lock.a",)}, False),
        ({"data": {"area_id": "hall"}}, {"area_id": ("hall",)}, False),
        ({"target": {"entity_id": "{{ door }}"}}, {}, True),
        ({"target": "{{ door }}"}, {}, True),
        ({"target": {"floor_id": ["up", object()]}}, {"floor_id": ("up",)}, True),
    ],
)
def test_targets_are_read(step: Any, target: Any, anything: bool) -> None:
    """What only a template knows may be anything."""
    (call,) = calls_in([{"action": "lock.unlock", **step}])
    assert (call.target, call.anything) == (target, anything)
    assert isinstance(call, Call)


def opened(*steps: Step, **runners: Runner) -> set[str]:
    """Return what a script with these steps opens."""
    script = Runner(entity_id="script.it", name="It", steps=steps)
    others = {runner.entity_id: runner for runner in runners.values()}
    house = House(things=THINGS, runners={"script.it": script, **others})
    return set(house.opened_by(script))


def at(verb: str | None, *entity_ids: str, **parameters: Any) -> Step:
    """Return a step."""
    return Step(verb=verb, entity_ids=frozenset(entity_ids), parameters=parameters)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (at("lock.unlock", "lock.front"), {"lock.front"}),
        (at("lock.lock", "lock.front"), set()),
        (at("lock.unlock", "lock.own"), set()),
        (at("lock.unlock", "lock.all"), {"lock.front"}),
        (at("homeassistant.turn_off", "lock.front", "cover.garage"), {"lock.front"}),
        (at("homeassistant.turn_on", "lock.front", "cover.garage"), {"cover.garage"}),
        (at("homeassistant.toggle", "lock.front"), {"lock.front"}),
        (at("cover.open_cover", "cover.blind", "cover.garage"), {"cover.garage"}),
        (at("cover.set_cover_position", "cover.garage", position=0), set()),
        (at("cover.set_cover_position", "cover.garage", position=5), {"cover.garage"}),
        (at("cover.close_cover", "cover.garage"), set()),
        (at(None, "lock.front"), {"lock.front"}),
        (at("zwave_js.set_value", "lock.front"), {"lock.front"}),
        (at("notify.send_message", "lock.front"), set()),
        (Step(verb="lock.unlock", anything=True), {"lock.front"}),
        (Step(verb="cover.open_cover", anything=True), {"cover.garage"}),
    ],
)
def test_only_what_opens_unasked_counts(step: Step, expected: set[str]) -> None:
    """Direction, class, groups and Kaizen's own entities make the difference."""
    assert opened(step) == expected


def test_what_a_script_runs_is_its_own_doing() -> None:
    """Through scripts, scenes and circles."""
    scene = Runner(
        entity_id="scene.out", name="Out", steps=(at("lock.unlock", "lock.front"),)
    )
    relay = Runner(
        entity_id="script.relay",
        name="Relay",
        steps=(at("scene.turn_on", "scene.out"), at("script.it")),
    )
    assert opened(at("script.relay"), scene=scene, relay=relay) == {"lock.front"}
    assert opened(at("script.turn_on", "script.relay"), scene=scene, relay=relay) == {
        "lock.front"
    }
