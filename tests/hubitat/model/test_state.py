"""Events move the model, and it never becomes larger than the hub."""

from hypothesis import given, strategies as st
import pytest

from custom_components.kaizen.hubitat.api import EventKind, Mode, Variable
from custom_components.kaizen.hubitat.model import (
    Alert,
    Changes,
    HubState,
    Press,
    Snapshot,
    coerce,
)

from .rig import record, said, state, told

MODES = (Mode(id="1", name="Day", active=True), Mode(id="2", name="Night"))
BUTTONS = record("PushableButton", "push", numberOfButtons=2, pushed=1)


def test_an_event_changes_what_it_names() -> None:
    """Only that device, only that attribute."""
    hub = state(
        record("Switch", switch="off", power=1), record("Switch", id="2", switch="off")
    )
    changes = hub.apply(said("switch", "on"))
    assert changes.attributes == {"1": {"switch"}}
    assert hub.devices["1"].value("switch") == "on"
    assert hub.devices["2"].value("switch") == "off"


def test_a_duplicate_changes_nothing() -> None:
    """The second of two equal events is no news."""
    hub = state(record("Switch", switch="off"))
    assert hub.apply(said("switch", "on"))
    assert not hub.apply(said("switch", "on"))


def test_text_and_number_are_no_difference() -> None:
    """An event that repeats what REST said is no news."""
    hub = state(record("TemperatureMeasurement", temperature=20.0))
    assert not hub.apply(said("temperature", "20.0"))
    assert not hub.apply(said("temperature", "20"))


def test_a_new_unit_is_a_change() -> None:
    """20 °C and 20 °F are different."""
    hub = state(
        record("TemperatureMeasurement", temperature=20, units={"temperature": "°C"})
    )
    assert hub.apply(said("temperature", "20", unit="F")).attributes == {
        "1": {"temperature"}
    }
    assert hub.devices["1"].unit("temperature") == "°F"


def test_a_second_press_is_a_press() -> None:
    """A button pressed twice was pressed twice, though its value stays."""
    hub = state(BUTTONS)
    press = Press(device_id="1", attribute="pushed", button=1)
    assert hub.apply(said("pushed", "1")).presses == (press,)
    assert hub.apply(said("pushed", "1")).presses == (press,)


def test_a_touch_is_a_press() -> None:
    """A surface has no number."""
    hub = state(record("TouchSensor", touch=None))
    assert hub.apply(said("touch", "touched")).presses == (
        Press(device_id="1", attribute="touch", button=0),
    )
    assert not hub.apply(said("touch", None)).presses


def test_a_press_beyond_the_last_button_adds_buttons() -> None:
    """Drivers report three and more taps as higher buttons than they say they have."""
    hub = state(BUTTONS)
    changes = hub.apply(said("pushed", "4"))
    assert changes.reshaped == {"1"}
    assert changes.presses[0].button == 4
    assert hub.devices["1"].buttons == 4
    hub.apply(said("pushed", "9000"))
    assert hub.devices["1"].buttons == 64


@pytest.mark.parametrize("id", ["9", "", "0"])
def test_devices_not_chosen_are_ignored(id: str) -> None:
    """The event socket tells of every device of the hub."""
    hub = state(record("Switch", switch="off"))
    assert not hub.apply(said("switch", "on", id=id))
    assert set(hub.devices) == {"1"}


def test_a_rename_is_heard() -> None:
    """Events carry the label."""
    hub = state(record("Switch", label="Lamp", switch="off"))
    assert hub.apply(said("switch", "off", display_name="Reading Lamp")).renamed == {
        "1"
    }
    assert hub.devices["1"].label == "Reading Lamp"
    assert not hub.apply(said("switch", "off", display_name="Reading Lamp"))


def test_a_name_that_is_no_label_is_heard_once() -> None:
    """The hub's list settles what a device is called, and events do not unsettle it again."""
    lamp = record("Switch", label="Lamp", driver="Generic Bulb", switch="off")
    hub = state(lamp)
    assert not hub.apply(said("switch", "off", display_name="Generic Bulb"))
    hub.apply(said("switch", "off", display_name="Ghost"))
    assert hub.reconcile(Snapshot(devices=[lamp])).renamed == {"1"}
    assert hub.devices["1"].label == "Lamp"
    assert not hub.apply(said("switch", "off", display_name="Ghost"))


def test_codes_never_arrive() -> None:
    """Neither in a value nor in what is printed."""
    hub = state(record("LockCodes", lockCodes='{"1":{"name":"Anna","code":"4711"}}'))
    hub.apply(
        said("lockCodes", '{"1":{"name":"Anna","code":"0815"}}', data='{"code":"0815"}')
    )
    known = hub.devices["1"]
    assert known.numbered("lockCodes") == {1: "Anna"}
    assert "4711" not in repr(dict(known.values))
    assert "0815" not in repr(dict(known.values))


def test_modes() -> None:
    """One mode is active; one that is not known shows that more was missed."""
    hub = state(modes=MODES)
    assert hub.apply(told(EventKind.MODE, "Night")).mode
    assert hub.mode == Mode(id="2", name="Night", active=True)
    assert not hub.apply(told(EventKind.MODE, "Night"))
    assert hub.apply(told(EventKind.MODE, "Party")).reconcile
    assert hub.mode == Mode(id="2", name="Night", active=True)


def test_variables() -> None:
    """Variables follow events by their type; others are ignored."""
    hub = state(variables=[Variable(name="vacation", value=False, type="boolean")])
    assert hub.apply(told(EventKind.VARIABLE, "true", "vacation")).variables == {
        "vacation"
    }
    assert hub.variables["vacation"].value is True
    assert not hub.apply(told(EventKind.VARIABLE, "true", "vacation"))
    assert not hub.apply(told(EventKind.VARIABLE, "x", "private"))


