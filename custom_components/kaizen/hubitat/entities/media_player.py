"""Media players: speakers that play, and everything with a volume."""

from collections.abc import Mapping
from typing import Any, Final, override

from homeassistant.components import media_source
from homeassistant.components.media_player import (
    ATTR_MEDIA_ANNOUNCE,
    BrowseMedia,
    MediaPlayerEntity,
    MediaPlayerEntityFeature,
    MediaPlayerState,
    MediaType,
    async_process_play_media_url,
)
from homeassistant.const import Platform

from ..entity import DeviceEntity
from ..model import EntityBlueprint, Feature, commands, readings
from ..runtime import HubRuntime
from . import entities_of, of_device

_FEATURES: Final[Mapping[Feature, MediaPlayerEntityFeature]] = {
    Feature.TURN_ON: MediaPlayerEntityFeature.TURN_ON,
    Feature.TURN_OFF: MediaPlayerEntityFeature.TURN_OFF,
    Feature.VOLUME_SET: MediaPlayerEntityFeature.VOLUME_SET,
    Feature.VOLUME_STEP: MediaPlayerEntityFeature.VOLUME_STEP,
    Feature.MUTE: MediaPlayerEntityFeature.VOLUME_MUTE,
    Feature.PLAY: MediaPlayerEntityFeature.PLAY,
    Feature.PAUSE: MediaPlayerEntityFeature.PAUSE,
    Feature.STOP: MediaPlayerEntityFeature.STOP,
    Feature.NEXT: MediaPlayerEntityFeature.NEXT_TRACK,
    Feature.PREVIOUS: MediaPlayerEntityFeature.PREVIOUS_TRACK,
    Feature.SOURCE: MediaPlayerEntityFeature.SELECT_SOURCE,
    Feature.PLAY_MEDIA: MediaPlayerEntityFeature.PLAY_MEDIA
    | MediaPlayerEntityFeature.BROWSE_MEDIA,
}
_RESTORE: Final = "playTrackAndRestore"


class HubPlayer(DeviceEntity, MediaPlayerEntity):
    """A media player."""

    _attr_media_content_type = MediaType.MUSIC

    def __init__(
        self, runtime: HubRuntime, blueprint: EntityBlueprint, device_id: str
    ) -> None:
        """Decide for good what it can do."""
        super().__init__(runtime, blueprint, device_id)
        announces = _RESTORE in blueprint.commands
        self._attr_supported_features = self.features(
            _FEATURES,
            MediaPlayerEntityFeature.MEDIA_ANNOUNCE
            if announces
            else MediaPlayerEntityFeature(0),
        )
        if blueprint.options:
            self._attr_source_list = list(blueprint.options)

    @property
    @override
    def state(self) -> MediaPlayerState | None:
        """Return what it is doing."""
        state = readings.player(self.device, self.blueprint)
        return None if state is None else MediaPlayerState(state)

    @property
    @override
    def volume_level(self) -> float | None:
        """Return how loud it is, 0 to 1."""
        return readings.volume(self.device)

    @property
    @override
    def is_volume_muted(self) -> bool | None:
        """Return whether it is mute."""
        return readings.muted(self.device)

    @property
    @override
    def source(self) -> str | None:
        """Return which input it plays."""
        return self.device.text("mediaInputSource")

    @property
    @override
    def media_title(self) -> str | None:
        """Return what it plays, as it describes it."""
        return self.device.text("trackDescription")

    async def _async_simple(self, command: str) -> None:
        await self.async_do(commands.simple, self.device, command)

    @override
    async def async_turn_on(self) -> None:
        """Switch it on."""
        await self._async_simple("on")

    @override
    async def async_turn_off(self) -> None:
        """Switch it off."""
        await self._async_simple("off")

    @override
    async def async_set_volume_level(self, volume: float) -> None:
        """Set how loud it is, 0 to 1."""
        await self.async_do(commands.volume, self.device, volume)

    @override
    async def async_volume_up(self) -> None:
        """Make it a step louder."""
        await self._async_simple("volumeUp")

    @override
    async def async_volume_down(self) -> None:
        """Make it a step softer."""
        await self._async_simple("volumeDown")

    @override
    async def async_mute_volume(self, mute: bool) -> None:
        """Make it mute, or heard again."""
        await self._async_simple("mute" if mute else "unmute")

    @override
    async def async_media_play(self) -> None:
        """Play."""
        await self._async_simple("play")

    @override
    async def async_media_pause(self) -> None:
        """Pause."""
        await self._async_simple("pause")

    @override
    async def async_media_stop(self) -> None:
        """Stop."""
        await self._async_simple("stop")

    @override
    async def async_media_next_track(self) -> None:
        """Play what comes next."""
        await self._async_simple("nextTrack")

    @override
    async def async_media_previous_track(self) -> None:
        """Play what came before."""
        await self._async_simple("previousTrack")

    @override
    async def async_select_source(self, source: str) -> None:
        """Play another input."""
        await self.async_do(commands.source, source)

    @override
    async def async_play_media(
        self, media_type: MediaType | str, media_id: str, **kwargs: Any
    ) -> None:
        """Play what is at an address or in a media source; after an announcement go on as before."""
        if media_source.is_media_source_id(media_id):
            found = await media_source.async_resolve_media(
                self.hass, media_id, self.entity_id
            )
            media_id = found.url
        await self.async_do(
            commands.play,
            self.device,
            async_process_play_media_url(self.hass, media_id),
            announce=bool(kwargs.get(ATTR_MEDIA_ANNOUNCE)),
        )

    @override
    async def async_browse_media(
        self,
        media_content_type: MediaType | str | None = None,
        media_content_id: str | None = None,
    ) -> BrowseMedia:
        """Let someone choose what to play."""
        return await media_source.async_browse_media(
            self.hass,
            media_content_id,
            content_filter=lambda item: item.media_content_type.startswith("audio/"),
        )


async_setup_entry = entities_of(Platform.MEDIA_PLAYER, of_device(HubPlayer))
