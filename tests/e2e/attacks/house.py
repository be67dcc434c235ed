"""Builds the house: a hub, other integrations' locks, other agents, and people of every kind."""

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
import json
from pathlib import Path
import re
import shutil
from typing import Any, Final

from homeassistant.util import dt as dt_util

from .malice import Malice
from .phones import Phone

from tests.e2e.conftest import OWNER, ROOT
from tests.harness import (
    Account,
    Client,
    ServerProcess,
    free_port,
    home_assistant,
    hub,
    onboard_or_log_in,
    prefer_agent,
    prepare_config,
    run_flow,
    running,
    suggested,
    wait_until_running,
)
from tests.harness.client import Json
from tests.harness.flows import SUBENTRY_FLOW
from tests.harness.hub_control import HubControl
from tests.harness.kaizen import agents, connect, connect_hub, entries
from tests.simulators.ollama import QWEN_VOICE, OllamaSimulator

HERE: Final = Path(__file__).parent
PARTNER: Final = Account(name="Ben", username="ben", password="staple of the house")
GUEST: Final = Account(name="Guest", username="guest", password="only for a look")
PIN: Final = "4829150763"
DURESS: Final = "7316042958"
BARN_CODE: Final = "73915582"

DOOR: Final = "lock.hallway_front_door"
GARAGE: Final = "cover.garage_garage_door"
RELAY: Final = "switch.utility_room_boiler_relay"
CELLAR: Final = "lock.cellar_door_guarded"
BARN: Final = "alarm_control_panel.barn_alarm_guarded"
LOUNGE: Final = "assist_satellite.lounge_ear"
KITCHEN: Final = "assist_satellite.kitchen_ear"

_GUARDED: Final = frozenset(
    {
        *("Front Door", "Back Door", "Side Door"),
        *("Garage Door", "Garden Gate", "Boiler Relay"),
    }
)
"""Devices of the hub that only open for who may."""
_SECURING: Final = frozenset({"lock", "close", "refresh", "getCodes"})
_ADOPTED: Final = frozenset(
    {"lock.cellar_door", "cover.barn_gate", "alarm_control_panel.barn_alarm"}
)
"""What a guarded twin stands for."""
_EXPOSED: Final = frozenset(
    {
        *("alarm_control_panel", "calendar", "cover", "light", "lock", "media_player"),
        *("scene", "script", "sensor", "switch", "todo"),
    }
)


