"""Somebody talks to the satellite, and it to Home Assistant."""

from pathlib import Path

from wyoming.asr import Transcript
from wyoming.audio import AudioChunk
from wyoming.error import Error
from wyoming.pipeline import PipelineStage, RunPipeline
from wyoming.timer import TimerFinished, TimerStarted
from wyoming.tts import Synthesize
from wyoming.vad import VoiceStopped
from wyoming.wake import Detection

from .rig import House, answer, satellite, tune

from tests.wyoming_services.mouth import Mouth, silence
from tests.wyoming_services.until import until

WAKE = "Okay Nabu."
COMMAND = "Close the garage door, please."


def is_asr(event: object) -> bool:
    """Tell whether an event asks for an utterance to be understood."""
    return RunPipeline.from_event(event).start_stage is PipelineStage.ASR  # type: ignore[arg-type]


async def test_a_turn(tmp_path: Path, mouth: Mouth) -> None:
    """Nothing is sent before the wake word; after it the command is, until Home Assistant has heard its end; then it answers."""
    async with satellite(tmp_path) as rig, House(rig.port) as house:
        await house.adopt()
        rig.room.say(mouth.say(COMMAND))
        await rig.room.said()
        rig.room.say(silence(0.3) + mouth.say(WAKE) + mouth.say(COMMAND))
        run = RunPipeline.from_event(await house.event("run-pipeline"))
        assert house.kinds()[:2] == ["detection", "run-pipeline"]
        assert (run.start_stage, run.end_stage) == (
            PipelineStage.ASR,
            PipelineStage.TTS,
        )
        assert Detection.from_event(await house.event("detection")).name == "okay_nabu"
        await until(lambda: house.heard() > 1.5)
        await house.send(VoiceStopped(), Transcript("Close the garage door, please."))
        await house.settled()
        sent = house.heard()
        await house.send(Synthesize("Done."), *answer(tune(0.5, 300)))
        await house.event("played")
        assert house.heard() == sent
        assert rig.room.heard() == [tune(0.5, 300)]
        assert '"state": "idle"' in (await rig.get("/state"))[1]


async def test_a_button(tmp_path: Path) -> None:
    """Pressed, it listens without a wake word; pressed again, that was all. Web pages cannot press it."""
    async with (
        satellite(tmp_path, "--wake-word", "none") as rig,
        House(rig.port) as house,
    ):
        await house.adopt()
        assert await rig.post("/wake", Origin="http://evil.example") == 403
        assert await rig.post("/wake") == 200
        await until(lambda: house.heard() > 0.1)
        assert "detection" not in house.kinds()
        assert await rig.post("/wake") == 200
        await house.event("audio-stop")
        assert house.kinds() == ["run-pipeline", "audio-chunk", "audio-stop"]


async def test_an_interruption(tmp_path: Path, mouth: Mouth) -> None:
    """The wake word silences an answer at once; what still comes of it is not heard, the next one is."""
    async with satellite(tmp_path) as rig, House(rig.port) as house:
        await house.adopt()
        await rig.post("/wake")
        await house.event("run-pipeline")
        first, second = answer(tune(20, 300)), answer(tune(0.5, 500))
        await house.send(VoiceStopped(), *first[:-100])
        await until(lambda: any(rig.room.heard()))
        rig.room.say(mouth.say(WAKE) + silence(1))
        await house.event("played")
        # The run may still go on: Home Assistant has to let go of it first.
        clearing = RunPipeline.from_event(await house.event("run-pipeline", 2))
        assert clearing.start_stage is PipelineStage.TTS
        await house.send(Error("tts_input is required", "validation-error"))
        assert is_asr(await house.event("run-pipeline", 3))
        await until(lambda: house.heard() > 0.3)
        await house.send(VoiceStopped())
        for old, new in zip(first[-100:-80], second, strict=False):
            await house.send(new, old)
        await house.send(*second[20:], first[-1])
        await house.event("played", 2)
        (cut_off, heard) = rig.room.heard()
        assert len(cut_off) < len(tune(8, 300))
        assert heard == tune(0.5, 500)
        assert await rig.count("kaizen_satellite_interruptions_total") == 1


