"""How much safety an action gives up, as tables; what no table knows gives up everything it could."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Final

from .model import Risk

type Parameters = Mapping[str, object]
type Judge = Callable[[Parameters, Known], Risk]
type Services = Mapping[str, Risk | Judge]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the house knows of the thing an action is about, not what a caller says of it."""

    domain: str | None = None
    """Of the entity; None for what is no entity."""
    device_class: str | None = None
    state: str | None = None
    position: float | None = None
    """How far it is open, in percent."""
    tilt: float | None = None
    """How far its slats are, in percent."""
    fahrenheit: bool = False
    """The house measures in °F, not in °C."""
    alarm: bool = False
    """An alarm of the house has gone off."""


OTHERWISE: Final = "*"
"""The service of a table that stands for all it does not name."""
_UNREACHABLE: Final = frozenset({"unavailable", "unknown"})
_SHUT: Final = frozenset({"closed", "closing"})
_ALERTED: Final = frozenset({"pending", "triggered"})
_STRICTEST: Final = frozenset({"armed_away", "armed_vacation"})


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError, OverflowError:
        return None
    return number if isfinite(number) else None


def _moving(parameter: str, opening: Risk) -> Judge:
    """Judge a move by its direction; halfway is a gap to what is shut or about to be."""

    def judge(parameters: Parameters, known: Known) -> Risk:
        wanted = _number(parameters.get(parameter))
        if wanted is None or not 0 <= wanted <= 100:
            return opening
        tilts = parameter == "tilt_position"
        present = _number(known.tilt if tilts else known.position) or 0
        if known.state in _SHUT | _UNREACHABLE:
            present = 0
        return Risk.SECURING if wanted <= present else opening

    return judge


def _arming(mode: str) -> Judge:
    """Judge arming by what it ends: an entry delay, an alarm, or a stricter mode.

    The core's `manual` panel leaves `pending` and `triggered` for a new exit delay when it is armed.
    """

    def judge(_: Parameters, known: Known) -> Risk:
        weaker = known.state in _STRICTEST and mode not in _STRICTEST
        bypassing = mode == "armed_custom_bypass" and (known.state or "").startswith(
            "armed_"
        )
        if known.state in _ALERTED or weaker or (bypassing and known.state != mode):
            return Risk.UNSECURING
        return Risk.SECURING

    return judge


def _heating(lowest: float, highest: float) -> Judge:
    """Judge a target temperature; the limits are in °C and still comfortable."""

    def judge(parameters: Parameters, known: Known) -> Risk:
        given = [
            _number(value)
            for key, value in parameters.items()
            if key in ("temperature", "target_temp_low", "target_temp_high")
            and value is not None
        ]
        for degrees in given:
            if degrees is None:
                return Risk.SENSITIVE
            celsius = (degrees - 32) / 1.8 if known.fahrenheit else degrees
            if not lowest <= celsius <= highest:
                return Risk.SENSITIVE
        return Risk.COMFORT

    return judge


def _silencing(_: Parameters, known: Known) -> Risk:
    return Risk.UNSECURING if known.alarm else Risk.SENSITIVE


def _cover(opening: Risk) -> Services:
    """Return the services of what opens and closes.

    Stopping is never refused: it saves a hand, and opens nothing that is shut.
    """
    return {
        "open_cover": opening,
        "open_cover_tilt": opening,
        "toggle": opening,
        "toggle_cover_tilt": opening,
        "set_cover_position": _moving("position", opening),
        "set_cover_tilt_position": _moving("tilt_position", opening),
        "close_cover": Risk.SECURING,
        "close_cover_tilt": Risk.SECURING,
        "stop_cover": Risk.SECURING,
        "stop_cover_tilt": Risk.SECURING,
        OTHERWISE: opening,
    }


def _valve(opening: Risk) -> Services:
    return {
        "open_valve": opening,
        "toggle": opening,
        "set_valve_position": _moving("position", opening),
        "close_valve": Risk.SECURING,
        "stop_valve": Risk.SECURING,
        OTHERWISE: opening,
    }


