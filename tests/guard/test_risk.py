"""What an action gives up depends on its direction; what nobody knows gives up everything."""

from collections.abc import Mapping

from homeassistant.components.cover import CoverDeviceClass
from hypothesis import given, strategies as st
import pytest

from custom_components.kaizen.guard.model import Risk
from custom_components.kaizen.guard.risk import COVERS, DOMAINS, Known, risk_of, toggles

READ, COMFORT, SECURING, SENSITIVE, UNSECURING = Risk
LOCK = Known(domain="lock", state="locked")
GARAGE = Known(domain="cover", device_class="garage", state="open", position=40)
SHUT = Known(domain="cover", device_class="garage", state="closed", position=0)
SHADE = Known(domain="cover", device_class="shade", state="closed", position=0)
BARE = Known(domain="cover", state="open", position=40)
WINDOW = Known(domain="cover", device_class="window", state="closed", position=0)
WATER = Known(domain="valve", device_class="water", state="closed", position=0)
GAS = Known(domain="valve", device_class="gas", state="closed", position=0)


def panel(state: str) -> Known:
    """Return an alarm panel."""
    return Known(domain="alarm_control_panel", state=state)


@pytest.mark.parametrize(
    ("verb", "known", "risk"),
    [
        ("lock.lock", LOCK, SECURING),
        ("lock.unlock", LOCK, UNSECURING),
        ("LOCK.Unlock ", LOCK, UNSECURING),
        ("lock.unlock", Known(), UNSECURING),
        ("lock.open", LOCK, UNSECURING),
        ("lock.something_new", LOCK, UNSECURING),
        ("homeassistant.turn_on", LOCK, SECURING),
        ("homeassistant.turn_off", LOCK, UNSECURING),
        ("homeassistant.toggle", LOCK, UNSECURING),
        ("homeassistant.turn_off", Known(), UNSECURING),
        ("homeassistant.update_entity", LOCK, READ),
        ("homeassistant.restart", Known(), SENSITIVE),
        ("nuki.lock_n_go", LOCK, UNSECURING),
        ("zwave_js.set_lock_usercode", LOCK, UNSECURING),
        ("switch.turn_on", LOCK, UNSECURING),
        ("cover.open_cover", SHUT, UNSECURING),
        ("cover.open_cover_tilt", SHUT, UNSECURING),
        ("cover.close_cover", GARAGE, SECURING),
        ("cover.close_cover_tilt", GARAGE, SECURING),
        ("cover.stop_cover", GARAGE, SECURING),
        ("cover.toggle", GARAGE, UNSECURING),
        ("cover.toggle_cover_tilt", GARAGE, UNSECURING),
        ("homeassistant.turn_on", SHUT, UNSECURING),
        ("homeassistant.turn_off", GARAGE, SECURING),
        ("cover.open_cover", SHADE, COMFORT),
        ("cover.toggle", SHADE, COMFORT),
        ("cover.close_cover", SHADE, COMFORT),
        ("cover.open_cover", BARE, UNSECURING),
        ("cover.open_cover", WINDOW, UNSECURING),
        ("valve.open_valve", WATER, SENSITIVE),
        ("valve.toggle", WATER, SENSITIVE),
        ("valve.close_valve", WATER, SECURING),
        ("homeassistant.turn_on", WATER, SENSITIVE),
        ("valve.open_valve", GAS, UNSECURING),
        ("valve.open_valve", Known(domain="valve"), UNSECURING),
        ("valve.close_valve", GAS, SECURING),
        ("siren.turn_on", Known(domain="siren"), SENSITIVE),
        ("siren.turn_off", Known(domain="siren"), SENSITIVE),
        ("siren.turn_off", Known(domain="siren", alarm=True), UNSECURING),
        ("siren.toggle", Known(domain="siren", alarm=True), UNSECURING),
        ("homeassistant.turn_off", Known(domain="siren", alarm=True), UNSECURING),
        ("camera.turn_off", Known(domain="camera"), SENSITIVE),
        ("camera.disable_motion_detection", Known(domain="camera"), SENSITIVE),
        ("camera.enable_motion_detection", Known(domain="camera"), SECURING),
        ("light.turn_on", Known(domain="light"), COMFORT),
        ("homeassistant.turn_off", Known(domain="light"), COMFORT),
        ("switch.turn_on", Known(domain="switch"), COMFORT),
        ("weather.get_forecasts", Known(domain="weather"), READ),
        ("calendar.get_events", Known(domain="calendar"), READ),
        ("brand_new.action", Known(), SENSITIVE),
        ("hubitat.disarmAll", Known(), UNSECURING),
        ("hubitat.armAway", Known(), SECURING),
        ("hubitat.armaway", Known(), UNSECURING),
        ("hubitat.setCode", Known(), UNSECURING),
        ("hubitat.whatever", Known(), UNSECURING),
        ("hubitat.stop", GARAGE, SECURING),
        ("hubitat.refresh", LOCK, READ),
        ("hubitat.beep", LOCK, UNSECURING),
        ("hubitat.cancelAlerts", Known(domain="button"), SENSITIVE),
        ("hubitat.cancelAlerts", Known(domain="button", alarm=True), UNSECURING),
        ("kaizen.house_status", Known(), READ),
        ("kaizen.secure_house", Known(), SECURING),
        ("kaizen.set_lock_code", Known(), UNSECURING),
        ("guard.change_policy", Known(), UNSECURING),
        ("guard.change_pin", Known(), UNSECURING),
        ("guard.expose_entity", Known(), UNSECURING),
        ("mqtt.publish", Known(), UNSECURING),
        ("shell_command.anything", Known(), UNSECURING),
        ("elkm1.sensor_zone_bypass", Known(domain="sensor"), UNSECURING),
        ("", Known(), SENSITIVE),
    ],
)
def test_the_direction_of_an_action_decides(
    verb: str, known: Known, risk: Risk
) -> None:
    """The same thing is secured one way and unsecured the other."""
    assert risk_of(verb, {}, known) is risk


