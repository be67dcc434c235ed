"""What the hub answers when asked, and what changed since."""

from typing import Any

from custom_components.kaizen.hubitat.api import EventKind, Mode, Room, Variable
from custom_components.kaizen.hubitat.model import HubState, Snapshot

from .rig import record, said, state, told

LAMP = record("Switch", "on off", label="Lamp", room="Hall", switch="off")


def _sets(*ids: str) -> tuple[frozenset[str], ...]:
    return tuple(map(frozenset, ids))


def test_the_first_answer_adds_everything() -> None:
    """Nothing is a repair yet."""
    hub = HubState()
    changes = hub.reconcile(Snapshot(devices=[LAMP], hsm_asked=True, hsm="disarmed"))
    assert changes.added == {"1"}
    assert not changes.repaired
    assert changes.hsm
    assert hub.devices["1"].room == "Hall"


def test_the_same_answer_is_no_news() -> None:
    """However often it is given."""
    hub = state(LAMP, modes=[Mode(id="1", name="Day", active=True)])
    assert not hub.reconcile(
        Snapshot(devices=[LAMP], modes=[Mode(id="1", name="Day", active=True)])
    )


def test_lost_events_are_repaired() -> None:
    """The difference is what no event told."""
    hub = state(LAMP)
    changes = hub.reconcile(
        Snapshot(
            devices=[record("Switch", "on off", label="Lamp", room="Hall", switch="on")]
        )
    )
    assert changes.repaired == changes.attributes == {"1": {"switch"}}


def test_a_lost_press_is_not_made_up_for() -> None:
    """A press from minutes ago must not start anything now."""
    hub = state(record("PushableButton", pushed=1))
    assert not hub.reconcile(
        Snapshot(devices=[record("PushableButton", pushed=2)])
    ).presses


def test_devices_come_and_go() -> None:
    """What is gone is forgotten."""
    hub = state(LAMP)
    hub.apply(said("switch", "on"))
    changes = hub.reconcile(Snapshot(devices=[record("Switch", id="2", switch="on")]))
    assert (changes.added, changes.removed) == (frozenset("2"), frozenset("1"))
    assert set(hub.devices) == {"2"}
    assert not hub.apply(said("switch", "off"))


def test_a_hub_without_devices_is_not_believed() -> None:
    """A hub that has just booted must not empty the house."""
    hub = state(LAMP)
    changes = hub.reconcile(Snapshot(devices=[]))
    assert changes.implausible
    assert not changes.removed
    assert set(hub.devices) == {"1"}


def test_names_rooms_and_drivers_follow() -> None:
    """Each is told apart from the others."""
    hub = state(LAMP)
    same: dict[str, Any] = {"label": "Lamp", "room": "Hall", "switch": "off"}
    renamed = hub.reconcile(
        Snapshot(devices=[record("Switch", "on off", **{**same, "label": "Light"})])
    )
    assert (renamed.renamed, renamed.moved, renamed.reshaped) == _sets("1", "", "")
    moved = hub.reconcile(
        Snapshot(
            devices=[
                record("Switch", "on off", **{**same, "label": "Light", "room": None})
            ]
        )
    )
    assert (moved.renamed, moved.moved, moved.reshaped) == _sets("", "1", "")
    dimmer = record(
        "Switch SwitchLevel",
        "on off setLevel",
        driver="Dimmer",
        label="Light",
        level=5,
        switch="off",
    )
    reshaped = hub.reconcile(Snapshot(devices=[dimmer]))
    assert (reshaped.renamed, reshaped.moved, reshaped.reshaped) == _sets("", "", "1")


def test_another_driver_leaves_nothing_behind() -> None:
    """Values of attributes that are gone are gone."""
    hub = state(LAMP)
    hub.reconcile(
        Snapshot(devices=[record("ContactSensor", driver="Other", contact="open")])
    )
    assert set(hub.devices["1"].values) == {"contact"}


def test_more_speeds_are_another_shape() -> None:
    """Entities have to be looked at again."""
    hub = state(record("FanControl", "setSpeed", supportedFanSpeeds=None))
    assert hub.apply(said("supportedFanSpeeds", '["low","high"]')).reshaped == {"1"}


