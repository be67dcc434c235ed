"""What a script does, read from how it is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

_TARGETS: Final = ("entity_id", "device_id", "area_id", "floor_id", "label_id")
_DATA: Final = ("target", "data", "data_template", "service_data")
_DEVICE_ACTIONS: Final[Mapping[tuple[str, str], str]] = {
    ("cover", "close"): "close_cover",
    ("cover", "close_tilt"): "close_cover_tilt",
    ("cover", "open"): "open_cover",
    ("cover", "open_tilt"): "open_cover_tilt",
    ("cover", "set_position"): "set_cover_position",
    ("cover", "set_tilt_position"): "set_cover_tilt_position",
    ("cover", "stop"): "stop_cover",
    **{
        ("alarm_control_panel", kind): f"alarm_{kind}"
        for kind in (
            *("arm_away", "arm_home", "arm_night", "arm_vacation"),
            *("disarm", "trigger"),
        )
    },
}
"""Device actions whose service has another name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One action a script runs."""

    verb: str | None
    """None if it is only known when it runs."""
    target: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """As Home Assistant writes targets: `area_id` and the like."""
    anything: bool = False
    """Part of its target is only known when it runs."""
    parameters: Mapping[str, Any] = field(default_factory=dict)


def calls_in(steps: Any) -> Iterator[Call]:
    """Yield what a sequence of steps may run, through all its branches."""
    if isinstance(steps, list | tuple):
        for step in steps:
            yield from calls_in(step)
    elif isinstance(steps, Mapping) and not {"condition", "trigger"} & steps.keys():
        if call := _call(steps):
            yield call
            return
        for value in steps.values():
            yield from calls_in(value)


def _call(step: Mapping[str, Any]) -> Call | None:
    if verb := step.get("action", step.get("service")):
        return _service(verb, step)
    if isinstance(scene := step.get("scene"), str):
        return Call(verb="scene.turn_on", target={"entity_id": (scene,)})
    match step:
        case {"device_id": str(), "domain": str(domain), "type": str(kind)}:
            service = _DEVICE_ACTIONS.get((domain, kind), kind)
            ids, _ = _ids(step.get("entity_id"))
            return Call(
                verb=f"{domain}.{service}",
                target={"entity_id": ids} if ids else {},
                anything=not ids,
                parameters={"position": step.get("position")},
            )
    return None


def _service(verb: Any, step: Mapping[str, Any]) -> Call:
    sources = [step, *(step.get(key) for key in _DATA)]
    target: dict[str, tuple[str, ...]] = {}
    anything = False
    parameters: dict[str, Any] = {}
    for source in sources:
        if source is not None and not isinstance(source, Mapping):
            anything = True
            continue
        for key in _TARGETS:
            ids, unknown = _ids((source or {}).get(key))
            target[key] = (*target.get(key, ()), *ids)
            anything |= unknown
        if source is not None and source is not step:
            parameters |= {k: v for k, v in source.items() if k not in _TARGETS}
    return Call(
        verb=verb.lower() if isinstance(verb, str) and "{" not in verb else None,
        target={key: ids for key, ids in target.items() if ids},
        anything=anything,
        parameters=parameters,
    )


def _ids(value: Any) -> tuple[tuple[str, ...], bool]:
    """Return ids, and whether there are more that only a template knows."""
    if value is None:
        return (), False
    values = list(value) if isinstance(value, list | tuple | set) else [value]
    ids = tuple(
        part.strip()
        for item in values
        if isinstance(item, str)
        for part in item.split(",")
    )
    plain = tuple(item for item in ids if "{" not in item)
    return plain, len(plain) < len(ids) or any(
        not isinstance(item, str) for item in values
    )
