"""Kaizen's voice services beside wyoming-faster-whisper and wyoming-piper, in the same run on the same machine.

`scripts/bench voice [--quick]`. Speech is Piper's own: error rates are for comparing, not for boasting.
"""

import argparse
import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median, quantiles
import sys
from tempfile import TemporaryDirectory
import time
from typing import Final
import wave

from wyoming.asr import Transcribe, Transcript
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.client import AsyncTcpClient
from wyoming.tts import Synthesize, SynthesizeChunk, SynthesizeStart, SynthesizeStop

from wyoming_services.models import DEFAULT_VOICE, default_folder, voices_folder

from .voice_corpus import SENTENCES, error_rate
from .voice_servers import ROOT, STT, TTS, Server, running

from tests.wyoming_services.mouth import RATE, Mouth, silence, with_noise

NOISES: Final = {"clean": None, "10 dB": 10.0, "5 dB": 5.0}
SILENCE: Final = 0.7
"""Seconds Home Assistant waits before it takes speech for ended."""
WORSE_MOST: Final = 1.0
"""Points of word error rate Kaizen may be worse than stock."""
READY_MOST: Final = 0.5
"""Seconds after the end of speech within which 95 % of transcripts are there."""
SPOKEN_MOST: Final = 20
"""Sentences sent at the speed of speech: they take as long as they take."""
_CHUNK: Final = 2048
_TOKENS_A_SECOND: Final = 40.0
_ANSWERS: Final = (
    "The kitchen light is on and the living room is at twenty one degrees. The front door is locked. Good night!",
    "Yes. The washing machine will be done in about ten minutes, and the dryer needs half an hour.",
    "Here is the list:\n\n- milk\n- eggs\n- bread\n\nShall I add something?",
    "One moment, I'm checking that for you\n\n",
)
"""As a model writes them; the last is what is said before a slow tool runs."""


async def listen(server: Server, pcm: bytes, *, real_time: bool) -> tuple[str, float]:
    """Return what a service heard, and how many seconds after the end of the audio."""
    async with AsyncTcpClient("127.0.0.1", server.port) as client:
        await client.write_event(Transcribe(language="en").event())
        await client.write_event(AudioStart(RATE, 2, 1).event())
        began = time.perf_counter()
        for start in range(0, len(pcm), _CHUNK):
            chunk = AudioChunk(RATE, 2, 1, pcm[start : start + _CHUNK])
            await client.write_event(chunk.event())
            ahead = (start + _CHUNK) / 2 / RATE - (time.perf_counter() - began)
            if real_time and ahead > 0:
                await asyncio.sleep(ahead)
        ended = time.perf_counter()
        await client.write_event(AudioStop().event())
        while event := await client.read_event():
            if Transcript.is_type(event.type):
                took = time.perf_counter() - ended
                return Transcript.from_event(event).text, took
    raise RuntimeError(f"{server.name} hung up")


async def speak(server: Server, text: str, *, streamed: bool) -> float:
    """Return after how many seconds the first sound of a text comes."""
    async with AsyncTcpClient("127.0.0.1", server.port) as client:
        began = time.perf_counter()
        writing = asyncio.create_task(_write(client, text, streamed=streamed))
        try:
            while event := await client.read_event():
                if AudioChunk.is_type(event.type) and any(
                    AudioChunk.from_event(event).audio
                ):
                    return time.perf_counter() - began
        finally:
            writing.cancel()
    raise RuntimeError(f"{server.name} hung up")


async def _write(client: AsyncTcpClient, text: str, *, streamed: bool) -> None:
    if not streamed:
        await client.write_event(Synthesize(text).event())
        return
    await client.write_event(SynthesizeStart().event())
    for start in range(0, len(text), 4):
        await client.write_event(SynthesizeChunk(text[start : start + 4]).event())
        await asyncio.sleep(1 / _TOKENS_A_SECOND)
    # The tool runs for two seconds now.
    await asyncio.sleep(2)
    await client.write_event(SynthesizeStop().event())


def spread(times: Sequence[float]) -> str:
    """Return median and 95th percentile, in seconds."""
    return f"{median(times):.3f} / {quantiles(times, n=20)[-1]:.3f}"


class Report:
    """Lines of a table a reader can paste, and what missed its bar."""

    def __init__(self) -> None:
        """Begin."""
        self.missed: list[str] = []

    def row(self, *cells: object) -> None:
        """Print a row."""
        print("| " + " | ".join(map(str, cells)) + " |", flush=True)

    def bar(self, met: bool, what: str) -> None:
        """Note a bar."""
        if not met:
            self.missed.append(what)