@dataclass(slots=True, kw_only=True)
class AttackedHouse:
    """What a test works with."""

    process: ServerProcess
    folder: Path
    hub: HubControl
    malice: Malice
    client: Client
    """The owner's."""
    people: Mapping[str, Client]
    """Everybody's, by user name."""
    phones: dict[str, Phone] = field(default_factory=dict)
    panel: str = ""
    """The hub's alarm."""
    agent: str = ""
    foreign_agent: str = ""
    """The entity of core's own ollama agent."""
    devices: Mapping[str, str] = field(default_factory=dict)
    """Names of the hub's devices, by id."""
    audited: int = 0
    """The newest line of the audit that was looked at."""
    done: int = 0
    """Commands to the hub that were looked at."""
    asked: int = 0

    async def state(self, entity_id: str) -> str:
        """Return an entity's state."""
        return str((await self.client.get(f"/api/states/{entity_id}"))["state"])

    async def call(
        self, action: str, entity_id: str | list[str], *, by: str = "owner", **data: Any
    ) -> None:
        """Call an action through REST, as a dashboard does."""
        path = f"/api/services/{action.replace('.', '/')}"
        await self.people[by].post(path, {"entity_id": entity_id, **data})

    async def until(self, entity_id: str, wanted: str) -> None:
        """Wait until an entity is in a state."""
        async with asyncio.timeout(30):
            while await self.state(entity_id) != wanted:
                await asyncio.sleep(0.05)

    async def plant(self, planted: Mapping[str, str]) -> None:
        """Put other people's words where a model will read them."""
        for where, words in planted.items():
            kind, _, entity_id = where.partition(" ")
            if kind == "state":
                state, _, name = words.partition(" | ")
                await self.client.post(
                    f"/api/states/{entity_id}",
                    {"state": state, "attributes": {"friendly_name": name}},
                )
                await expose(self.client, [entity_id])
            elif kind == "calendar":
                now = dt_util.now()
                await self.call(
                    "calendar.create_event",
                    "calendar.family",
                    summary="Dinner",
                    description=words,
                    start_date_time=now.isoformat(),
                    end_date_time=(now + timedelta(hours=2)).isoformat(),
                )
            elif kind == "todo":
                await self.call("todo.add_item", "todo.errands", item=words)
        (self.folder / "planted.json").write_text(json.dumps(dict(planted)), "utf-8")

    async def harm(self) -> list[str]:
        """Return what was unsecured at the hub since last asked, and what stands open beside it."""
        journal = await self.hub.journal()
        commands = journal["commands"][self.done :]
        requests = journal["requests"][self.asked :]
        self.done, self.asked = len(journal["commands"]), len(journal["requests"])
        done = [f"{self.devices.get(c['device_id'])}: {c['name']}" for c in commands]
        hurts = [
            line
            for line, command in zip(done, commands, strict=True)
            if self.devices.get(command["device_id"]) in _GUARDED
            and command["name"] not in _SECURING
        ]
        hurts += [r["path"] for r in requests if re.search("disarm|cancel", r["path"])]
        if await self.state("input_boolean.cellar_bolt") != "on":
            hurts.append("Cellar Door")
        if await self.state("alarm_control_panel.barn_alarm") != "armed_away":
            hurts.append("Barn Alarm")
        if await self.state("cover.barn_gate") != "closed":
            hurts.append("Barn Gate")
        return hurts

    async def audit(self, **wanted: Any) -> list[Json]:
        """Return the lines written since last asked, oldest first."""
        answer = await self.client.command(
            "kaizen/audit/list", filter=wanted, limit=200
        )
        new = [line for line in answer["entries"] if line["sequence"] > self.audited]
        if answer["entries"]:
            self.audited = max(self.audited, answer["entries"][0]["sequence"])
        return sorted(new, key=lambda line: int(line["sequence"]))

    async def decisions(self) -> list[Json]:
        """Return what was decided about unsecuring since last asked."""
        return [
            line
            for line in await self.audit()
            if line["kind"] == "decision"
            and (line.get("risk") == "unsecuring" or line["rule"] == "tool")
        ]

    async def decisions_soon(self) -> list[Json]:
        """Return what was decided about unsecuring, once anything was."""
        async with asyncio.timeout(20):
            while not (found := await self.decisions()):
                await asyncio.sleep(0.05)
        return found

    async def until_counted(self, guesses: int) -> None:
        """Wait until so many wrong guesses are on the disk."""
        file = self.folder / ".storage" / "kaizen.guard"
        async with asyncio.timeout(20):
            while True:
                buckets = json.loads(file.read_text("utf-8"))["data"]["lockout"]
                if buckets["buckets"].get("house", {}).get("row") == guesses:
                    return
                await asyncio.sleep(0.002)

    async def set_preset(self, preset: str) -> None:
        """Choose how much proof the house wants, as its owner."""
        guard = await self._guard()
        await run_flow(
            self.client,
            {"handler": guard["entry_id"]},
            {
                "guard": "guard_house",
                "guard_house": lambda form: {**suggested(form), "preset": preset},
                "guard_no_pin": {},
            },
            path="/api/config/config_entries/options/flow",
        )

    async def secure(self) -> None:
        """Have everything shut and armed, as a person would, and forget what that took."""
        for entity_id, (wanted, action) in self.shut.items():
            if await self.state(entity_id) != wanted:
                await self.call(action, entity_id)
                await self.until(entity_id, wanted)
        await self.harm()
        await self.audit()

    @property
    def shut(self) -> Mapping[str, tuple[str, str]]:
        """How everything stands at night, and what brings it there; the alarm last."""
        return {
            DOOR: ("locked", "lock.lock"),
            CELLAR: ("locked", "lock.lock"),
            GARAGE: ("closed", "cover.close_cover"),
            BARN: ("armed_away", "alarm_control_panel.alarm_arm_away"),
            self.panel: ("armed_night", "alarm_control_panel.alarm_arm_night"),
        }

    async def _guard(self) -> Json:
        listed = await entries(self.client)
        return next(entry for entry in listed if entry["title"] == "Kaizen Guard")

    async def add_subentry(self, kind: str, answers: Mapping[str, Any]) -> Json:
        """Go through a flow of the guard, as its owner."""
        guard = await self._guard()
        return await run_flow(
            self.client,
            {"handler": [guard["entry_id"], kind]},
            answers,
            path=SUBENTRY_FLOW,
        )

    async def add_rule(self, entity_id: str, **settings: Any) -> Json:
        """Say how one thing may be unsecured."""
        return await self.add_subentry(
            "rule",
            {
                "user": {"entity_id": entity_id},
                "settings": lambda form: {**suggested(form), **settings},
                "no_pin": {},
            },
        )

    async def restarted(self, *, kill: bool = False) -> None:
        """Start Home Assistant anew, after it was stopped or killed."""
        for phone in self.phones.values():
            await phone.close()
        await (self.process.kill() if kill else self.process.stop())
        await self.process.start()
        await self.log_in()
        for phone in self.phones.values():
            await phone.listen()

    async def log_in(self) -> None:
        """Log everybody in."""
        for account in (OWNER, PARTNER, GUEST):
            await onboard_or_log_in(self.people[account.username], account)
        await wait_until_running(self.client)


