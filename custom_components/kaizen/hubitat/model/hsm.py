"""Hubitat Safety Monitor: its status and the alerts that are running."""

from dataclasses import dataclass, field
from typing import Any, Final

from .changes import Alert, Changes
from .coerce import count
from .vocabulary import HSM_STATUSES

_INTRUSIONS: Final = frozenset({"intrusion", "intrusion-home", "intrusion-night"})
_ALERTS: Final = frozenset({*_INTRUSIONS, "smoke", "water", "rule"})
_ENDED: Final = {
    "cancel": _ALERTS - {"rule"},
    "cancelRuleAlerts": frozenset({"rule"}),
}
"""What an event ends."""
_RULES: Final = {"armedRule": True, "disarmedRule": False}
_TEXT: Final = 512


@dataclass(slots=True, kw_only=True)
class SafetyMonitor:
    """What HSM last said; an alert that ran before Kaizen started cannot be known."""

    status: str | None = None
    """armedAway, armingAway, ...; None when HSM is not installed, may not be read, or was never asked."""
    exit_delay: int | None = None
    """Seconds it takes to arm, while arming."""
    rules_armed: bool | None = None
    alerts: dict[str, str | None] = field(default_factory=dict)
    """The running alerts by kind, and what caused them."""

    @property
    def triggered(self) -> bool:
        """Return whether an alert is running."""
        return bool(self.alerts)

    @property
    def monitoring_off(self) -> bool | None:
        """Return whether even smoke and water are not watched."""
        return None if self.status is None else self.status == "allDisarmed"

    def take_status(self, raw: str | None, data: Any = None) -> Changes:
        """Take over the status; being disarmed ends what intruders started."""
        status = raw if raw in HSM_STATUSES else None
        before = self.status, self.exit_delay, len(self.alerts)
        self.status = status
        self.exit_delay = (
            _seconds(data) if status and status.startswith("arming") else None
        )
        if status == "disarmed":
            self._end(_INTRUSIONS)
        elif status == "allDisarmed":
            self._end(_ALERTS)
        return Changes(hsm=before != (self.status, self.exit_delay, len(self.alerts)))

    def take_alert(self, kind: str | None, description: str | None) -> Changes:
        """Take over an alert, the end of one, or that arming failed."""
        cause = description[:_TEXT] if description else None
        if kind == "arming":
            return Changes(arming_failed=cause or "?")
        if kind in _ENDED:
            return Changes(hsm=self._end(_ENDED[kind]))
        if kind is None or kind not in _ALERTS:
            return Changes()
        if kind in self.alerts and self.alerts[kind] == cause:
            return Changes()
        self.alerts[kind] = cause
        return Changes(hsm=True, alert=Alert(kind=kind, description=cause))

    def take_rules(self, raw: str | None) -> Changes:
        """Take over whether the rules of the house are armed."""
        armed = _RULES.get(raw or "")
        changed = armed is not None and armed != self.rules_armed
        if changed:
            self.rules_armed = armed
        return Changes(hsm=changed)

    def end_alerts(self) -> Changes:
        """Note that the hub has carried out `cancelAlerts`, after which it may stay silent."""
        return Changes(hsm=self._end(_ALERTS))

    def _end(self, kinds: frozenset[str]) -> bool:
        ended = kinds & self.alerts.keys()
        for kind in ended:
            del self.alerts[kind]
        return bool(ended)


def _seconds(data: Any) -> int | None:
    """Read an exit delay: a number, or a map with one that is called so."""
    if isinstance(data, dict):
        data = next(
            (data[key] for key in ("delay", "seconds", "exitDelay") if key in data),
            None,
        )
    return count(data)
