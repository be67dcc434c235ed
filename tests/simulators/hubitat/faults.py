"""Everything that goes wrong with a hub and on the way to it, by name."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final


class Fault(StrEnum):
    """What a client may meet; those in `MISHAPS` happen once, the others last until they are healed."""

    WEBHOOK_DROP = "webhook_drop"
    """A POST is never sent (`probability`)."""
    WEBHOOK_DUPLICATE = "webhook_duplicate"
    """A POST is sent twice (`probability`)."""
    WEBHOOK_REORDER = "webhook_reorder"
    """A POST goes out after the one that follows it (`probability`)."""
    WEBHOOK_DELAY = "webhook_delay"
    """A POST goes out late (`seconds`)."""
    RECEIVER_500 = "receiver_500"
    """What receives the POSTs, or a proxy before it, fails: they are lost, the hub does not repeat them."""
    POST_URL_CLEARED = "post_url_cleared"
    """Another client clears the webhook."""
    SOCKET_HALF_OPEN = "socket_half_open"
    """Event sockets stay open and silent, without pings."""
    SOCKET_REFUSED = "socket_refused"
    """No event socket; open ones are closed."""
    REBOOT = "reboot"
    """Resets and refuses connections, answers 404, 500 and a page while it starts, then `systemStart`."""
    UNREACHABLE = "unreachable"
    """Nobody listens; open connections are cut."""
    TOKEN_ROTATED = "token_rotated"
    APP_DELETED = "app_deleted"
    APP_DISABLED = "app_disabled"
    ADDRESS_CHANGED = "address_changed"
    """The hub is found at another port."""
    SELF_SIGNED_TLS = "self_signed_tls"
    """The hub speaks only HTTPS, with a certificate of its own making."""
    DEVICE_ADDED = "device_added"
    DEVICE_REMOVED = "device_removed"
    """A device is no longer chosen in the app (`device`)."""
    DEVICE_RENAMED = "device_renamed"
    DRIVER_CHANGED = "driver_changed"
    """A device loses a capability and its attributes (`device`)."""
    ROOM_MOVED = "room_moved"
    DEVICE_500 = "device_500"
    """Everything that touches a device fails (`device`); lists of all devices work."""
    DEVICE_DEAF = "device_deaf"
    """Commands are accepted and do nothing (`device`, or all)."""
    LOCK_JAMS = "lock_jams"
    GARAGE_BLOCKED = "garage_blocked"
    """A garage door cannot close (`device`, or all)."""
    SLOW = "slow"
    """Answers take long (`seconds`, 15 unless told)."""
    ANSWER_LOST = "answer_lost"
    """A command is carried out and the connection cut before the answer."""
    OVERLOADED = "overloaded"
    RADIO_OFF = "radio_off"
    """Commands are accepted, no device hears them and none reports."""
    TRUNCATED_JSON = "truncated_json"
    WEB_PAGE = "web_page"
    """Something else answers: a web page with status 200."""
    ERROR_200 = "error_200"
    """An error object with status 200."""
    NO_DEVICES_STAR = "no_devices_star"
    """/devices/* is unknown, as nobody has documented it."""
    HEADER_IGNORED = "header_ignored"
    """The token counts only in the query."""
    HSM_MISSING = "hsm_missing"
    HSM_FORBIDDEN = "hsm_forbidden"
    MODES_FORBIDDEN = "modes_forbidden"
    MODE_IDS_NULL = "mode_ids_null"
    NO_LOCATION_EVENTS = "no_location_events"
    """The app's "POST location events" is off."""
    RESTORED = "restored"
    """A backup on a new hub: new address, same ids, same token."""
    REPAIRED = "repaired"
    """A new hub, everything paired anew: new address, new ids, new app, new token."""


MISHAPS: Final = frozenset(
    {
        Fault.POST_URL_CLEARED,
        Fault.REBOOT,
        Fault.TOKEN_ROTATED,
        Fault.ADDRESS_CHANGED,
        Fault.DEVICE_ADDED,
        Fault.DEVICE_REMOVED,
        Fault.DEVICE_RENAMED,
        Fault.DRIVER_CHANGED,
        Fault.ROOM_MOVED,
        Fault.RESTORED,
        Fault.REPAIRED,
    }
)


@dataclass(slots=True, kw_only=True)
class Planned:
    """A fault that lasts, and whom it strikes."""

    device: str | None = None
    """The only device; None for all."""
    path: str | None = None
    """The only paths, those that start so; None for all."""
    probability: float = 1.0
    seconds: float | None = None
    times: int | None = None
    """How often more; None for ever."""


class Faults:
    """The faults that last, each at most once."""

    def __init__(self, rng: Random) -> None:
        """Start in good health."""
        self._rng = rng
        self._planned: dict[Fault, Planned] = {}

    def plan(self, fault: Fault, planned: Planned) -> None:
        """Let a fault strike from now on."""
        self._planned[fault] = planned

    def active(self) -> list[Fault]:
        """Return the faults that last."""
        return list(self._planned)

    def strikes(
        self, fault: Fault, *, device: str | None = None, path: str = ""
    ) -> Planned | None:
        """Return the fault if it strikes now, and count it."""
        if (planned := self._planned.get(fault)) is None:
            return None
        if planned.device not in (None, device):
            return None
        if planned.path is not None and not path.startswith(planned.path):
            return None
        if planned.probability < 1 and self._rng.random() >= planned.probability:
            return None
        if planned.times is not None:
            planned.times -= 1
            if planned.times <= 0:
                del self._planned[fault]
        return planned

    def heal(self, fault: Fault | None = None) -> None:
        """End one fault, or all."""
        if fault is None:
            self._planned.clear()
        else:
            self._planned.pop(fault, None)
