"""Wake words, heard on this machine by microWakeWord models; nothing leaves it before one is heard."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from pymicro_wakeword import MicroWakeWord, MicroWakeWordFeatures, Model

NAMES: Final = tuple(model.value for model in Model)
"""Models that come with the library."""


def load(names: Iterable[str], threshold: float | None = None) -> list[MicroWakeWord]:
    """Load models by their names, or by the paths of their JSON files.

    Raises:
        ValueError: there is no such model.
    """
    models = []
    for name in names:
        try:
            if name in NAMES:
                model = MicroWakeWord.from_builtin(Model(name))
            else:
                model = MicroWakeWord.from_config(Path(name))
        except (OSError, KeyError, ValueError) as err:
            raise ValueError(
                f"There is no wake word {name}: choose one of {', '.join(NAMES)}, or the JSON file "
                f"of a microWakeWord model ({err})."
            ) from err
        if threshold is not None:
            model.probability_cutoff = threshold
        models.append(model)
    return models


class WakeWords:
    """Listens to one stream of 16 kHz audio."""

    def __init__(self, models: Sequence[MicroWakeWord]) -> None:
        """Take the models, which belong to this stream from now on."""
        self._models = models
        self._features = MicroWakeWordFeatures()
        self.phrases = {model.id: model.wake_word for model in models}
        """What to say, by the name of the model."""

    def hear(self, pcm: bytes) -> str | None:
        """Take more audio; return the name of the word that was said in it."""
        if not self._models:
            return None
        for features in self._features.process_streaming(pcm):
            # Every model has to see every feature: they remember.
            said = [m.id for m in self._models if m.process_streaming(features)]
            if said:
                self.forget()
                return said[0]
        return None

    def forget(self) -> None:
        """Begin anew, as if nothing had been said."""
        self._features.reset()
        for model in self._models:
            model.reset()