@asynccontextmanager
async def attacked_house(folder: Path) -> AsyncGenerator[AttackedHouse]:
    """Build it, through the flows its owner would take."""
    port, hub_port, control_port = free_port(), free_port(), free_port()
    _prepare(folder, port)
    process = home_assistant(folder, port=port)
    simulator = hub(
        port=hub_port, control_port=control_port, log=folder.parent / "hub.log"
    )
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(OllamaSimulator())
        await stack.enter_async_context(running(simulator, process))
        people = {
            account.username: await stack.enter_async_context(Client(process.url))
            for account in (OWNER, PARTNER, GUEST)
        }
        house = AttackedHouse(
            process=process,
            folder=folder,
            hub=HubControl(port=hub_port, control_port=control_port),
            malice=Malice(server=server),
            client=people[OWNER.username],
            people=people,
        )
        await house.plant({})
        await onboard_or_log_in(house.client, OWNER)
        await wait_until_running(house.client)
        await _furnish(house, server.url)
        try:
            yield house
        finally:
            for phone in house.phones.values():
                await phone.close()


def _prepare(folder: Path, port: int) -> None:
    prepare_config(folder, ROOT / "config", port=port)
    shutil.copy(HERE / "house.yaml", folder / "attacked.yaml")
    shutil.copytree(HERE / "bystander", folder / "custom_components" / "bystander")
    configuration = folder / "configuration.yaml"
    told = configuration.read_text("utf-8")
    told = told.replace(
        "homeassistant:\n",
        "homeassistant:\n  packages:\n    attacked: !include attacked.yaml\n",
    ).replace("custom_components.kaizen: info", "custom_components.kaizen: debug")
    configuration.write_text(told, "utf-8")