_PASSAGE: Final = _cover(Risk.UNSECURING)
_GAS: Final = _valve(Risk.UNSECURING)
_COMFORTABLE: Final[Services] = {OTHERWISE: Risk.COMFORT}
_DELICATE: Final[Services] = {OTHERWISE: Risk.SENSITIVE}
_PERILOUS: Final[Services] = {OTHERWISE: Risk.UNSECURING}

COVERS: Final[Mapping[str, Services]] = {
    "door": _PASSAGE,
    "garage": _PASSAGE,
    "gate": _PASSAGE,
    "window": _PASSAGE,
    **dict.fromkeys(
        ("awning", "blind", "curtain", "damper", "shade", "shutter"), _COMFORTABLE
    ),
}
"""By device class; one without, or with another, may be a garage door.

Whoever opens a window opens the house: a roof window is for the owner to declare harmless.
"""
VALVES: Final[Mapping[str, Services]] = {"water": _valve(Risk.SENSITIVE)}
"""By device class; gas, and what may be gas, endangers lives."""

DOMAINS: Final[Mapping[str, Services]] = {
    "lock": {
        "lock": Risk.SECURING,
        "unlock": Risk.UNSECURING,
        "open": Risk.UNSECURING,
        OTHERWISE: Risk.UNSECURING,
    },
    "alarm_control_panel": {
        **{
            f"alarm_arm_{mode}": _arming(f"armed_{mode}")
            for mode in ("home", "away", "night", "vacation", "custom_bypass")
        },
        "alarm_trigger": Risk.SENSITIVE,
        "alarm_disarm": Risk.UNSECURING,
        OTHERWISE: Risk.UNSECURING,
    },
    "siren": {"turn_off": _silencing, "toggle": _silencing, OTHERWISE: Risk.SENSITIVE},
    "camera": {
        "enable_motion_detection": Risk.SECURING,
        OTHERWISE: Risk.SENSITIVE,
    },
    "climate": {"set_temperature": _heating(10, 28), OTHERWISE: Risk.COMFORT},
    "water_heater": {"set_temperature": _heating(30, 60), OTHERWISE: Risk.COMFORT},
    "homeassistant": {
        "check_config": Risk.READ,
        "update_entity": Risk.READ,
        "turn_on": Risk.UNSECURING,
        "turn_off": Risk.UNSECURING,
        "toggle": Risk.UNSECURING,
        OTHERWISE: Risk.SENSITIVE,
    },
    "hubitat": {
        **dict.fromkeys(("identify", "ping", "poll", "refresh"), Risk.READ),
        **dict.fromkeys(
            (
                *("armAll", "armAway", "armHome", "armNight", "armRules"),
                *("close", "lock", "stop"),
            ),
            Risk.SECURING,
        ),
        **dict.fromkeys(
            ("beep", "both", "playSound", "siren", "strobe"), Risk.SENSITIVE
        ),
        "cancelAlerts": _silencing,
        OTHERWISE: Risk.UNSECURING,
    },
    "kaizen": {
        **dict.fromkeys(("house_status", "verify_audit"), Risk.READ),
        **dict.fromkeys(("announce", "refresh_hub"), Risk.COMFORT),
        **dict.fromkeys(("arm", "secure_house"), Risk.SECURING),
        OTHERWISE: Risk.UNSECURING,
    },
    "calendar": {"get_events": Risk.READ, OTHERWISE: Risk.COMFORT},
    "todo": {"get_items": Risk.READ, OTHERWISE: Risk.COMFORT},
    "weather": {OTHERWISE: Risk.READ},
    **dict.fromkeys(
        (
            *("air_quality", "assist_satellite", "button", "conversation", "counter"),
            *("date", "datetime", "fan", "group", "humidifier", "input_boolean"),
            *("input_button", "input_datetime", "input_number", "input_select"),
            *("input_text", "light", "media_player", "music_assistant", "notify"),
            *("number", "persistent_notification", "remote", "scene", "schedule"),
            *("script", "select", "shopping_list", "switch", "text", "time", "timer"),
            *("tts", "vacuum"),
        ),
        _COMFORTABLE,
    ),
    **dict.fromkeys(
        (
            *("abode", "alarmdecoder", "bosch_alarm", "elkm1", "envisalink", "guard"),
            *("hassio", "homekit", "homematic", "insteon", "isy994", "keymitt_ble"),
            *("knx", "lcn", "matter", "modbus", "mqtt", "ness_alarm", "nuki"),
            *("nx584", "pilight", "prosegur", "pyscript", "python_script"),
            *("rest_command", "rflink", "rfxtrx", "schlage", "shell_command"),
            *("simplisafe", "switchbot", "totalconnect", "unifi_access"),
            *("unifiprotect", "velbus", "verisure", "yolink", "zha", "zwave_js"),
        ),
        _PERILOUS,
    ),
}
"""By domain. The last are those whose own actions send raw commands, bypass a sensor, change who
has a code, or administer the guard; a domain nobody lists may hold anything of middling harm."""

