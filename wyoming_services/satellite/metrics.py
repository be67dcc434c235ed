"""What a satellite counts."""

from prometheus_client import CollectorRegistry, Counter, Gauge


class Metrics:
    """Counters of one satellite."""

    def __init__(self) -> None:
        """Begin at zero, in a registry of its own."""
        self.registry = CollectorRegistry()
        self.runs = Counter(
            "kaizen_satellite_runs",
            "Utterances, by what began them",
            ["trigger"],
            registry=self.registry,
        )
        self.outcomes = Counter(
            "kaizen_satellite_outcomes",
            "Utterances, by how they ended",
            ["outcome"],
            registry=self.registry,
        )
        self.interruptions = Counter(
            "kaizen_satellite_interruptions",
            "Answers that were cut off by the next utterance",
            registry=self.registry,
        )
        self.echoes = Counter(
            "kaizen_satellite_echoes",
            "Wake words that the satellite said itself",
            registry=self.registry,
        )
        self.dropped_seconds = Counter(
            "kaizen_satellite_dropped_seconds",
            "Speech there was no room for",
            registry=self.registry,
        )
        self.refused = Counter(
            "kaizen_satellite_refused",
            "Attempts of a second Home Assistant",
            registry=self.registry,
        )
        self.connected = Gauge(
            "kaizen_satellite_connected",
            "1 while a Home Assistant is connected",
            registry=self.registry,
        )
        self.level = Gauge(
            "kaizen_satellite_microphone_dbfs",
            "How loud it is, in decibels below full scale",
            registry=self.registry,
        )
