"""Fewer words for tools that Home Assistant itself brings.

Three quarters of a prompt are tools, and most of their words repeat a name, or offer choices
nobody says aloud. A row shortens what the model reads, never what a call may say: names,
required parameters and their types stay, and Home Assistant checks every call against the tool's
own schema. A tool without a row, or whose name has changed, keeps its own words. Rows are the
same for every window, so that agents of one model share one prompt.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from .schema import Schema


@dataclass(frozen=True, slots=True)
class Brief:
    """What a model is told of one tool."""

    description: str | None = None
    """None where the name says it all."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Descriptions of parameters; an empty one leaves it to the name."""
    without: Collection[str] = ()
    """Optional parameters that are not shown."""
    choices: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Of a parameter's allowed values, those that are shown."""

    def retell(self, parameters: Schema, without: Collection[str] = ()) -> Schema:
        """Return a tool's flat parameters as the model reads them."""
        hidden = {*self.without, *without} - set(parameters.get("required", ()))
        shown = {
            name: self._retold(name, schema)
            for name, schema in parameters["properties"].items()
            if name not in hidden
        }
        return {**parameters, "properties": shown}

    def _retold(self, name: str, schema: Schema) -> Schema:
        told = _narrowed(schema, self.choices.get(name, ()))
        words = self.words.get(name, told.get("description"))
        told.pop("description", None)
        return {**told, "description": words} if words else told


def _narrowed(schema: Schema, wanted: Collection[str]) -> Schema:
    """Leave only wanted values; all of them, if none of these is allowed."""
    narrowed: dict[str, Any] = dict(schema)
    if isinstance(items := schema.get("items"), Mapping):
        narrowed["items"] = _narrowed(dict(items), wanted)
    if kept := [value for value in schema.get("enum", ()) if value in wanted]:
        narrowed["enum"] = kept
    return narrowed


_DOMAIN: Final = ("domain",)
"""Left out by tools of one domain: only one value is allowed, and it is the default."""
_PLAYER: Final = ("domain", "device_class")
_MUTED: Final = (*_PLAYER, "is_volume_muted")
"""The mute tools set it themselves, whatever a call says."""
_COVERS: Final = (
    *("awning", "blind", "curtain", "shade", "shutter"),
    *("door", "garage", "gate", "window"),
)
_MOVING: Final = {"device_class": _COVERS}
_SWITCHED: Final = {"device_class": (*_COVERS, "outlet", "tv", "speaker")}
_SET_TO: Final = "start_* is what it was first set to"
_BY_NAME: Final = Brief()
_OF_A_DOMAIN: Final = Brief(without=_DOMAIN)
_OF_A_PLAYER: Final = Brief(without=_PLAYER)

BRIEFS: Final[Mapping[str, Brief]] = {
    "calendar__get_events": Brief(
        "Reads a calendar; take the week to find out if something happens. "
        "`end` is exclusive"
    ),
    "climate__HassClimateSetTemperature": _BY_NAME,
    "fan__HassFanSetSpeed": Brief(words={"percentage": ""}, without=_DOMAIN),
    "homeassistant__GetLiveContext": Brief(
        "Reads states, values and modes as they are now; call it first if a wish depends on "
        "one. Filter by name, area, domain",
        {"name": "", "domain": "", "area": ""},
    ),
    "humidifier__HassHumidifierMode": _BY_NAME,
    "humidifier__HassHumidifierSetpoint": _BY_NAME,
    "intent__HassCancelAllTimers": _BY_NAME,
    "intent__HassCancelTimer": _BY_NAME,
    "intent__HassDecreaseTimer": Brief(f"Removes time; {_SET_TO}"),
    "intent__HassIncreaseTimer": Brief(f"Adds time; {_SET_TO}"),
    "intent__HassPauseTimer": _BY_NAME,
    "intent__HassSetPosition": Brief(
        "Moves a cover or valve: 0 is closed, 100 open", choices=_MOVING
    ),
    "intent__HassStartTimer": Brief(words={"conversation_command": "Done at its end"}),
    "intent__HassStopMoving": Brief("Stops a moving cover or valve", choices=_MOVING),
    "intent__HassTimerStatus": _BY_NAME,
    "intent__HassTurnOff": Brief(
        "Turns off, closes, deactivates; unlocks a lock", choices=_SWITCHED
    ),
    "intent__HassTurnOn": Brief(
        "Turns on, opens, presses, activates; locks a lock", choices=_SWITCHED
    ),
    "intent__HassUnpauseTimer": _BY_NAME,
    "lawn_mower__HassLawnMowerDock": _OF_A_DOMAIN,
    "lawn_mower__HassLawnMowerStartMowing": _OF_A_DOMAIN,
    "light__HassLightSet": Brief(
        words={"brightness": "0 to 100", "temperature": "Kelvin"}, without=_DOMAIN
    ),
    "llm__GetDateTime": _BY_NAME,
    "media_player__HassMediaNext": _OF_A_PLAYER,
    "media_player__HassMediaPause": _OF_A_PLAYER,
    "media_player__HassMediaPlayerMute": Brief(without=_MUTED),
    "media_player__HassMediaPlayerUnmute": Brief(without=_MUTED),
    "media_player__HassMediaPrevious": _OF_A_PLAYER,
    "media_player__HassMediaUnpause": Brief("Resumes", without=_PLAYER),
    "media_player__HassSetVolume": Brief(
        words={"volume_level": "0 to 100"}, without=_PLAYER
    ),
    "media_player__HassSetVolumeRelative": _BY_NAME,
    "media_player__play_media": Brief(
        "Plays a search result, with the same player_* as the search, or a URL",
        {
            "media_content_id": "Copied from the result, or a URL",
            "media_content_type": "Copied from the result; `music` for an audio URL",
        },
    ),
    "media_player__search_media": Brief(
        "Searches a player for media, or inside an earlier result, such as an album",
        {
            "search_query": "Song, artist or album",
            "within_media_content_id": "Copied from the result to search inside",
            "within_media_content_type": "Copied from that result",
        },
    ),
    "todo__HassListAddItem": _BY_NAME,
    "todo__HassListCompleteItem": _BY_NAME,
    "todo__HassListRemoveItem": _BY_NAME,
    "todo__get_items": Brief(words={"status": ""}),
    "vacuum__HassVacuumCleanArea": _BY_NAME,
    "vacuum__HassVacuumReturnToBase": _OF_A_DOMAIN,
    "vacuum__HassVacuumStart": _OF_A_DOMAIN,
}
