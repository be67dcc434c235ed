"""A green light that means something."""

import aiohttp
from prometheus_client import CollectorRegistry

from wyoming_services import VERSION
from wyoming_services.serving import Health, Web


class Work:
    """What a service does, and how it goes."""

    def __init__(self) -> None:
        """Begin well."""
        self.problem: str | None = None
        self.times = 0
        self.now = 0.0
        self.busy = False
        self.health = Health(clock=lambda: self.now)

    def watch(self) -> None:
        """Let it be probed."""
        self.health.watch(self._probe, busy=lambda: self.busy)

    async def _probe(self) -> str | None:
        self.times += 1
        if self.problem == "raises":
            raise OSError("no disk")
        return self.problem


async def test_it_starts() -> None:
    """Until there is something to probe, it is not green."""
    work = Work()
    assert await work.health.status() == "starting"
    work.watch()
    assert await work.health.status() == "ok"


async def test_a_proof_lasts() -> None:
    """For some seconds; then the work is done again."""
    work = Work()
    work.watch()
    for now, times in ((0.0, 1), (19.0, 1), (21.0, 2)):
        work.now = now
        assert await work.health.status() == "ok"
        assert work.times == times


async def test_speech_is_not_disturbed() -> None:
    """While somebody speaks, what was last known stands; what spoke is proof enough."""
    work = Work()
    work.watch()
    assert await work.health.status() == "ok"
    work.now, work.busy = 100.0, True
    assert await work.health.status() == "ok"
    work.health.proved()
    work.busy = False
    assert await work.health.status() == "ok"
    assert work.times == 1


async def test_failures_show_and_heal() -> None:
    """A probe that fails or raises is red; real work that failed has the next who asks look again."""
    work = Work()
    work.watch()
    work.problem = "raises"
    assert await work.health.status() == "failing"
    work.now, work.problem = 30.0, None
    assert await work.health.status() == "ok"
    work.health.failed("hung")
    work.problem = "still"
    assert await work.health.status() == "failing"


async def test_over_http() -> None:
    """Status, service and version; 503 unless it is well; and metrics for Prometheus."""
    work = Work()
    web = Web("kaizen-test", work.health, CollectorRegistry())
    await web.start("127.0.0.1", 0)
    url = f"http://127.0.0.1:{web.port}"
    try:
        async with aiohttp.ClientSession() as session:
            async with session.get(f"{url}/health") as answer:
                assert answer.status == 503
            work.watch()
            async with session.get(f"{url}/health") as answer:
                assert answer.status == 200
                assert await answer.json() == {
                    "status": "ok",
                    "service": "kaizen-test",
                    "version": VERSION,
                }
            async with session.get(f"{url}/metrics") as answer:
                assert "kaizen_voice_up 1.0" in await answer.text()
    finally:
        await web.stop()