async def test_after_an_answer_nothing_has_to_be_let_go_of(tmp_path: Path) -> None:
    """The next run begins directly."""
    async with satellite(tmp_path) as rig, House(rig.port) as house:
        await house.adopt()
        for number in (1, 2):
            await rig.post("/wake")
            assert is_asr(await house.event("run-pipeline", number))
            await house.send(VoiceStopped(), *answer(tune(0.1, 300)))
            await house.event("played", number)


async def test_a_house_that_does_not_let_go(tmp_path: Path) -> None:
    """What was said is sent all the same, after a moment."""
    async with satellite(tmp_path) as rig, House(rig.port) as house:
        await house.adopt()
        await rig.post("/wake")
        await house.event("run-pipeline")
        await house.send(VoiceStopped())
        await house.settled()
        before = house.heard()
        await rig.post("/wake")
        assert is_asr(await house.event("run-pipeline", 3))
        await until(lambda: house.heard() - before > 1.5)


async def test_its_own_voice_does_not_wake_it(tmp_path: Path, mouth: Mouth) -> None:
    """A loudspeaker that says the wake word into the microphone is an echo."""
    async with satellite(tmp_path) as rig, House(rig.port) as house:
        await house.adopt()
        pcm = silence(0.2) + mouth.say(WAKE) + silence(0.5)
        rig.room.say(pcm)
        chunks = [AudioChunk(16_000, 2, 1, pcm, timestamp=0)]
        (begin, *_, end) = answer(b"")
        begin.rate = 16_000  # type: ignore[attr-defined]
        end.timestamp = chunks[0].milliseconds  # type: ignore[attr-defined]
        await house.send(begin, *chunks, end)
        await house.event("played")
        assert house.kinds() == ["played"]
        assert await rig.count("kaizen_satellite_echoes_total") == 1


async def test_an_error_is_heard(tmp_path: Path) -> None:
    """What Home Assistant cannot do ends in a tone, and the next run works; a wake-up of somebody else in silence."""
    async with satellite(tmp_path) as rig, House(rig.port) as house:
        await house.adopt()
        await rig.post("/wake")
        await house.event("run-pipeline")
        await house.send(Error("Somebody else listens", "duplicate_wake_up_detected"))
        await house.settled()
        assert '"state": "idle"' in (await rig.get("/state"))[1]
        assert not rig.room.heard()
        await rig.post("/wake")
        await house.event("run-pipeline", 2)
        await house.send(Error("No text recognized", "stt-no-text-recognized"))
        await until(lambda: any(rig.room.heard()))
        assert '"state": "idle"' in (await rig.get("/state"))[1]
        await rig.post("/wake")
        assert is_asr(await house.event("run-pipeline", 3))


async def test_a_timer(tmp_path: Path, mouth: Mouth) -> None:
    """It is told of, rings at its end, and the wake word stops it without beginning anything."""
    async with satellite(tmp_path) as rig, House(rig.port) as house:
        await house.adopt()
        await house.send(TimerStarted(id="a", total_seconds=300, name="pizza"))
        await house.settled()
        assert '"name": "pizza"' in (await rig.get("/state"))[1]
        await house.send(TimerFinished(id="a"))
        await until(lambda: len(rig.room.heard()) > 1)
        rig.room.say(mouth.say(WAKE) + silence(0.5))
        while '"ringing": true' in (await rig.get("/state"))[1]:
            await rig.room.said()
        assert house.kinds() == []
        assert '"timers": []' in (await rig.get("/state"))[1]


async def test_too_long_an_answer(tmp_path: Path) -> None:
    """There is room for five minutes; more is let go, and the house is answered all the while."""
    async with satellite(tmp_path) as rig, House(rig.port) as house:
        await house.adopt()
        await house.send(*answer(tune(330, 300))[:-1])
        await house.settled()
        assert await rig.count("kaizen_satellite_dropped_seconds_total") > 20
        assert await rig.post("/stop") == 200
        await house.event("played")