def test_a_reboot_is_noticed() -> None:
    """Much can have happened while the hub was away."""
    changes = HubState().apply(told(EventKind.SYSTEM_START, None))
    assert changes.restarted
    assert changes.reconcile


def test_arming() -> None:
    """An exit delay is known in seconds, and over when the house is armed."""
    hub = state(hsm_asked=True, hsm="disarmed")
    hub.apply(told(EventKind.HSM, "armingAway", data=30))
    assert (hub.hsm.status, hub.hsm.exit_delay) == ("armingAway", 30)
    hub.apply(told(EventKind.HSM, "armedAway"))
    assert (hub.hsm.status, hub.hsm.exit_delay) == ("armedAway", None)
    assert not hub.apply(told(EventKind.HSM, "armedAway"))


def test_refused_arming_names_the_contacts() -> None:
    """It is no running alert."""
    changes = HubState().apply(
        told(EventKind.HSM_ALERT, "arming", description="Back Door")
    )
    assert changes.arming_failed == "Back Door"
    assert changes.alert is None


def test_alerts_run_until_they_are_ended() -> None:
    """Disarming ends an intrusion, but not a fire."""
    hub = state(hsm_asked=True, hsm="armedAway")
    changes = hub.apply(
        told(EventKind.HSM_ALERT, "intrusion", description="Hall Motion")
    )
    assert changes.alert == Alert(kind="intrusion", description="Hall Motion")
    assert not hub.apply(
        told(EventKind.HSM_ALERT, "intrusion", description="Hall Motion")
    )
    hub.apply(told(EventKind.HSM_ALERT, "smoke", description="Kitchen"))
    hub.apply(told(EventKind.HSM, "disarmed"))
    assert hub.hsm.alerts == {"smoke": "Kitchen"}
    assert hub.apply(told(EventKind.HSM_ALERT, "cancel")).hsm
    assert not hub.hsm.triggered


def test_rule_alerts_have_an_end_of_their_own() -> None:
    """Cancelling the one does not cancel the other."""
    hub = HubState()
    hub.apply(told(EventKind.HSM_ALERT, "rule", description="Freezer"))
    hub.apply(told(EventKind.HSM_ALERT, "cancel"))
    assert hub.hsm.alerts == {"rule": "Freezer"}
    hub.apply(told(EventKind.HSM_ALERT, "cancelRuleAlerts"))
    assert not hub.hsm.triggered


def test_ended_alerts_may_not_be_told() -> None:
    """After a confirmed `cancelAlerts` nothing runs, whether the hub says so or not."""
    hub = HubState()
    hub.apply(told(EventKind.HSM_ALERT, "water", description="Bath"))
    assert hub.hsm.end_alerts().hsm
    assert not hub.hsm.end_alerts()


def test_all_disarmed_is_monitoring_off() -> None:
    """Then even smoke is not watched."""
    hub = state(hsm_asked=True, hsm="allDisarmed")
    assert hub.hsm.monitoring_off is True
    assert HubState().hsm.monitoring_off is None


def test_rules() -> None:
    """Whether rules are armed is known once told."""
    hub = HubState()
    assert hub.apply(told(EventKind.HSM_RULES, "disarmedRule")).hsm
    assert hub.hsm.rules_armed is False
    assert not hub.apply(told(EventKind.HSM_RULES, "?"))


def test_other_events_are_nothing() -> None:
    """Sunsets and radio noise."""
    assert not HubState().apply(told(EventKind.OTHER, "1", "sunset"))


EVENTS = st.lists(
    st.builds(
        said,
        st.sampled_from(["switch", "level", "battery", "pushed", "lqi", "made-up"]),
        st.sampled_from(["on", "off", "1", "40", "null", None]),
        st.sampled_from(["1", "2", "3"]),
        display_name=st.sampled_from(["Thing", "Other", None]),
    )
)
HOUSE = (
    record("Switch SwitchLevel", switch="off", level=10, battery="Battery 66%"),
    record("PushableButton", id="2", pushed=None, numberOfButtons="1", battery=5),
)


@given(EVENTS)
def test_after_a_reconcile_the_model_is_the_hub(events: list[object]) -> None:
    """Whatever was lost, doubled or came late is repaired, once."""
    hub = state(*HOUSE)
    for event in events:
        hub.apply(event)  # type: ignore[arg-type]
    hub.reconcile(Snapshot(devices=HOUSE))
    for told_ in HOUSE:
        known = hub.devices[told_.id]
        assert known.label == told_.label
        assert {a: known.value(a) for a in told_.attributes} == {
            a.name: coerce(a.name, a.value) for a in told_.attributes.values()
        }
    assert not hub.reconcile(Snapshot(devices=HOUSE))


@given(EVENTS)
def test_repeating_the_last_event_is_no_news(events: list[object]) -> None:
    """Duplicates do no harm; only presses happen again."""
    hub = state(*HOUSE)
    for event in events:
        hub.apply(event)  # type: ignore[arg-type]
        again = hub.apply(event)  # type: ignore[arg-type]
        assert again == Changes(presses=again.presses)


def test_memory_stays_flat() -> None:
    """A hub can talk for years, also about what nobody declared."""
    hub = state(record("Switch", switch="off"))
    for n in range(2000):
        hub.apply(said(f"made-up-{n}", str(n), id=str(n % 3)))
    assert set(hub.devices["1"].values) == {"switch"}
    for n in range(2, 50):
        hub.apply(said("switch", "on", id=str(n - 1)))
        hub.reconcile(Snapshot(devices=[record("Switch", id=str(n), switch="off")]))
    assert not hub._reported  # noqa: SLF001
