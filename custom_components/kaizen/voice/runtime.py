"""What the loaded voice entry holds: who is being spoken to right now."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from homeassistant.config_entries import ConfigEntry

from .recital import Recital

type VoiceConfigEntry = ConfigEntry[VoiceRuntime]


@dataclass(slots=True)
class VoiceRuntime:
    """The texts that are being spoken, and for which satellite."""

    recitals: dict[Recital, str | None] = field(default_factory=dict)
    """Each with the entity id of the satellite it is for, where that is known."""
    _listeners: list[Callable[[str], None]] = field(default_factory=list)

    @contextmanager
    def playing(
        self, recital: Recital, satellite_id: str | None
    ) -> Iterator[Callable[[], None]]:
        """Keep a text while it is spoken; the function yielded tells that it sounds."""
        self.recitals[recital] = satellite_id
        told = False

        def sounding() -> None:
            nonlocal told
            if not told and satellite_id:
                told = True
                for listener in tuple(self._listeners):
                    listener(satellite_id)

        try:
            yield sounding
        finally:
            del self.recitals[recital]

    def async_on_sound(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call `listener` with a satellite's entity id when it begins to be spoken to."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def stop(self, satellite_id: str | None = None) -> None:
        """Stop what is spoken to a satellite, or to everyone."""
        for recital, spoken_to in tuple(self.recitals.items()):
            if satellite_id in (None, spoken_to):
                recital.stop()
