"""The actions `kaizen.secure_house`, `kaizen.arm` and `kaizen.house_status`."""

from dataclasses import dataclass
from typing import Final

from homeassistant.const import (
    ATTR_AREA_ID,
    ATTR_DEVICE_ID,
    ATTR_ENTITY_ID,
    ATTR_FLOOR_ID,
    ATTR_LABEL_ID,
    ENTITY_MATCH_ALL,
)
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_excluded_entity_ids,
    async_extract_referenced_entity_ids,
)
import probatio

from ..const import DOMAIN
from .arming import Mode
from .facts import report_record, status_record
from .goal import GOALS
from .house import HOUSE, LOCKS, Wish
from .model import Kind
from .outcome import Report
from .requests import async_arm_alarm, async_secure_house, speaker_of
from .status import HouseStatus
from .survey import Asker, async_asker, async_item, async_survey

ATTR_ARM: Final = "arm"
ATTR_LANGUAGE: Final = "language"
ATTR_LOCKS_ONLY: Final = "locks_only"
ATTR_MODE: Final = "mode"
ATTR_VALVES: Final = "valves"
ATTR_WINDOWS: Final = "windows"

_TARGETS: Final = frozenset(
    {ATTR_AREA_ID, ATTR_DEVICE_ID, ATTR_ENTITY_ID, ATTR_FLOOR_ID, ATTR_LABEL_ID}
)
_TARGET: Final = {
    **cv.ENTITY_SERVICE_FIELDS,
    probatio.Optional(ATTR_LANGUAGE): cv.string,
}
SECURE_SCHEMA: Final = probatio.Schema(
    {
        **_TARGET,
        probatio.Optional(ATTR_ARM): probatio.Coerce(Mode),
        probatio.Optional(ATTR_LOCKS_ONLY, default=False): cv.boolean,
        probatio.Optional(ATTR_WINDOWS, default=False): cv.boolean,
        probatio.Optional(ATTR_VALVES, default=False): cv.boolean,
    }
)
ARM_SCHEMA: Final = probatio.Schema(
    {**_TARGET, probatio.Required(ATTR_MODE): probatio.Coerce(Mode)}
)
STATUS_SCHEMA: Final = probatio.Schema(_TARGET)


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for name, action, schema, response in (
        ("secure_house", _async_secure, SECURE_SCHEMA, SupportsResponse.OPTIONAL),
        ("arm", _async_arm, ARM_SCHEMA, SupportsResponse.OPTIONAL),
        ("house_status", _async_status, STATUS_SCHEMA, SupportsResponse.ONLY),
    ):
        hass.services.async_register(
            DOMAIN, name, action, schema=schema, supports_response=response
        )


async def _async_secure(call: ServiceCall) -> ServiceResponse:
    """Lock and close what is targeted, or the house.

    Raises:
        HomeAssistantError: Something is not safe, and nobody asked for the response.
        ServiceValidationError: A targeted entity does not exist.
    """
    asker = await _async_asker(call)
    target = _target(call, asker)
    kinds = set(LOCKS if call.data[ATTR_LOCKS_ONLY] else HOUSE)
    kinds |= {Kind.WINDOW} if call.data[ATTR_WINDOWS] else set()
    kinds |= {Kind.VALVE} if call.data[ATTR_VALVES] else set()
    wish = Wish(
        kinds=frozenset(kinds | target.named),
        entity_ids=target.entity_ids,
        panel_ids=target.entity_ids if target.has_panels else None,
        arm=call.data.get(ATTR_ARM),
    )
    return await _async_close(
        call, asker, *await async_secure_house(call.hass, asker, wish)
    )


async def _async_arm(call: ServiceCall) -> ServiceResponse:
    """Arm the targeted panels, or all.

    Raises:
        HomeAssistantError: A panel is not armed as wished, and nobody asked for the response.
        ServiceValidationError: There is no such panel, or none at all.
    """
    asker = await _async_asker(call)
    target = _target(call, asker)
    wish = Wish(arm=call.data[ATTR_MODE], panel_ids=target.entity_ids)
    report, say = await async_arm_alarm(call.hass, asker, wish)
    if not report.panels:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="security_no_alarm"
        )
    return await _async_close(call, asker, report, say)


async def _async_status(call: ServiceCall) -> ServiceResponse:
    """Tell how what is targeted, or the house, stands.

    Raises:
        ServiceValidationError: A targeted entity does not exist.
    """
    asker = await _async_asker(call)
    target = _target(call, asker)
    survey = async_survey(call.hass, asker, target.entity_ids)
    status = HouseStatus(items=survey.items, unseen=survey.unseen)
    return await status_record(status, speaker_of(call.hass, asker))


async def _async_asker(call: ServiceCall) -> Asker:
    return await async_asker(
        call.hass,
        call.context,
        assistant=None,
        language=call.data.get(ATTR_LANGUAGE),
    )


async def _async_close(
    call: ServiceCall, asker: Asker, report: Report, say: str
) -> ServiceResponse:
    if call.return_response:
        return await report_record(report, speaker_of(call.hass, asker), say)
    if not report.complete:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="security_incomplete",
            translation_placeholders={"text": say},
        )
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """What an action is about."""

    entity_ids: frozenset[str] | None = None
    """None for the house."""
    named: frozenset[Kind] = frozenset()
    """Kinds of what is named one by one, which are meant whatever the switches say."""
    has_panels: bool = False


@callback
def _target(call: ServiceCall, asker: Asker) -> _Target:
    data = call.data
    selection = TargetSelection(dict(data))
    if not _TARGETS & data.keys():
        return _Target()
    if ENTITY_MATCH_ALL in selection.entity_ids:
        excluded = async_extract_excluded_entity_ids(call.hass, selection)
        house = {item.entity_id for item in async_survey(call.hass, asker).items}
        return _Target(entity_ids=frozenset(house - excluded))
    selected = async_extract_referenced_entity_ids(call.hass, selection)
    named = {id_: async_item(call.hass, id_) for id_ in selected.referenced}
    if missing := [id_ for id_ in named if call.hass.states.get(id_) is None]:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="security_no_entity",
            translation_placeholders={"entities": ", ".join(sorted(missing))},
        )
    entity_ids = selected.referenced | selected.indirectly_referenced
    return _Target(
        entity_ids=frozenset(entity_ids),
        named=frozenset(i.kind for i in named.values() if i and i.kind in GOALS),
        has_panels=any(id_.startswith("alarm_control_panel.") for id_ in entity_ids),
    )