@pytest.mark.parametrize(
    ("known", "position", "risk"),
    [
        (GARAGE, 60, UNSECURING),
        (GARAGE, 41, UNSECURING),
        (GARAGE, 40, SECURING),
        (GARAGE, 10, SECURING),
        (GARAGE, 0, SECURING),
        (GARAGE, "60", UNSECURING),
        (GARAGE, "ten", UNSECURING),
        (GARAGE, None, UNSECURING),
        (GARAGE, True, UNSECURING),
        (GARAGE, -1, UNSECURING),
        (GARAGE, float("nan"), UNSECURING),
        (SHUT, 1, UNSECURING),
        (Known(domain="cover", device_class="gate"), 50, UNSECURING),
        (Known(domain="cover", device_class="gate"), 0, SECURING),
        (
            Known(domain="cover", device_class="door", state="closing", position=80),
            50,
            UNSECURING,
        ),
        (
            Known(
                domain="cover", device_class="door", state="unavailable", position=80
            ),
            50,
            UNSECURING,
        ),
        (SHADE, 60, COMFORT),
    ],
)
def test_a_door_moved_further_than_it_stands_is_opened(
    known: Known, position: object, risk: Risk
) -> None:
    """Sixty percent open is open; a gap in what is about to shut is one, too."""
    assert risk_of("cover.set_cover_position", {"position": position}, known) is risk


def test_slats_and_valves_have_a_direction_too() -> None:
    """Each is compared with its own position, not with the other's."""
    door = Known(
        domain="cover", device_class="door", state="open", position=90, tilt=10
    )
    tilt = "cover.set_cover_tilt_position"
    assert risk_of(tilt, {"tilt_position": 50}, door) is UNSECURING
    assert risk_of(tilt, {"tilt_position": 5}, door) is SECURING
    assert risk_of("valve.set_valve_position", {"position": 5}, GAS) is UNSECURING
    assert risk_of("valve.set_valve_position", {"position": 5}, WATER) is SENSITIVE
    assert risk_of("valve.set_valve_position", {"position": 0}, GAS) is SECURING


@pytest.mark.parametrize(
    ("state", "mode", "risk"),
    [
        ("disarmed", "away", SECURING),
        ("disarmed", "custom_bypass", SECURING),
        ("unknown", "away", SECURING),
        ("arming", "night", SECURING),
        ("armed_home", "away", SECURING),
        ("armed_home", "night", SECURING),
        ("armed_away", "away", SECURING),
        ("armed_away", "vacation", SECURING),
        ("armed_away", "home", UNSECURING),
        ("armed_vacation", "night", UNSECURING),
        ("armed_home", "custom_bypass", UNSECURING),
        ("pending", "away", UNSECURING),
        ("triggered", "away", UNSECURING),
    ],
)
def test_arming_secures_unless_it_ends_something_stricter(
    state: str, mode: str, risk: Risk
) -> None:
    """A burglar who arms during the entry delay buys time."""
    verb = f"alarm_control_panel.alarm_arm_{mode}"
    assert risk_of(verb, {}, panel(state)) is risk


@pytest.mark.parametrize(
    ("verb", "risk"),
    [
        ("alarm_control_panel.alarm_disarm", UNSECURING),
        ("alarm_control_panel.alarm_trigger", SENSITIVE),
        ("alarm_control_panel.bypass", UNSECURING),
        ("homeassistant.turn_off", UNSECURING),
    ],
)
def test_an_alarm_does_more_than_arm(verb: str, risk: Risk) -> None:
    """Disarming is what a burglar wants, and what is new may be the same."""
    assert risk_of(verb, {}, panel("armed_away")) is risk


