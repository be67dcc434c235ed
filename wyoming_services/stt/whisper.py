"""Whisper on CTranslate2: one model in memory, one utterance at a time."""

from collections.abc import Callable
from dataclasses import dataclass
import os
from pathlib import Path
from typing import Any, Final, Protocol

from faster_whisper import WhisperModel
from faster_whisper.audio import pad_or_trim
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens

from .audio import RATE, Samples
from .window import FULL, Attempt, better, token_cap, window_for

_FRAMES_A_SECOND: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What is to be written down."""

    samples: Samples
    language: str | None
    """Two letters; None where it has to be found out."""
    prompt: str | None = None
    """Names it may hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcription:
    """What was understood."""

    text: str
    language: str
    window: float
    """Seconds of the window that was believed."""
    fell_back: bool


class Transcriber(Protocol):
    """What turns utterances into text; runs in a thread of its own."""

    def __call__(
        self, utterance: Utterance, is_unwanted: Callable[[], bool]
    ) -> Transcription | None:
        """Return the text; None when nobody wants it any more."""


def threads_for(wanted: int | None) -> int:
    """Return how many threads to use: a core each, but more than four do not help."""
    return wanted or min(4, os.process_cpu_count() or 2)


class Whisper:
    """A model that has been loaded."""

    def __init__(
        self, folder: Path, *, beam: int = 5, threads: int = 2, compute: str = "int8"
    ) -> None:
        """Load a model from its folder; nothing is ever fetched.

        Raises:
            RuntimeError: there is none, or it is broken.
        """
        if not (folder / "model.bin").is_file():
            raise RuntimeError(
                f"There is no Whisper model in {folder}: run `python -m wyoming_services.models` first."
            )
        self._model: Any = WhisperModel(
            str(folder),
            device="cpu",
            compute_type=compute,
            cpu_threads=threads,
            local_files_only=True,
        )
        self._beam = beam

    @property
    def languages(self) -> list[str]:
        """Return the languages it knows."""
        return list(self._model.supported_languages)

    def count_tokens(self, text: str) -> int:
        """Return how much of a prompt's room a text takes."""
        encoded = self._model.hf_tokenizer.encode(text, add_special_tokens=False)
        return len(encoded.ids)

    def guarded(
        self, utterance: Utterance, is_unwanted: Callable[[], bool]
    ) -> Transcription | None:
        """Transcribe with the smallest window that is safe, and again with the full one when in doubt."""
        seconds = len(utterance.samples) / RATE
        if seconds > FULL:
            return self.stock(utterance, is_unwanted)
        language = utterance.language
        tried: list[Attempt] = []
        for window in dict.fromkeys((window_for(seconds), FULL)):
            encoded = self._encode(utterance.samples, window)
            if is_unwanted():
                return None
            language = language or self._language(encoded)
            tried.append(
                self._decode(encoded, language, utterance.prompt, seconds, window)
            )
            if is_unwanted():
                return None
            if not tried[-1].is_doubtful:
                break
        best = better(*tried) if len(tried) > 1 else tried[0]
        assert language
        return Transcription(
            text="" if best.is_nothing else best.text,
            language=language,
            window=best.window,
            fell_back=len(tried) > 1,
        )

    def stock(
        self, utterance: Utterance, is_unwanted: Callable[[], bool]
    ) -> Transcription | None:
        """Transcribe the way wyoming-faster-whisper does: always the full window, as often as needed."""
        if is_unwanted():
            return None
        segments, info = self._model.transcribe(
            utterance.samples,
            beam_size=self._beam,
            language=utterance.language,
            initial_prompt=utterance.prompt,
        )
        text = " ".join(segment.text.strip() for segment in segments)
        return Transcription(
            text=text.strip(), language=info.language, window=FULL, fell_back=False
        )

    def _encode(self, samples: Samples, window: float) -> Any:
        features = self._model.feature_extractor(samples)[..., :-1]
        return self._model.encode(pad_or_trim(features, int(window * _FRAMES_A_SECOND)))

    def _language(self, encoded: Any) -> str:
        if not self._model.model.is_multilingual:
            return "en"
        ((token, _), *_), *_ = self._model.model.detect_language(encoded)
        return str(token)[2:-2]

    def _decode(
        self,
        encoded: Any,
        language: str,
        prompt: str | None,
        seconds: float,
        window: float,
    ) -> Attempt:
        tokenizer = Tokenizer(
            self._model.hf_tokenizer,
            self._model.model.is_multilingual,
            task="transcribe",
            language=language,
        )
        names = tokenizer.encode(f" {prompt.strip()}") if prompt else []
        tokens = self._model.get_prompt(tokenizer, names, without_timestamps=True)
        cap = min(token_cap(seconds), self._model.max_length - len(tokens))
        (result,) = self._model.model.generate(
            encoded,
            [tokens],
            beam_size=self._beam,
            max_length=len(tokens) + cap,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_blank=True,
            suppress_tokens=get_suppressed_tokens(tokenizer, [-1]),
        )
        said = result.sequences_ids[0]
        return Attempt(
            text=tokenizer.decode(said).strip(),
            window=window,
            tokens=len(said),
            cap=cap,
            logprob=result.scores[0] * len(said) / (len(said) + 1),
            no_speech=result.no_speech_prob,
        )
