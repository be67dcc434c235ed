"""What speech to text counts."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """Counters of one service."""

    def __init__(self) -> None:
        """Begin at zero, in a registry of its own."""
        self.registry = CollectorRegistry()
        self.utterances = Counter(
            "kaizen_stt_utterances",
            "Utterances, by how they ended",
            ["outcome"],
            registry=self.registry,
        )
        self.speculations = Counter(
            "kaizen_stt_speculations",
            "Transcripts begun in a silence, by what became of them",
            ["outcome"],
            registry=self.registry,
        )
        self.windows = Counter(
            "kaizen_stt_windows",
            "Transcripts, by the seconds of Whisper's window and whether a shorter one failed",
            ["window", "fell_back"],
            registry=self.registry,
        )
        self.audio_seconds = Counter(
            "kaizen_stt_audio_seconds", "Audio heard", registry=self.registry
        )
        self.answer_seconds = Histogram(
            "kaizen_stt_answer_seconds",
            "From the end of the audio to the transcript",
            buckets=(0.005, 0.02, 0.1, 0.25, 0.5, 1, 2, 5, 10),
            registry=self.registry,
        )
        self.clients = Gauge(
            "kaizen_stt_clients", "Connected clients", registry=self.registry
        )
        self.waiting = Gauge(
            "kaizen_stt_waiting", "Utterances at the model", registry=self.registry
        )
