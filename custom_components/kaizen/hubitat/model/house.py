"""Rows of the table for the house as a whole: HSM, modes, hub variables."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from .blueprint import EntityBlueprint, Feature, Guard, Unknown
from .state import HubState, HubVariable
from .things import LIMIT

HSM_ARM: Final[Mapping[Feature, str]] = {
    Feature.ARM_AWAY: "armAway",
    Feature.ARM_HOME: "armHome",
    Feature.ARM_NIGHT: "armNight",
}
HSM_EVENTS: Final[Mapping[str, str]] = {
    "intrusion": "intrusion",
    "intrusion-home": "intrusion_home",
    "intrusion-night": "intrusion_night",
    "smoke": "smoke",
    "water": "water",
    "rule": "rule",
    "arming": "arming_failed",
}
"""Kinds of alerts, and the types of events that tell them."""

_HSM: Final = (
    EntityBlueprint(
        platform="alarm_control_panel",
        key="hsm",
        capability="HSM",
        translation_key="hsm",
        attributes=("hsmStatus", "hsmAlert"),
        commands=frozenset({*HSM_ARM.values(), "disarm"}),
        features=frozenset(HSM_ARM),
        when_unknown=Unknown.UNAVAILABLE,
        guard=Guard(unsecuring=frozenset({"disarm"})),
    ),
    EntityBlueprint(
        platform="binary_sensor",
        key="hsm_monitoring_off",
        capability="HSM",
        translation_key="hsm_monitoring_off",
        device_class="safety",
        attributes=("hsmStatus",),
        on=frozenset({"allDisarmed"}),
        when_unknown=Unknown.UNAVAILABLE,
    ),
    EntityBlueprint(
        platform="event",
        key="hsm_alert",
        capability="HSM",
        translation_key="hsm_alert",
        attributes=("hsmAlert",),
        options=tuple(HSM_EVENTS.values()),
    ),
    EntityBlueprint(
        platform="button",
        key="hsm_cancel_alerts",
        capability="HSM",
        translation_key="hsm_cancel_alerts",
        commands=frozenset({"cancelAlerts"}),
        guard=Guard(unsecuring=frozenset({"cancelAlerts"})),
    ),
)


def hub_blueprints(
    state: HubState, *, variables: bool = False
) -> tuple[EntityBlueprint, ...]:
    """Return the entities of the hub itself; those of its variables, which can be set, only if wanted."""
    return tuple(_entities(state, variables))


def _entities(state: HubState, variables: bool) -> Iterator[EntityBlueprint]:
    if state.hsm.status is not None:
        yield from _HSM
    if state.modes:
        names = tuple(dict.fromkeys(mode.name for mode in state.modes))
        yield EntityBlueprint(
            platform="select",
            key="mode",
            capability="Mode",
            translation_key="mode",
            attributes=("mode",),
            options=names,
        )
    if variables:
        yield from map(_variable, state.variables.values())


_NUMERIC: Final = {"minimum": -LIMIT, "maximum": LIMIT}
_PLATFORMS: Final[Mapping[str, tuple[str, dict[str, Any]]]] = {
    "number": ("number", {**_NUMERIC, "step": 1}),
    "bignumber": ("number", {**_NUMERIC, "step": 1}),
    "decimal": ("number", {**_NUMERIC, "step": 0.001}),
    "bigdecimal": ("number", {**_NUMERIC, "step": 0.001}),
    "boolean": ("switch", {}),
    "bool": ("switch", {}),
    "datetime": ("sensor", {"device_class": "timestamp"}),
}
"""By type: the platform, and what else."""
_TEXT: Final[tuple[str, dict[str, Any]]] = ("text", {})


def _variable(variable: HubVariable) -> EntityBlueprint:
    platform, more = _PLATFORMS.get(variable.type, _TEXT)
    return EntityBlueprint(
        platform=platform,
        key=f"variable_{variable.name}",
        capability="HubVariable",
        name=variable.name,
        attributes=(variable.name,),
        commands=frozenset() if platform == "sensor" else frozenset({"setVariable"}),
        **more,
    )