@pytest.mark.parametrize(
    ("verb", "parameters", "fahrenheit", "risk"),
    [
        ("climate.set_temperature", {"temperature": 21}, False, COMFORT),
        ("climate.set_temperature", {"temperature": 35}, False, SENSITIVE),
        ("climate.set_temperature", {"temperature": 4}, False, SENSITIVE),
        ("climate.set_temperature", {"temperature": 70}, True, COMFORT),
        ("climate.set_temperature", {"temperature": 70}, False, SENSITIVE),
        ("climate.set_temperature", {"temperature": "hot"}, False, SENSITIVE),
        (
            "climate.set_temperature",
            {"target_temp_low": 5, "target_temp_high": 22},
            False,
            SENSITIVE,
        ),
        ("climate.set_hvac_mode", {"hvac_mode": "off"}, False, COMFORT),
        ("water_heater.set_temperature", {"temperature": 55}, False, COMFORT),
        ("water_heater.set_temperature", {"temperature": 75}, False, SENSITIVE),
    ],
)
def test_heat_and_frost_are_not_comfort(
    verb: str, parameters: Mapping[str, object], fahrenheit: bool, risk: Risk
) -> None:
    """Pipes freeze, water scalds."""
    known = Known(domain=verb.partition(".")[0], fahrenheit=fahrenheit)
    assert risk_of(verb, parameters, known) is risk


@pytest.mark.parametrize(
    ("verb", "known", "override", "risk"),
    [
        ("button.press", Known(domain="button"), UNSECURING, UNSECURING),
        ("switch.toggle", Known(domain="switch"), UNSECURING, UNSECURING),
        ("homeassistant.turn_on", Known(domain="switch"), SENSITIVE, SENSITIVE),
        ("cover.open_cover", WINDOW, COMFORT, COMFORT),
        ("cover.open_cover", BARE, COMFORT, COMFORT),
        ("cover.open_cover", SHADE, UNSECURING, UNSECURING),
        ("cover.close_cover", WINDOW, UNSECURING, SECURING),
        ("valve.open_valve", WATER, COMFORT, COMFORT),
        ("lock.unlock", LOCK, COMFORT, UNSECURING),
        ("cover.open_cover", SHUT, COMFORT, UNSECURING),
        ("alarm_control_panel.alarm_disarm", panel("armed_away"), COMFORT, UNSECURING),
        ("zwave_js.set_value", Known(domain="switch"), COMFORT, UNSECURING),
        ("lock.lock", LOCK, UNSECURING, SECURING),
        ("homeassistant.update_entity", WINDOW, UNSECURING, READ),
    ],
)
def test_the_owner_knows_better_but_not_about_a_front_door(
    verb: str, known: Known, override: Risk, risk: Risk
) -> None:
    """A relay may be a gate, a window a hatch in the roof; a lock is a lock."""
    assert risk_of(verb, {}, known, override) is risk


def test_a_toggle_is_known_by_its_name() -> None:
    """Its direction depends on what is so, not on what was said."""
    assert toggles("lock.toggle")
    assert toggles("cover.toggle_cover_tilt")
    assert not toggles("lock.unlock")


GUARDED = st.builds(
    Known,
    domain=st.sampled_from(["lock", "alarm_control_panel", "cover", "valve"]),
    device_class=st.none() | st.sampled_from(["garage", "gate", "door"]),
    state=st.none() | st.sampled_from(["closed", "closing", "open", "armed_away"]),
    position=st.none() | st.floats(),
    tilt=st.none() | st.floats(),
)


@given(
    service=st.text()
    | st.sampled_from(["turn_on", "set_cover_position", "unlock", "alarm_disarm"]),
    domain=st.text() | st.sampled_from([*DOMAINS]),
    parameters=st.dictionaries(
        st.sampled_from(["position", "tilt_position", "code"]),
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    ),
    known=GUARDED,
    override=st.none() | st.sampled_from(Risk),
)
def test_whatever_is_done_to_what_is_guarded_is_never_mere_comfort(
    service: str,
    domain: str,
    parameters: dict[str, object],
    known: Known,
    override: Risk | None,
) -> None:
    """Every action there is either secures, reads, or is guarded."""
    if known.domain == "valve" or (
        known.domain == "cover" and known.device_class is None
    ):
        override = None
    risk = risk_of(f"{domain}.{service}", parameters, known, override)
    assert risk is not Risk.COMFORT


@given(position=st.floats(0, 100), wanted=st.floats(0, 100))
def test_only_closing_further_secures(position: float, wanted: float) -> None:
    """For every door, and whatever is asked."""
    for device_class in ("garage", "gate", "door", "window", None, "something"):
        known = Known(
            domain="cover", device_class=device_class, state="open", position=position
        )
        risk = risk_of("cover.set_cover_position", {"position": wanted}, known)
        assert risk is (SECURING if wanted <= position else UNSECURING)


def test_every_class_of_covers_is_judged() -> None:
    """Home Assistant has no class of covers that nobody thought of."""
    assert set(COVERS) == {*CoverDeviceClass}
