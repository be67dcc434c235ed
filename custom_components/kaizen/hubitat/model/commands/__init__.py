"""What Home Assistant wants, as commands of Maker API with their arguments.

Each function returns the commands in the order they must be sent; none is a wish the device
already fulfils by itself. Nothing here decides whether a command is allowed.
"""

from .basis import Command, Commands, ImpossibleError, simple
from .doors import clear_code, cover_position, cover_stop, cover_tilt, set_code
from .lamps import fan_off, fan_on, level_of, light_off, light_on, speed_of
from .thermostats import (
    climate_fan_mode,
    climate_mode,
    climate_on,
    climate_preset,
    climate_temperature,
)
from .values import connector, time_remaining, variable_value
from .voices import chime_on, notify, play, say, siren_on, source, speakable, volume

__all__ = [
    "Command",
    "Commands",
    "ImpossibleError",
    "chime_on",
    "clear_code",
    "climate_fan_mode",
    "climate_mode",
    "climate_on",
    "climate_preset",
    "climate_temperature",
    "connector",
    "cover_position",
    "cover_stop",
    "cover_tilt",
    "fan_off",
    "fan_on",
    "level_of",
    "light_off",
    "light_on",
    "notify",
    "play",
    "say",
    "set_code",
    "simple",
    "siren_on",
    "source",
    "speakable",
    "speed_of",
    "time_remaining",
    "variable_value",
    "volume",
]