async def measure_stt(mouth: Mouth, report: Report, sentences: Sequence[str]) -> None:
    """Error rates in noise, and how long after the end of speech the transcript is there."""
    async with AsyncExitStack() as stack:
        servers = [
            await stack.enter_async_context(running(name, command))
            for name, command in STT.items()
        ]
        for server in servers:
            await listen(server, mouth.say("Hello."), real_time=False)
        report.row("speech to text", *STT)
        report.row(*["---"] * (len(STT) + 1))
        for noise, decibels in NOISES.items():
            heard: dict[str, list[tuple[str, str]]] = {name: [] for name in STT}
            took: dict[str, list[float]] = {name: [] for name in STT}
            for text in sentences:
                pcm = mouth.say(text) + silence(SILENCE)
                if decibels is not None:
                    pcm = with_noise(pcm, decibels)
                for server in servers:
                    said, seconds = await listen(server, pcm, real_time=False)
                    heard[server.name].append((text, said))
                    took[server.name].append(seconds)
            rates = {name: error_rate(pairs) for name, pairs in heard.items()}
            report.row(f"WER {noise}, %", *(f"{rate:.1f}" for rate in rates.values()))
            report.row(
                f"sent at once, {noise}: p50 / p95, s", *map(spread, took.values())
            )
            report.bar(
                rates["kaizen"] <= rates["stock"] + WORSE_MOST,
                f"word error rate, {noise}",
            )
        await _measure_real_time(
            mouth,
            report,
            servers,
            sentences[:: 5 if len(sentences) > SPOKEN_MOST else 2],
        )


async def _measure_real_time(
    mouth: Mouth, report: Report, servers: Sequence[Server], sentences: Sequence[str]
) -> None:
    for noise in ("clean", "10 dB"):
        took: dict[str, list[float]] = {server.name: [] for server in servers}
        for text in sentences:
            pcm = mouth.say(text) + silence(SILENCE)
            if (decibels := NOISES[noise]) is not None:
                pcm = with_noise(pcm, decibels)
            for server in servers:
                _, seconds = await listen(server, pcm, real_time=True)
                took[server.name].append(seconds)
        report.row(f"spoken, {noise}: p50 / p95, s", *map(spread, took.values()))
        report.bar(
            quantiles(took["kaizen"], n=20)[-1] <= READY_MOST,
            f"transcript ready, {noise}",
        )


async def measure_tts(report: Report, rounds: int) -> None:
    """How soon something is heard."""
    async with AsyncExitStack() as stack:
        servers = [
            await stack.enter_async_context(running(name, command))
            for name, command in TTS.items()
        ]
        for server in servers:
            await speak(server, "Hello.", streamed=False)
        report.row("text to speech, first sound: p50 / p95, s", *TTS)
        report.row(*["---"] * (len(TTS) + 1))
        for text in _ANSWERS:
            for streamed in (False, True):
                took: dict[str, list[float]] = {server.name: [] for server in servers}
                for _ in range(rounds):
                    for server in servers:
                        took[server.name].append(
                            await speak(server, text, streamed=streamed)
                        )
                        await asyncio.sleep(0.3)
                how = "while written" if streamed else "whole"
                start = " ".join(text.split())[:24].strip()
                report.row(f"{start}…, {how}", *map(spread, took.values()))


async def outside_yardstick(mouth: Mouth, sentences: Sequence[str]) -> None:
    """Print what wyoming-bench, which is not ours, says of the same servers."""
    program = Path(sys.executable).with_name("wyoming-bench")
    with TemporaryDirectory() as name:
        for number, text in enumerate(sentences):
            path = Path(name) / f"{number:03}.wav"
            path.with_suffix(".txt").write_text(text, encoding="utf-8")
            with wave.open(str(path), "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(RATE)
                file.writeframes(mouth.say(text))
        for kind, commands, options in (
            ("stt", STT, ["--corpus", name, "--rounds", "1"]),
            ("tts", TTS, ["--rounds", "2"]),
        ):
            async with AsyncExitStack() as stack:
                servers = [
                    await stack.enter_async_context(running(who, command))
                    for who, command in commands.items()
                ]
                where = [f"127.0.0.1:{server.port}" for server in servers]
                print(f"\nwyoming-bench {kind}, {' and '.join(commands)}:", flush=True)
                bench = await asyncio.create_subprocess_exec(
                    str(program), kind, *where, *options, cwd=ROOT
                )
                await bench.wait()


async def run(*, quick: bool, yardstick: bool) -> int:
    """Measure everything; return 1 where a bar is missed."""
    mouth = Mouth(voices_folder(default_folder()) / f"{DEFAULT_VOICE}.onnx")
    sentences = SENTENCES[::5] if quick else SENTENCES
    report = Report()
    await measure_stt(mouth, report, sentences)
    print()
    await measure_tts(report, 3 if quick else 8)
    if yardstick:
        await outside_yardstick(mouth, sentences[::4])
    for bar in report.missed:
        print(f"✗ missed: {bar}", file=sys.stderr)
    return bool(report.missed)


def main() -> int:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(prog="scripts/bench voice", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a fifth of it")
    parser.add_argument(
        "--no-yardstick", action="store_true", help="without wyoming-bench"
    )
    options = parser.parse_args()
    return asyncio.run(run(quick=options.quick, yardstick=not options.no_yardstick))


if __name__ == "__main__":
    sys.exit(main())