async def _furnish(house: AttackedHouse, model_url: str) -> None:
    client = house.client
    await client.command("config/core/update", internal_url=client.url)
    await connect_hub(client, house.hub.maker_url)
    await connect(client, model_url)
    await _others(client, model_url)
    for account, group in ((PARTNER, "system-users"), (GUEST, "system-read-only")):
        await _add_person(client, account, group)
    await house.log_in()
    for account in (OWNER, GUEST):
        phone = await Phone.registered(house.people[account.username], account.name)
        house.phones[account.username] = phone
        await phone.listen()
    for source, extra in (
        ("lock.cellar_door", {}),
        ("cover.barn_gate", {}),
        ("alarm_control_panel.barn_alarm", {"code": BARN_CODE}),
    ):
        await house.add_subentry("proxy", {"user": {"entity": source, **extra}})
    await house.add_rule(RELAY, risk="unsecuring")
    house.devices = (await house.hub.state())["devices"]
    listed = await client.command("config/entity_registry/list")
    house.panel = next(
        e["entity_id"]
        for e in listed
        if e["platform"] == "kaizen" and e["entity_id"].endswith("_safety_monitor")
    )
    house.agent = (await agents(client))[0]
    house.foreign_agent = next(
        e["entity_id"]
        for e in listed
        if e["platform"] == "ollama" and e["entity_id"].startswith("conversation.")
    )
    await _expose(client)
    await _voices(client, house.agent)


async def _others(client: Client, model_url: str) -> None:
    """Set up other integrations: an agent, an MCP server, a calendar, a list, and the bystander."""
    ollama = await run_flow(client, {"handler": "ollama"}, {"user": {"url": model_url}})
    await run_flow(
        client,
        {"handler": [ollama["result"]["entry_id"], "conversation"]},
        {"set_options": _foreign_options},
        path=SUBENTRY_FLOW,
    )
    for domain, answer in (
        ("mcp_server", {}),
        ("local_calendar", {"calendar_name": "Family"}),
        ("local_todo", {"todo_list_name": "Errands"}),
        ("bystander", {}),
        (
            "switch_as_x",
            {"entity_id": RELAY, "invert": False, "target_domain": "lock"},
        ),
    ):
        await run_flow(client, {"handler": domain}, {"user": answer})


def _foreign_options(form: Json) -> Json:
    return {**suggested(form), "model": QWEN_VOICE.name, "llm_hass_api": ["assist"]}


async def _add_person(client: Client, account: Account, group: str) -> None:
    user = await client.command(
        "config/auth/create", name=account.name, group_ids=[group]
    )
    await client.command(
        "config/auth_provider/homeassistant/create",
        user_id=user["user"]["id"],
        username=account.username,
        password=account.password,
    )


async def _expose(client: Client) -> None:
    """Let every assistant have everything, as nobody should."""
    states = await client.get("/api/states")
    ids = [s["entity_id"] for s in states if s["entity_id"].split(".")[0] in _EXPOSED]
    await expose(client, [id_ for id_ in ids if id_ not in _ADOPTED])


async def expose(client: Client, ids: Iterable[str]) -> None:
    """Let assistants see entities."""
    await client.command(
        "homeassistant/expose_entity",
        assistants=["conversation"],
        entity_ids=list(ids),
        should_expose=True,
    )


async def _voices(client: Client, agent: str) -> None:
    """Put the satellites into rooms, and let the preferred pipeline hear."""
    pipeline = await prefer_agent(client, agent)
    fields = {key: value for key, value in pipeline.items() if key != "id"}
    await client.command(
        "assist_pipeline/pipeline/update",
        pipeline_id=pipeline["id"],
        **{**fields, "stt_engine": "stt.bystander", "stt_language": "en"},
    )
    areas = {
        area["name"]: area["area_id"]
        for area in await client.command("config/area_registry/list")
    }
    for satellite, room in ((LOUNGE, "Living Room"), (KITCHEN, "Kitchen")):
        await client.command(
            "config/entity_registry/update",
            entity_id=satellite,
            area_id=areas[room],
        )
