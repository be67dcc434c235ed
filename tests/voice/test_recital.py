"""A text between its writer and an engine, without Home Assistant."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from custom_components.kaizen.speech import Lexicon
from custom_components.kaizen.voice.recital import (
    EngineStoppedError,
    Patience,
    Recital,
    Writer,
)
from custom_components.kaizen.voice.words import cleaner

from .mouth import SILENCE, header

QUICK = Patience(look=0.01, at_work=60, unknown=0.05, filler=0.02)


class Pen:
    """Writes a text, and waits where it is told to."""

    def __init__(self, *parts: str | asyncio.Event) -> None:
        """Write these; an event is waited for."""
        self._parts = parts
        self.closed = False

    async def text(self) -> AsyncGenerator[str]:
        """Yield the parts."""
        try:
            for part in self._parts:
                if isinstance(part, asyncio.Event):
                    await part.wait()
                else:
                    yield part
        finally:
            self.closed = True


def recital(pen: Pen, writer: Writer = Writer.UNKNOWN, filler: str = "") -> Recital:
    """Return a recital of a pen's text."""
    return Recital(
        pen.text(),
        cleaner("en", Lexicon()),
        writer=lambda: writer,
        filler=filler,
        patience=QUICK,
    )


async def engine(
    units: AsyncGenerator[str], *, head: bytes = header(), last: int | None = None
) -> AsyncGenerator[bytes]:
    """Speak units; end without a word after the last."""
    yield head
    said = 0
    async for unit in units:
        yield unit.strip().encode()
        said += 1
        if said == last:
            return


async def sound(text: Recital, extension: str = "wav", **how: object) -> bytes:
    """Return all that is heard of a text."""
    spoken = engine(text.units, **how)  # type: ignore[arg-type]
    return b"".join([data async for data in text.audio(extension, spoken)])


def others() -> set[asyncio.Task[object]]:
    """Return the tasks beside this one."""
    return {task for task in asyncio.all_tasks() if task is not asyncio.current_task()}


async def test_silence_keeps_an_open_stream_alive() -> None:
    """Whoever plays it hears silence, not nothing; then what was written meanwhile."""
    go_on = asyncio.Event()
    pen = Pen("One.\n\n", go_on, "Two.")
    text = recital(pen, Writer.AT_WORK)
    heard = b""
    async for data in text.audio("wav", engine(text.units)):
        heard += data
        if heard.endswith(SILENCE * 10):
            go_on.set()
    assert heard.startswith(header() + b"One.")
    assert set(heard.partition(b"One.")[2].partition(b"Two.")[0]) == set(SILENCE)
    assert heard.endswith(b"Two.")
    assert not others()


@pytest.mark.parametrize("size", [4, 1000])
async def test_no_silence_where_the_length_is_declared(size: int) -> None:
    """What comes after the declared length is not played: it would cost words."""
    go_on = asyncio.Event()
    text = recital(Pen("One.\n\n", go_on, "Two."), Writer.AT_WORK, "Wait.")
    heard = b""
    async for data in text.audio("wav", engine(text.units, head=header(size))):
        heard += data
        if b"Wait." in heard:
            go_on.set()
    assert heard == header(size) + b"One.Wait.Two."


async def test_a_filler_where_silence_cannot_be_sent() -> None:
    """In other formats something is said, once."""
    go_on = asyncio.Event()
    pen = Pen("One.\n\n", go_on, "Two.")
    text = recital(pen, Writer.AT_WORK, "Still here.")
    heard = b""
    async for data in text.audio("mp3", engine(text.units, head=b"ID3")):
        heard += data
        if b"Still here." in heard:
            go_on.set()
    assert heard == b"ID3One.Still here.Two."


async def test_nobody_writes_any_more() -> None:
    """A text whose writer is not known ends after a while; what there is, is spoken."""
    pen = Pen("One. Tw", asyncio.Event())
    heard = await sound(recital(pen))
    assert heard.replace(SILENCE, b"") == header().replace(SILENCE, b"") + b"One.Tw."
    assert pen.closed
    assert not others()


async def test_a_cancelled_turn_leaves_nothing_behind() -> None:
    """Home Assistant never ends the text of a turn that was cancelled."""
    pen = Pen("One. Tw", asyncio.Event())
    text = recital(pen, Writer.GONE)
    assert b"Tw" not in await sound(text)
    assert pen.closed
    assert text.is_over
    assert not others()


async def test_who_is_at_work_is_waited_for() -> None:
    """A tool may take longer than a text without a writer."""
    go_on = asyncio.Event()
    pen = Pen("One. ", go_on, "Two.")
    hearing = asyncio.create_task(sound(recital(pen, Writer.AT_WORK)))
    await asyncio.wait((hearing,), timeout=5 * QUICK.unknown)
    assert not hearing.done()
    go_on.set()
    assert (await hearing).endswith(b"Two.")


async def test_stop() -> None:
    """Both ends are closed, and about what was heard is known."""
    pen = Pen("A rather long sentence to begin with. ", asyncio.Event())
    text = recital(pen, Writer.AT_WORK)
    async for _ in text.audio("wav", engine(text.units)):
        if text.heard():
            text.stop()
    assert text.is_over
    assert "A rather long sentence to begin with.".startswith(text.heard() or "?")
    assert pen.closed
    assert not others()


async def test_an_engine_that_ends_before_the_text() -> None:
    """It is told, and nothing waits for the rest."""
    pen = Pen("One. ", "Two. ", asyncio.Event())
    with pytest.raises(EngineStoppedError):
        await sound(recital(pen, Writer.AT_WORK), last=1)
    assert pen.closed
    assert not others()


async def test_a_listener_that_leaves() -> None:
    """Whoever closes the sound closes the text."""
    pen = Pen("One. ", asyncio.Event())
    text = recital(pen, Writer.AT_WORK)
    audio = text.audio("wav", engine(text.units))
    assert await anext(audio) == header()
    await anext(audio)
    await audio.aclose()
    assert text.is_over
    assert not others()


async def test_a_sentence_that_is_complete_does_not_wait_for_a_blank() -> None:
    """Models pause after a full stop while a tool runs, before any blank comes."""
    go_on = asyncio.Event()
    text = recital(Pen("Let me look.", go_on), Writer.AT_WORK)
    heard = b""
    async for data in text.audio("wav", engine(text.units)):
        heard += data
        if b"look." in heard:
            go_on.set()
    assert b"Let me look." in heard