def test_rooms_may_come_in_a_list_of_their_own() -> None:
    """Older firmware does not name a device's room."""
    hub = state(
        record("Switch", switch="on"),
        rooms=[Room(id="7", name="Attic", device_ids=frozenset({"1", "99"}))],
    )
    assert hub.devices["1"].room == "Attic"


def test_what_is_reported_while_asking_stays() -> None:
    """The answer may be older than the event; only the hub knows, and is asked about that device again."""
    hub = state(LAMP, record("Switch", id="2", switch="off"))
    mark = hub.mark()
    hub.apply(said("switch", "on"))
    answer = Snapshot(devices=[LAMP, record("Switch", id="2", switch="on")])
    changes = hub.reconcile(answer, since=mark)
    assert hub.devices["1"].value("switch") == "on"
    assert changes.contested == {"1"}
    assert changes.repaired == {"2": {"switch"}}
    assert hub.refresh(LAMP, since=hub.mark()).repaired == {"1": {"switch"}}
    assert hub.devices["1"].value("switch") == "off"


def test_an_event_the_answer_confirms_is_not_contested() -> None:
    """Then both are the same."""
    hub = state(LAMP)
    mark = hub.mark()
    hub.apply(said("switch", "off"))
    assert not hub.reconcile(Snapshot(devices=[LAMP]), since=mark)


def test_mode_and_hsm_reported_while_asking_stay() -> None:
    """The hub is to be asked again."""
    day = (Mode(id="1", name="Day", active=True), Mode(id="2", name="Night"))
    hub = state(modes=day, hsm_asked=True, hsm="disarmed")
    mark = hub.mark()
    hub.apply(told(EventKind.MODE, "Night"))
    hub.apply(told(EventKind.HSM, "armedNight"))
    changes = hub.reconcile(
        Snapshot(modes=day, hsm_asked=True, hsm="disarmed"), since=mark
    )
    assert changes.reconcile
    assert (hub.mode or day[0]).name == "Night"
    assert hub.hsm.status == "armedNight"
    assert hub.reconcile(Snapshot(modes=day, hsm_asked=True, hsm="disarmed")).mode
    assert hub.hsm.status == "disarmed"


def test_an_unanswered_question_changes_nothing() -> None:
    """Modes that could not be read are not gone."""
    hub = state(
        LAMP,
        modes=[Mode(id="1", name="Day", active=True)],
        hsm_asked=True,
        hsm="armedHome",
    )
    assert not hub.reconcile(Snapshot())
    assert hub.hsm.status == "armedHome"


def test_hsm_can_be_taken_off_the_hub() -> None:
    """Asked, and none there."""
    hub = state(hsm_asked=True, hsm="armedHome")
    assert hub.reconcile(Snapshot(hsm_asked=True)).hsm
    assert hub.hsm.status is None


def test_being_disarmed_ends_an_intrusion_nobody_told_the_end_of() -> None:
    """The event was lost, the status was not."""
    hub = state(hsm_asked=True, hsm="armedAway")
    hub.apply(told(EventKind.HSM_ALERT, "intrusion", description="Hall"))
    hub.reconcile(Snapshot(hsm_asked=True, hsm="disarmed"))
    assert not hub.hsm.triggered


def test_variables_come_go_and_change_their_type() -> None:
    """Values and shape are told apart."""
    hub = state(variables=[Variable(name="a", value=1, type="number")])
    assert hub.reconcile(
        Snapshot(variables=[Variable(name="a", value=2, type="number")])
    ).variables == {"a"}
    changes = hub.reconcile(
        Snapshot(
            variables=[Variable(name="a", value="2", type="string"), Variable(name="b")]
        )
    )
    assert changes.variables_reshaped
    assert set(hub.variables) == {"a", "b"}


def test_changes_add_up() -> None:
    """Two are told as one."""
    hub = state(LAMP, record("Switch", id="2", switch="off"))
    both = hub.apply(said("switch", "on")) | hub.apply(said("switch", "on", id="2"))
    assert both.attributes == {"1": {"switch"}, "2": {"switch"}}
    assert both.devices == {"1", "2"}
