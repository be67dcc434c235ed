"""The tools `kaizen__secure_house`, `kaizen__arm_alarm` and `kaizen__house_status`.

None takes a code or a confirmation, and there is none that unlocks, opens or disarms: what a
model says proves nothing.
"""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, Final, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import llm
from homeassistant.util.json import JsonObjectType
import probatio

from ..const import DOMAIN
from .arming import Mode
from .facts import report_facts, status_facts
from .house import HOUSE, LOCKS, Wish
from .model import Item
from .requests import async_arm_alarm, async_secure_house, house_status, speaker_of
from .survey import Asker, async_asker

FORBIDDEN: Final = frozenset(
    {
        *("approved", "authorized", "bypass", "code", "confirm", "confirmation"),
        *("confirmed", "force", "override", "passcode", "password", "pin"),
        *("security_code", "user_code"),
    }
)
"""Arguments that would be proof if a model's word were."""
_NO_PROOF: Final = (
    "Nothing was done: this tool takes no code and no confirmation, and none is needed. "
    "Call it again without."
)
_NAME: Final = probatio.All(str, probatio.Length(max=120))
_NO_MODE: Final = "none"


class _Tool(llm.Tool):
    """A tool for the safety of the house."""

    integration = DOMAIN

    @abstractmethod
    async def async_answer(
        self, hass: HomeAssistant, asker: Asker, arguments: dict[str, Any]
    ) -> llm.ToolResult:
        """Do it for someone."""

    @override
    async def async_call(
        self,
        hass: HomeAssistant,
        tool_input: llm.ToolInput,
        llm_context: llm.LLMContext,
    ) -> llm.ToolResult:
        """Do it; an argument that poses as proof is taken out of the record and refused."""
        if strip_proof(tool_input.tool_args):
            return llm.ToolResult({"error": _NO_PROOF}, error=True)
        given = {k: v for k, v in tool_input.tool_args.items() if v not in (None, "")}
        asker = await async_asker(
            hass,
            llm_context.context,
            assistant=llm_context.assistant,
            language=llm_context.language,
        )
        return await self.async_answer(hass, asker, self.parameters(given))


class SecureHouseTool(_Tool):
    """Locks, closes, and arms if that is wanted."""

    name = "kaizen__secure_house"
    title = "Secure the house"
    description = (
        "Locks every lock and closes garage doors and gates, then arms if `arm` is given. "
        "Answer with `say`."
    )
    annotations = llm.ToolAnnotations(
        read_only=False, destructive=False, idempotent=True, open_world=False
    )
    parameters = probatio.Schema(
        {
            probatio.Optional("arm"): probatio.In(
                [*(mode.value for mode in Mode), _NO_MODE]
            ),
            probatio.Optional("locks_only"): bool,
        }
    )

    @override
    async def async_answer(
        self, hass: HomeAssistant, asker: Asker, arguments: dict[str, Any]
    ) -> llm.ToolResult:
        """Secure the house."""
        arm = arguments.get("arm", _NO_MODE)
        wish = Wish(
            kinds=LOCKS if arguments.get("locks_only") else HOUSE,
            arm=None if arm == _NO_MODE else Mode(arm),
            once=True,
        )
        report, say = await async_secure_house(hass, asker, wish)
        facts = await report_facts(report, speaker_of(hass, asker), say)
        return llm.ToolResult(facts, error=not report.complete)


class ArmAlarmTool(_Tool):
    """Arms."""

    name = "kaizen__arm_alarm"
    title = "Arm the alarm"
    description = (
        "Arms the alarm, away unless told otherwise. Cannot disarm. Answer with `say`."
    )
    annotations = llm.ToolAnnotations(
        read_only=False, destructive=False, idempotent=True, open_world=False
    )
    parameters = probatio.Schema(
        {
            probatio.Optional("mode"): probatio.In([mode.value for mode in Mode]),
            probatio.Optional("panel", description="One panel's name"): _NAME,
        }
    )

    @override
    async def async_answer(
        self, hass: HomeAssistant, asker: Asker, arguments: dict[str, Any]
    ) -> llm.ToolResult:
        """Arm."""
        wanted = arguments.get("panel", "").strip().casefold()

        def chosen(panel: Item) -> bool:
            return not wanted or wanted in (panel.name.casefold(), panel.entity_id)

        mode = Mode(arguments.get("mode", Mode.AWAY))
        wish = Wish(arm=mode, chosen=chosen, once=True)
        report, say = await async_arm_alarm(hass, asker, wish)
        facts = await report_facts(report, speaker_of(hass, asker), say)
        if not report.panels:
            panels = house_status(hass, asker).panels
            facts |= {"done": False, "panels": [panel.name for panel in panels]}
        return llm.ToolResult(facts, error=not (report.panels and report.complete))


class HouseStatusTool(_Tool):
    """Tells how the house stands."""

    name = "kaizen__house_status"
    title = "Safety of the house"
    description = (
        "Tells what is locked, open or jammed, how the alarm is armed, and what nobody "
        "knows. Answer with `say`."
    )
    annotations = llm.ToolAnnotations(
        read_only=True, destructive=False, idempotent=True, open_world=False
    )
    parameters = probatio.Schema({probatio.Optional("area"): _NAME})

    @override
    async def async_answer(
        self, hass: HomeAssistant, asker: Asker, arguments: dict[str, Any]
    ) -> llm.ToolResult:
        """Tell."""
        status = house_status(hass, asker, arguments.get("area", ""))
        return llm.ToolResult(await status_facts(status, speaker_of(hass, asker)))


def strip_proof(arguments: JsonObjectType) -> bool:
    """Take out what poses as proof; return whether there was any."""
    posing = [name for name in arguments if name.strip().casefold() in FORBIDDEN]
    for name in posing:
        del arguments[name]
    return bool(posing)


@callback
def security_tools(
    hass: HomeAssistant, llm_context: llm.LLMContext
) -> Sequence[llm.Tool]:
    """Return the tools that have something to act upon in this house."""
    barriers = hass.states.async_entity_ids_count(("lock", "cover"))
    panels = hass.states.async_entity_ids_count("alarm_control_panel")
    tools: list[llm.Tool] = []
    if panels:
        tools.append(ArmAlarmTool())
    if panels or barriers:
        tools.append(HouseStatusTool())
    if barriers:
        tools.append(SecureHouseTool())
    return tools