_GENERIC: Final[Mapping[str, Mapping[str, str]]] = {
    "cover": {"turn_on": "open_cover", "turn_off": "close_cover"},
    "lock": {"turn_on": "lock", "turn_off": "unlock"},
    "valve": {"turn_on": "open_valve", "turn_off": "close_valve"},
}
"""What on and off mean, as the core's intents have it."""

_FIXED: Final = frozenset({"alarm_control_panel", "guard", "hubitat", "kaizen", "lock"})
_HARMLESS: Final = frozenset({Risk.READ, Risk.SECURING})
_FIXED_COVERS: Final = frozenset({"door", "garage", "gate"})


def risk_of(
    verb: str,
    parameters: Parameters | None = None,
    known: Known | None = None,
    override: Risk | None = None,
) -> Risk:
    """Return how much safety an action gives up.

    `override` is the owner's word on this one entity. It can raise everything that neither reads
    nor secures, and lower what the table only fears; never a lock, an alarm, a door or a gate.
    """
    known = known or Known()
    verb_domain, _, service = verb.strip().partition(".")
    verb_domain = verb_domain.lower()
    if verb_domain != "hubitat":
        service = service.lower()
    domain = (known.domain or verb_domain).lower()
    services = _services(domain, known)
    fixed = domain in _FIXED or (
        domain == "cover" and known.device_class in _FIXED_COVERS
    )
    if verb_domain in (domain, "homeassistant"):
        if service == "update_entity" and verb_domain == "homeassistant":
            return Risk.READ
        service = _GENERIC.get(domain, {}).get(service, service)
        risk = _judge(services, service, parameters or {}, known)
    else:
        risk = _judge(_services(verb_domain, Known()), service, parameters or {}, known)
        if verb_domain == "hubitat" and risk in _HARMLESS:
            return risk
        fixed = fixed or risk is Risk.UNSECURING
        risk = max(_judge(services, OTHERWISE, {}, known), risk)
    if override is None or risk in _HARMLESS:
        return risk
    return max(risk, override) if fixed else override


def toggles(verb: str) -> bool:
    """Return whether the direction of an action depends on a state nobody mentioned."""
    return verb.strip().lower().partition(".")[2].startswith("toggle")


def _services(domain: str, known: Known) -> Services:
    match domain:
        case "cover":
            return COVERS.get(known.device_class or "", _PASSAGE)
        case "valve":
            return VALVES.get(known.device_class or "", _GAS)
    return DOMAINS.get(domain, _DELICATE)


def _judge(
    services: Services, service: str, parameters: Parameters, known: Known
) -> Risk:
    found = services.get(service, services[OTHERWISE])
    return found if isinstance(found, Risk) else found(parameters, known)
