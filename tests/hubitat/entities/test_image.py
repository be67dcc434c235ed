"""Pictures that devices take."""

import base64

from aiohttp import web
from aiohttp.test_utils import TestServer
from homeassistant.components.image import async_get_image
from homeassistant.const import STATE_UNKNOWN
from homeassistant.exceptions import HomeAssistantError
import pytest

from .rig import HubHouse

from tests.simulators.hubitat import Fault

JPEG = b"\xff\xd8\xff\xe0" + b"a picture" * 1000
PNG = b"\x89PNG\r\n\x1a\n" + b"another picture"


async def picture(house: HubHouse) -> tuple[str, bytes]:
    """Return what a dashboard would load."""
    entity_id = house.entity_id("image", "Front Camera", "image")
    image = await async_get_image(house.hass, entity_id)
    return image.content_type, image.content


async def test_state_is_when_it_was_reported(house: HubHouse) -> None:
    """Unknown before the first picture, new with each."""
    entity = ("image", "Front Camera", "image")
    assert house.state(*entity).state == STATE_UNKNOWN
    told = await house.call("button.press", "Front Camera", "take_picture")
    assert told == [("take", ())]
    first = house.state(*entity).state
    assert first != STATE_UNKNOWN
    await house.advance(10)
    await house.call("button.press", "Front Camera", "take_picture")
    assert house.state(*entity).state > first


async def test_picture_at_an_address(house: HubHouse) -> None:
    """It is fetched when someone looks, and once for each report."""
    asked = 0

    async def serve(_: web.Request) -> web.Response:
        nonlocal asked
        asked += 1
        return web.Response(body=JPEG, content_type="application/octet-stream")

    app = web.Application()
    app.router.add_get("/front.jpg", serve)
    async with TestServer(app) as camera:
        await house.report("Front Camera", "image", str(camera.make_url("/front.jpg")))
        assert asked == 0
        assert await picture(house) == ("image/jpeg", JPEG)
        assert await picture(house) == ("image/jpeg", JPEG)
        assert asked == 1
        address = str(camera.make_url("/front.jpg?2"))
        await house.report("Front Camera", "image", address)
        await picture(house)
        assert asked == 2


@pytest.mark.parametrize("prefix", ["", "data:image/png;base64,"])
async def test_picture_in_the_attribute(house: HubHouse, prefix: str) -> None:
    """As some drivers do it, in whole though it is longer than any state."""
    content = PNG + b"." * 20_000
    encoded = base64.b64encode(content).decode()
    await house.report("Front Camera", "image", prefix + encoded)
    assert await picture(house) == ("image/png", content)


@pytest.mark.parametrize(
    "value",
    ["no picture", "ftp://camera/x.jpg", "data:text/html;base64,PGI+", "http://"],
)
async def test_what_is_no_picture_is_not_shown(house: HubHouse, value: str) -> None:
    """Words, other protocols and pages are nothing to load."""
    await house.report("Front Camera", "image", value)
    with pytest.raises(HomeAssistantError):
        await picture(house)


async def test_a_page_is_no_picture(house: HubHouse) -> None:
    """Whatever it calls itself, it would run in the owner's browser."""

    async def serve(_: web.Request) -> web.Response:
        return web.Response(body=b"<svg onload='x()'/>", content_type="image/svg+xml")

    app = web.Application()
    app.router.add_get("/x", serve)
    async with TestServer(app) as camera:
        await house.report("Front Camera", "image", str(camera.make_url("/x")))
        with pytest.raises(HomeAssistantError, match="Front Camera"):
            await picture(house)


async def test_hub_that_does_not_answer(house: HubHouse) -> None:
    """Whoever looks hears why there is nothing."""
    await house.call("button.press", "Front Camera", "take_picture")
    await house.hub.fault(Fault.DEVICE_500, device=house.device("Front Camera").id)
    with pytest.raises(HomeAssistantError, match="Front Camera"):
        await picture(house)
