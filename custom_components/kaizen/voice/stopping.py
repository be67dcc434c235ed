"""The action that stops what is being said, and everything behind it."""

from collections.abc import Iterable
from typing import Final

from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.components.assist_satellite import DOMAIN as SATELLITES
from homeassistant.components.assist_satellite.const import (
    DATA_COMPONENT as SATELLITE_COMPONENT,
)
from homeassistant.components.assist_satellite.entity import AssistSatelliteState
from homeassistant.components.conversation import DOMAIN as CONVERSATION
from homeassistant.components.media_player import (
    DOMAIN as MEDIA_PLAYER,
    MediaPlayerEntityFeature,
    MediaPlayerState,
)
from homeassistant.const import (
    ATTR_ENTITY_ID,
    ATTR_SUPPORTED_FEATURES,
    SERVICE_MEDIA_STOP,
)
from homeassistant.core import Context, HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import (
    HomeAssistantError,
    ServiceValidationError,
    Unauthorized,
)
from homeassistant.helpers import config_validation as cv, entity_registry as er
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)
import probatio

from ..assistant.answers import Answer, Cause, async_answers, async_interrupt
from ..const import CONF_KIND, DOMAIN, LOGGER, EntryKind

SERVICE_STOP: Final = "stop_speaking"
SCHEMA: Final = probatio.Schema(cv.TARGET_SERVICE_FIELDS)

_DOMAINS: Final = frozenset({SATELLITES, CONVERSATION})
_PLAYING: Final = frozenset({MediaPlayerState.PLAYING, MediaPlayerState.BUFFERING})


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the action."""
    hass.services.async_register(DOMAIN, SERVICE_STOP, _async_stop, schema=SCHEMA)


async def _async_stop(call: ServiceCall) -> None:
    """Stop model, wait for tools, synthesis and playback.

    Raises:
        ServiceValidationError: A target is neither a satellite nor an agent of Kaizen.
        Unauthorized: A target is not the user's to control.
    """
    hass = call.hass
    targets = _targets(call)
    await _async_check(hass, targets, call.context)
    everywhere = not targets
    if everywhere:
        targets.update(
            state.entity_id
            for state in hass.states.async_all(SATELLITES)
            if state.state == AssistSatelliteState.RESPONDING
        )
    for answer in list(async_answers(hass).unfinished()):
        if everywhere or _is_meant(answer, targets):
            if answer.satellite_id:
                targets.add(answer.satellite_id)
            async_interrupt(hass, answer, Cause.STOPPED)
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        if entry.data[CONF_KIND] == EntryKind.VOICE and everywhere:
            entry.runtime_data.stop()
    for target in targets:
        if target.startswith(f"{SATELLITES}."):
            await _async_silence(hass, target, call.context)


def _targets(call: ServiceCall) -> set[str]:
    """Return the satellites and agents that are named, one by one or by their device or room.

    Raises:
        ServiceValidationError: Something else is named.
    """
    selected = async_extract_referenced_entity_ids(
        call.hass, TargetSelection(dict(call.data))
    )
    for entity_id in selected.referenced:
        if entity_id.partition(".")[0] not in _DOMAINS:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="voice_not_a_speaker",
                translation_placeholders={"entity": entity_id},
            )
    everything = selected.referenced | selected.indirectly_referenced
    found = {one for one in everything if one.partition(".")[0] in _DOMAINS}
    if not found and any(call.data.values()):
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="voice_not_a_speaker",
            translation_placeholders={"entity": str(dict(call.data))},
        )
    return found


async def _async_check(
    hass: HomeAssistant, targets: Iterable[str], context: Context
) -> None:
    user = await hass.auth.async_get_user(context.user_id) if context.user_id else None
    if user is None:
        return
    for entity_id in targets:
        if not user.permissions.check_entity(entity_id, POLICY_CONTROL):
            raise Unauthorized(context=context, entity_id=entity_id)


def _is_meant(answer: Answer, targets: set[str]) -> bool:
    return answer.agent_id in targets or answer.satellite_id in targets


async def _async_silence(
    hass: HomeAssistant, satellite_id: str, context: Context
) -> None:
    """Cancel a satellite's run, whoever answers it, and stop its player if it has one."""
    component = hass.data.get(SATELLITE_COMPONENT)
    if component and (satellite := component.get_entity(satellite_id)):
        # Home Assistant does so itself before an announcement, and offers no other way.
        await satellite._cancel_running_pipeline()  # noqa: SLF001
    for player in _players(hass, satellite_id):
        try:
            await hass.services.async_call(
                MEDIA_PLAYER,
                SERVICE_MEDIA_STOP,
                {ATTR_ENTITY_ID: player},
                blocking=True,
                context=context,
            )
        except HomeAssistantError as err:
            LOGGER.warning("%s could not be stopped: %s", player, err)


@callback
def _players(hass: HomeAssistant, satellite_id: str) -> list[str]:
    """Return the players of a satellite's device that are playing."""
    registry = er.async_get(hass)
    satellite = registry.async_get(satellite_id)
    if satellite is None or satellite.device_id is None:
        return []
    return [
        entry.entity_id
        for entry in er.async_entries_for_device(registry, satellite.device_id)
        if entry.domain == MEDIA_PLAYER
        and (state := hass.states.get(entry.entity_id))
        and state.state in _PLAYING
        and state.attributes.get(ATTR_SUPPORTED_FEATURES, 0)
        & MediaPlayerEntityFeature.STOP
    ]
