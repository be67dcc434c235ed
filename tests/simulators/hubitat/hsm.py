"""The Hubitat Safety Monitor: arming with an exit delay, refusal, alerts, rules."""

from dataclasses import dataclass, field
from typing import Final

from .clock import Clock, Timer
from .devices import Device
from .events import Event
from .house import House

EXIT_DELAY: Final = 30
"""Seconds from arming away to being armed; arming home and night is immediate unless a test says otherwise."""

_ARM: Final = {
    "armAway": ("armingAway", "armedAway"),
    "armHome": ("armingHome", "armedHome"),
    "armNight": ("armingNight", "armedNight"),
}
_INTRUSIONS: Final = {
    "armedAway": "intrusion",
    "armedHome": "intrusion-home",
    "armedNight": "intrusion-night",
}
_SAFETY: Final = {
    ("smoke", "detected"): "smoke",
    ("carbonMonoxide", "detected"): "smoke",
    ("water", "wet"): "water",
}
COMMANDS: Final = frozenset(
    {
        *_ARM,
        "disarm",
        "disarmAll",
        "armAll",
        "armRules",
        "disarmRules",
        "cancelAlerts",
    }
)


@dataclass(slots=True, kw_only=True)
class SafetyMonitor:
    """Watches the house's sensors, chosen in the app or not."""

    clock: Clock
    house: House
    status: str = "disarmed"
    rules_armed: bool = True
    alert: str | None = None
    """The alert that is running; Maker API cannot be asked for it."""
    delays: dict[str, float] = field(
        default_factory=lambda: {"armAway": EXIT_DELAY, "armHome": 0, "armNight": 0}
    )
    """Exit delays in seconds."""
    ignored: set[str] = field(default_factory=set)
    """Ids of contacts it does not watch."""
    _arming: Timer | None = None

    def open_contacts(self) -> list[Device]:
        """Return the watched contacts that stand open."""
        devices = self.house.devices.values()
        watched = (d for d in devices if d.id not in self.ignored)
        return [d for d in watched if d.value("contact") == "open"]

    def command(self, name: str) -> None:
        """Carry out a command."""
        if name in _ARM:
            self._arm(name)
        elif name == "armAll":
            self._arm("armAway")
            self._set_rules(True)
        elif name == "disarm":
            self._disarm("disarmed")
        elif name == "disarmAll":
            self._disarm("allDisarmed")
            self._set_rules(False)
        elif name in ("armRules", "disarmRules"):
            self._set_rules(name == "armRules")
        elif name == "cancelAlerts":
            self._cancel()

    def observe(self, event: Event) -> None:
        """React to what a sensor reports."""
        if event.device_id is None:
            return
        safety = _SAFETY.get((event.name, event.value))
        if safety and self.status != "allDisarmed":
            self._alarm(safety, f"{safety.title()} detected: {event.display_name}")
        intrusion = _INTRUSIONS.get(self.status)
        moved = (event.name, event.value) == ("motion", "active")
        entered = (event.name, event.value) == ("contact", "open")
        if event.device_id in self.ignored:
            return
        if intrusion and (entered or (moved and self.status == "armedAway")):
            self._alarm(intrusion, f"Intrusion: {event.display_name}")

    def rule_alert(self, name: str) -> None:
        """Let a custom rule raise its alert."""
        if self.rules_armed:
            self._alarm("rule", name)

    def _arm(self, name: str) -> None:
        arming, armed = _ARM[name]
        if contacts := self.open_contacts():
            self.house.announce(
                "hsmAlert", "arming", ", ".join(d.label for d in contacts)
            )
            return
        self._stop_arming()
        delay = self.delays[name]
        if delay <= 0:
            self._set(armed)
            return
        self._set(arming, data=f"{delay:g}")
        self._arming = self.clock.call_later(delay, lambda: self._armed(armed))

    def _armed(self, status: str) -> None:
        if contacts := self.open_contacts():
            labels = ", ".join(d.label for d in contacts)
            self.house.announce("hsmAlert", "arming", labels)
            self._set("disarmed")
            return
        self._set(status)

    def _disarm(self, status: str) -> None:
        self._stop_arming()
        self._cancel()
        self._set(status)

    def _stop_arming(self) -> None:
        if self._arming is not None:
            self._arming.cancel()
            self._arming = None

    def _cancel(self) -> None:
        if self.alert is None:
            return
        value = "cancelRuleAlerts" if self.alert == "rule" else "cancel"
        self.alert = None
        self.house.announce("hsmAlert", value, "hsmEvent")

    def _alarm(self, alert: str, description: str) -> None:
        if self.alert != alert:
            self.alert = alert
            self.house.announce("hsmAlert", alert, description)

    def _set_rules(self, armed: bool) -> None:
        if self.rules_armed != armed:
            self.rules_armed = armed
            value = "armedRule" if armed else "disarmedRule"
            self.house.announce("hsmRules", value, "hsmEvent")

    def _set(self, status: str, *, data: str | None = None) -> None:
        if self.status != status:
            self.status = status
            self.house.announce("hsmStatus", status, "hsmEvent", data=data)
