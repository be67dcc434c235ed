"""The entities of the hub itself."""

from typing import Any

import pytest

from custom_components.kaizen.hubitat.api import Mode, Variable
from custom_components.kaizen.hubitat.model import (
    Feature as F,
    HubState,
    Unknown,
    hub_blueprints,
)

from .rig import state


def test_a_hub_without_anything_has_nothing() -> None:
    """HSM may not be installed, or not be allowed."""
    assert hub_blueprints(HubState()) == ()
    assert hub_blueprints(state(hsm_asked=True), variables=True) == ()


def test_hsm() -> None:
    """Disarming and cancelling pass the guard, arming does not; `disarmAll` is never used."""
    found = {b.key: b for b in hub_blueprints(state(hsm_asked=True, hsm="disarmed"))}
    assert {k: b.platform for k, b in found.items()} == {
        "hsm": "alarm_control_panel",
        "hsm_monitoring_off": "binary_sensor",
        "hsm_alert": "event",
        "hsm_cancel_alerts": "button",
    }
    panel = found["hsm"]
    assert panel.features == {F.ARM_AWAY, F.ARM_HOME, F.ARM_NIGHT}
    assert panel.commands == {"armAway", "armHome", "armNight", "disarm"}
    assert panel.guard.asks("disarm")
    assert not panel.guard.asks("armAway")
    assert panel.when_unknown is Unknown.UNAVAILABLE
    assert found["hsm_monitoring_off"].device_class == "safety"
    assert found["hsm_monitoring_off"].on == {"allDisarmed"}
    assert found["hsm_cancel_alerts"].guard.asks("cancelAlerts")
    assert "arming_failed" in found["hsm_alert"].options


def test_modes() -> None:
    """A select of their names."""
    (select,) = hub_blueprints(
        state(modes=[Mode(id="1", name="Day"), Mode(id="2", name="Night")])
    )
    assert (select.platform, select.options) == ("select", ("Day", "Night"))


@pytest.mark.parametrize(
    ("kind", "value", "platform", "more"),
    [
        ("string", "x", "text", {}),
        ("number", 1, "number", {"step": 1}),
        ("decimal", 1.5, "number", {"step": 0.001}),
        ("boolean", True, "switch", {}),
        (
            "datetime",
            "2026-11-20T07:10:00.000+0000",
            "sensor",
            {"device_class": "timestamp"},
        ),
    ],
)
def test_variables(kind: str, value: Any, platform: str, more: dict[str, Any]) -> None:
    """A variable is what its type is, under its own name, and only if wanted."""
    hub = state(variables=[Variable(name="My Var", value=value, type=kind)])
    assert hub_blueprints(hub) == ()
    (entity,) = hub_blueprints(hub, variables=True)
    assert (entity.platform, entity.key, entity.name) == (
        platform,
        "variable_My Var",
        "My Var",
    )
    assert entity.commands == (set() if platform == "sensor" else {"setVariable"})
    for name, expected in more.items():
        assert getattr(entity, name) == expected
