"""Measures a house: start-up, single events, bursts, and memory over many events."""

from collections.abc import Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass
import time
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry

from benchmarks.instance import async_add

from .peers import (
    AGAIN,
    PLAIN,
    listen_plainly,
    load_one_by_one,
    plain_entity_id,
    plain_socket,
)
from .rig import WEBHOOK, HubRig, Probe
from .server import SOCKET
from .watch import Change, Heart, beating, memory, watching

KAIZEN: Final = "kaizen"
_WARM_UP: Final = 5
"""Groups of events before memory is looked at for the first time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is measured."""

    singles: int = 1000
    """Events one at a time."""
    bursts: int = 5
    burst: int = 1000
    """Events of a burst."""
    soak: int = 0
    """Bursts over which memory is watched."""
    one_by_one: int = 74
    """Devices the peer loads, at most; what each costs it is counted up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubBench:
    """One house."""

    rig: HubRig
    effort: Effort

    async def run(self) -> dict[str, Any]:
        """Return the measurements as JSON."""
        one_by_one = await load_one_by_one(self.rig, self.effort.one_by_one)
        before = len(self.rig.hass.states.async_entity_ids())
        entry, start = await self._start()
        entities = len(self.rig.hass.states.async_entity_ids()) - before
        again = await self._restart(entry)
        probes = self.rig.probes(entry)
        await self.rig.hub.report_on(self.rig.session, probes)
        samples = [
            *await self._by_webhook(probes),
            *await self._by_socket(entry, probes),
        ]
        return {
            "devices": len(entry.runtime_data.state.devices),
            "entities": entities,
            "one by one": one_by_one,
            "start": start,
            "restart": again,
            "samples": samples,
            "soak": await self._soak(probes) if self.effort.soak else None,
        }

    async def _start(self) -> tuple[ConfigEntry, dict[str, float]]:
        """Connect the hub for the first time."""
        entry = self.rig.entry()
        return entry, await self._until_shown(async_add(self.rig.hass, entry))

    async def _restart(self, entry: ConfigEntry) -> dict[str, float]:
        """Set the entry up again, with every device and entity registered."""
        entries = self.rig.hass.config_entries
        await entries.async_unload(entry.entry_id)
        return await self._until_shown(entries.async_setup(entry.entry_id))

    async def _until_shown(self, start: Coroutine[Any, Any, Any]) -> dict[str, float]:
        """Measure a start; it ends when every entity has a state."""
        await self.rig.hub.forget(self.rig.session)
        async with beating() as heart:
            began, cpu = time.time(), time.process_time()
            await start
            await self.rig.hass.async_block_till_done()
            ended, cpu = time.time(), time.process_time() - cpu
        return {
            "seconds": ended - began,
            "requests": len(await self.rig.hub.requests(self.rig.session)),
            "cpu": cpu,
            "stall": 1000 * heart.longest(began, ended),
        }

    async def _by_webhook(self, probes: Sequence[Probe]) -> list[dict[str, Any]]:
        """Let the hub post every event to all contenders, in a new order each time."""
        for contender in (PLAIN, AGAIN):
            listen_plainly(self.rig.hass, contender)
        hooks = {PLAIN: PLAIN, AGAIN: AGAIN, WEBHOOK: KAIZEN}
        posts = f"{self.rig.address}/api/webhook"
        receivers = {f"{posts}/{hook}": owner for hook, owner in hooks.items()}
        return await self._events("webhook", probes, receivers)

    async def _by_socket(
        self, entry: ConfigEntry, probes: Sequence[Probe]
    ) -> list[dict[str, Any]]:
        """Let one contender after the other listen to the socket: whoever reads first would delay the others."""
        samples = []
        for contender in (PLAIN, AGAIN):
            async with plain_socket(self.rig, contender):
                samples += await self._events(SOCKET, probes, {SOCKET: contender})
        await self.rig.use_socket(entry)
        return samples + await self._events(SOCKET, probes, {SOCKET: KAIZEN})

    async def _events(
        self, way: str, probes: Sequence[Probe], receivers: Mapping[str, str]
    ) -> list[dict[str, Any]]:
        effort = self.effort
        # Only what differs changes a state; Kaizen has just asked the hub, so for it everything does.
        for owner in set(receivers.values()) - {KAIZEN}:
            for probe in probes:
                self.rig.hass.states.async_remove(_entity_id(owner, probe))
        await self._tell(probes, receivers, len(probes), together=len(probes))
        singles = await self._tell(probes, receivers, effort.singles, together=1)
        bursts = await self._tell(
            probes, receivers, effort.bursts * effort.burst, together=effort.burst
        )
        return [
            {"way": way, "kind": kind, **sample}
            for kind, samples in (("event", singles), ("burst", bursts))
            for sample in samples
        ]

    async def _tell(
        self,
        probes: Sequence[Probe],
        receivers: Mapping[str, str],
        count: int,
        *,
        together: int,
    ) -> list[dict[str, Any]]:
        """Have groups of events reported and wait until all are applied; return a sample for each group and receiver."""
        owners = {
            _entity_id(owner, probe): owner
            for owner in receivers.values()
            for probe in probes
        }
        async with beating() as heart:
            with watching(self.rig.hass, owners) as watch:
                told = await self.rig.hub.tell(
                    self.rig.session, count, together=together, to=list(receivers)
                )
                await watch.until(dict.fromkeys(receivers.values(), count))
        return list(_samples(told, receivers, watch.changes, together, heart))

    async def _soak(self, probes: Sequence[Probe]) -> dict[str, Any]:
        receivers, burst = {SOCKET: KAIZEN}, self.effort.burst
        await self._tell(probes, receivers, _WARM_UP * burst, together=burst)
        before = memory()
        for _ in range(self.effort.soak):
            await self._tell(probes, receivers, burst, together=burst)
        after = memory()
        return {
            "events": self.effort.soak * burst,
            "rss": after.rss - before.rss,
            "blocks": after.blocks - before.blocks,
        }


def _entity_id(owner: str, probe: Probe) -> str:
    if owner == KAIZEN:
        return probe.entity_id
    return plain_entity_id(owner, probe.device_id, probe.attribute)


def _samples(
    told: Sequence[tuple[str, float]],
    receivers: Mapping[str, str],
    changes: Sequence[Change],
    together: int,
    heart: Heart,
) -> Iterator[dict[str, Any]]:
    """Match groups of events with the changes they made; each receiver applies them in order."""
    for receiver, owner in receivers.items():
        own = iter([change for change in changes if change.owner == owner])
        for at in (at for whom, at in told if whom == receiver):
            group = [change for _, change in zip(range(together), own, strict=False)]
            first, last = group[0], group[-1]
            yield {
                "contender": owner,
                "time": 1000 * (last.at - at),
                "cpu": 1000 * (last.cpu - first.cpu),
                "stall": 1000 * heart.longest(at, last.at),
            }
