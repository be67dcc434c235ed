"""Who the satellite belongs to, and what it does alone."""

from pathlib import Path

from wyoming.info import Describe, Info
from wyoming.satellite import PauseSatellite, RunSatellite

from .rig import House, answer, satellite, tune

from tests.wyoming_services.mouth import Mouth, silence
from tests.wyoming_services.until import until


async def test_it_tells_what_it_is(tmp_path: Path) -> None:
    """Anybody may ask, also while it belongs to somebody."""
    options = ("--name", "Kitchen satellite", "--area", "Kitchen")
    async with satellite(tmp_path, *options) as rig, House(rig.port) as owner:
        await owner.adopt()
        async with House(rig.port) as other:
            await other.send(Describe())
            info = Info.from_event(await other.event("info"))
        assert info.satellite
        assert (info.satellite.name, info.satellite.area) == (
            "Kitchen satellite",
            "Kitchen",
        )
        assert info.wake[0].models[0].phrase == "Okay Nabu"


async def test_a_second_house(tmp_path: Path) -> None:
    """It is told who was first; when that one leaves, it is welcome."""
    async with satellite(tmp_path) as rig:
        async with House(rig.port) as owner:
            await owner.adopt()
            async with House(rig.port) as other:
                await other.send(RunSatellite())
                refusal = await other.event("error")
                assert refusal.data["code"] == "busy"
                assert "127.0.0.1" in refusal.data["text"]
                await until(lambda: other.is_gone)
            await rig.post("/wake")
            await owner.event("run-pipeline")
        async with House(rig.port) as other:
            await other.adopt()
            await rig.post("/wake")
            await other.event("run-pipeline")
        assert await rig.count("kaizen_satellite_refused_total") == 1


async def test_a_house_that_comes_again(tmp_path: Path) -> None:
    """One that opens the new connection before the old one is closed is not taken for another."""
    async with satellite(tmp_path) as rig, House(rig.port) as again:
        async with House(rig.port) as owner:
            await owner.adopt()
            await again.send(RunSatellite())
        await again.adopt()
        await rig.post("/wake")
        await again.event("run-pipeline")


async def test_muted(tmp_path: Path, mouth: Mouth) -> None:
    """Muted in Home Assistant it sends nothing, and says so with a tone."""
    async with satellite(tmp_path) as rig, House(rig.port) as house:
        await house.adopt()
        await house.send(PauseSatellite())
        await house.settled()
        rig.room.say(mouth.say("Okay Nabu.") + silence(0.5))
        await until(lambda: any(rig.room.heard()))
        assert house.kinds() == []
        await house.adopt()
        await rig.post("/wake")
        await house.event("run-pipeline")


async def test_a_house_that_breaks_down(tmp_path: Path) -> None:
    """What it was saying is heard to where it came; an utterance ends in a tone; the next house works."""
    async with satellite(tmp_path) as rig:
        async with House(rig.port) as house:
            await house.adopt()
            await house.send(*answer(tune(1, 300))[:-1])
            await house.settled()
        await until(lambda: rig.room.heard() == [tune(1, 300)])
        async with House(rig.port) as house:
            await house.adopt()
            await rig.post("/wake")
            await house.event("run-pipeline")
        await until(lambda: len(rig.room.heard()) == 2)
        assert '"state": "idle"' in (await rig.get("/state"))[1]


async def test_health(tmp_path: Path) -> None:
    """It is green when sound comes in and goes out, and red when either does not."""
    async with satellite(tmp_path) as rig:
        status, told = await rig.get("/health")
        assert status == 200
        assert '"service": "kaizen-satellite"' in told
        assert list(tmp_path.glob("0*.raw"))
    for option in ("--mic-command", "--snd-command"):
        async with satellite(tmp_path, option, "false") as rig:
            status, told = await rig.get("/health")
            assert status == 503, option
            assert '"failing"' in told
