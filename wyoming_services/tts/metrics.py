"""What text to speech counts."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """Counters of one service."""

    def __init__(self) -> None:
        """Begin at zero, in a registry of its own."""
        self.registry = CollectorRegistry()
        self.texts = Counter(
            "kaizen_tts_texts",
            "Texts, by how they came and how they ended",
            ["mode", "outcome"],
            registry=self.registry,
        )
        self.units = Counter("kaizen_tts_units", "Units spoken", registry=self.registry)
        self.audio_seconds = Counter(
            "kaizen_tts_audio_seconds", "Speech sent", registry=self.registry
        )
        self.silence_seconds = Counter(
            "kaizen_tts_silence_seconds",
            "Silence sent to keep listeners listening",
            registry=self.registry,
        )
        self.first_audio_seconds = Histogram(
            "kaizen_tts_first_audio_seconds",
            "From the first unit to its first sound",
            buckets=(0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5),
            registry=self.registry,
        )
        self.piper_restarts = Counter(
            "kaizen_tts_piper_restarts", "Pipers that ended", registry=self.registry
        )
        self.clients = Gauge(
            "kaizen_tts_clients", "Connected clients", registry=self.registry
        )
