"""The Maker API app: finds what a path means, under the app's rules."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from . import shapes
from .answers import failed, not_found
from .arguments import parse_arguments
from .clock import Clock
from .devices import Device
from .faults import Fault, Faults
from .house import House
from .hsm import COMMANDS as HSM_COMMANDS, SafetyMonitor
from .journal import CommandReceived, Journal, Request
from .physics import Bench
from .postman import Postman

type Handler = Callable[[list[str], dict[str, str], Request], shapes.Json]

ADMIN: Final = frozenset({"setLabel", "setDriver", "deleteDevice"})
"""Commands that change the hub: they work, and the journal tells on whoever used them."""

_TRUTH: Final = {"true": True, "false": False}


@dataclass(slots=True, kw_only=True)
class MakerApp:
    """One installed instance of the app."""

    clock: Clock
    house: House
    hsm: SafetyMonitor
    faults: Faults
    journal: Journal
    bench: Bench
    postman: Postman

    def answer(
        self, segments: list[str], query: dict[str, str], request: Request
    ) -> shapes.Json:
        """Answer a path, given as its still encoded segments.

        Raises:
            Refused: It means nothing, or fails.
        """
        handlers: dict[str, Handler] = {
            "devices": self._devices,
            "modes": self._modes,
            "hsm": self._hsm,
            "hubvariables": self._variables,
            "rooms": self._rooms,
            "postURL": self._post_url,
        }
        if not segments or segments[0] not in handlers:
            raise not_found()
        return handlers[segments[0]](segments[1:], query, request)

    def _devices(
        self, rest: list[str], query: dict[str, str], request: Request
    ) -> shapes.Json:
        known = self.house.authorised
        match rest:
            case []:
                return [shapes.brief(device, self.house) for device in known]
            case ["all"]:
                return [shapes.flat(device, self.clock) for device in known]
            case ["*" | "%2A"]:
                if self.faults.strikes(Fault.NO_DEVICES_STAR):
                    raise not_found()
                return [shapes.detailed(device, self.clock) for device in known]
        device = self._device(rest[0])
        if self.faults.strikes(Fault.DEVICE_500, device=device.id):
            raise failed()
        match rest[1:]:
            case []:
                return shapes.detailed(device, self.clock)
            case ["commands"]:
                return shapes.commands(device)
            case ["capabilities"]:
                return shapes.capabilities(device)
            case ["attribute", name]:
                return self._attribute(device, unquote(name))
            case ["events"]:
                count = query.get("num", "")
                number = int(count) if count.isdecimal() else None
                return shapes.history(device, self.clock, number)
            case [name] if name in ADMIN:
                request.admin = True
                return self._administer(device, name, query)
            case [name]:
                return self._command(device, unquote(name), "", request)
            case [name, arguments]:
                return self._command(device, unquote(name), arguments, request)
        raise not_found()

    def _device(self, id: str) -> Device:
        device = self.house.devices.get(unquote(id))
        if device is None or not device.authorised:
            raise not_found()
        return device

    def _attribute(self, device: Device, name: str) -> shapes.Json:
        if (attribute := device.attributes.get(name)) is None:
            raise not_found()
        return shapes.one_attribute(device, attribute)

    def _command(
        self, device: Device, name: str, encoded: str, request: Request
    ) -> shapes.Json:
        signatures = [c for c in device.commands if c.name == name]
        if not signatures:
            raise not_found()
        if [c.name for c in device.extra_commands].count(name) > 1:
            raise failed()
        arguments = parse_arguments(encoded, signatures)
        if arguments is None:
            raise failed("com.hubitat.app.exception.AppException")
        request.command = True
        self.journal.command(
            CommandReceived(
                device_id=device.id,
                name=name,
                arguments=tuple(map(str, arguments)),
                at=self.clock.now(),
            )
        )
        self.bench.perform(device, name, arguments)
        return {"id": device.id, "name": device.name, "label": device.label}

    def _administer(
        self, device: Device, name: str, query: dict[str, str]
    ) -> shapes.Json:
        if name == "setLabel":
            device.label = query.get("label", device.label)
        elif name == "setDriver":
            device.type = query.get("name", device.type)
        else:
            del self.house.devices[device.id]
        return {"id": device.id, "label": device.label}

    def _modes(self, rest: list[str], _: dict[str, str], __: Request) -> shapes.Json:
        if self.faults.strikes(Fault.MODES_FORBIDDEN):
            raise failed("com.hubitat.app.exception.AppException")
        match rest:
            case []:
                pass
            case [id] if id.isdecimal() and self.house.set_mode(int(id)):
                pass
            case _:
                raise not_found()
        with_ids = not self.faults.strikes(Fault.MODE_IDS_NULL)
        return shapes.modes(self.house, ids=with_ids)

    def _hsm(self, rest: list[str], _: dict[str, str], __: Request) -> shapes.Json:
        if self.faults.strikes(Fault.HSM_FORBIDDEN):
            raise failed("com.hubitat.app.exception.AppException")
        missing = self.faults.strikes(Fault.HSM_MISSING) is not None
        match rest:
            case []:
                pass
            case [command] if command in HSM_COMMANDS:
                if not missing:
                    self.hsm.command(command)
            case _:
                raise not_found()
        return {"hsm": None if missing else self.hsm.status}

    def _variables(
        self, rest: list[str], _: dict[str, str], __: Request
    ) -> shapes.Json:
        known = {n: v for n, v in self.house.variables.items() if v.authorised}
        if not rest:
            return [shapes.variable(found) for found in known.values()]
        name = unquote(rest[0])
        if name not in known or len(rest) > 2:
            raise not_found()
        if len(rest) == 2:
            self.house.set_variable(name, _typed(unquote(rest[1]), known[name].type))
        return shapes.variable(known[name])

    def _rooms(self, rest: list[str], _: dict[str, str], __: Request) -> shapes.Json:
        if rest:
            raise not_found()
        return shapes.rooms(self.house)

    def _post_url(self, rest: list[str], _: dict[str, str], __: Request) -> shapes.Json:
        if len(rest) > 1:
            raise not_found()
        self.postman.url = (unquote(rest[0]) or None) if rest else None
        return {"url": self.postman.url}


def _typed(value: str, type: str) -> str | float | bool:
    try:
        match type:
            case "number":
                return int(value)
            case "decimal":
                return float(value)
            case "boolean":
                return _TRUTH[value]
    except (KeyError, ValueError) as err:
        raise failed("com.hubitat.app.exception.AppException") from err
    return value
