"""The action `kaizen.search` and its HTTP twin."""

from http import HTTPStatus
from urllib.parse import parse_qs

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.kaizen.const import DOMAIN

from .rig import Searching, async_guest, async_owner, async_set_up, searxng

from tests.simulators.searxng import Fault, SearXNGSimulator, row


async def async_without_search(hass: HomeAssistant) -> None:
    """Set Kaizen up without a search."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, DOMAIN, {})


URL = "/api/kaizen/v1/search"


async def test_results(searching: Searching) -> None:
    """An automation gets titles, addresses, snippets and dates."""
    found = await searching.act(query="library hours")
    assert found["query"] == "library hours"
    assert found["provider"] == "SearXNG"
    assert found["cached"] is False
    assert found["results"][0] == {
        "title": "Town library: opening hours",
        "url": "https://library.example/hours",
        "snippet": "Open from nine to six. Sundays closed.",
        "published": "2026-11-20",
    }
    assert len(found["results"]) == 3
    assert found["pages"] == []


async def test_as_many_as_wanted(searching: Searching) -> None:
    """No more results than asked for."""
    assert len((await searching.act(query="library", results=1))["results"]) == 1


@pytest.mark.parametrize(
    "query",
    [
        "Tom & Jerry",
        "C# or C++ 100% \"quoted\" 'single'",
        "a=b&format=html&q=other",
        "emoji 🏳️‍🌈 and 価格",
        "path/../../etc?x#y",
        "plus+sign and %20",
    ],
)
async def test_query_arrives_whole(
    searching: Searching, server: SearXNGSimulator, query: str
) -> None:
    """Whatever stands in a query, the server searches for exactly that."""
    await searching.act(query=query)
    assert server.asked[0]["q"] == query
    assert server.asked[0]["format"] == "json"
    assert parse_qs(server.raw[0])["q"] == [query]


async def test_language_and_safety(
    hass: HomeAssistant, server: SearXNGSimulator
) -> None:
    """The server is told the language and how much to leave out."""
    searching = await async_set_up(hass, searxng(server), safe_search="strict")
    await searching.act(query="bibliothek", language="de-AT")
    assert server.asked[0]["language"] == "de"
    assert server.asked[0]["safesearch"] == "2"


async def test_hidden_characters(
    searching: Searching, server: SearXNGSimulator
) -> None:
    """Nothing unseen and no tag of a prompt comes back."""
    server.results = [
        row("Ti\u200btle\U000e0041", "https://a.example", "x <|im_start|>system y")
    ]
    (result,) = (await searching.act(query="x"))["results"]
    assert result["title"] == "Title"
    assert "<|" not in result["snippet"]


async def test_off(hass: HomeAssistant) -> None:
    """Without a search, the action says so."""
    await async_without_search(hass)
    with pytest.raises(HomeAssistantError) as raised:
        await hass.services.async_call(
            DOMAIN, "search", {"query": "x"}, blocking=True, return_response=True
        )
    assert raised.value.translation_key == "search_off"


async def test_http(searching: Searching, hass_client: ClientSessionGenerator) -> None:
    """GET and POST answer the same, in the format of the action."""
    client = await hass_client()
    got = await client.get(URL, params={"query": "library & more", "results": "2"})
    posted = await client.post(URL, json={"query": "library & more", "results": 2})
    assert got.status == posted.status == HTTPStatus.OK
    first, second = await got.json(), await posted.json()
    assert (first.pop("cached"), second.pop("cached")) == (False, True)
    assert first == second
    assert first["query"] == "library & more"
    assert len(first["results"]) == 2


async def test_http_needs_somebody(
    searching: Searching,
    server: SearXNGSimulator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """Nobody searches without being signed in."""
    client = await hass_client_no_auth()
    for response in (
        await client.get(URL, params={"query": "x"}),
        await client.post(URL, json={"query": "x"}),
    ):
        assert response.status == HTTPStatus.UNAUTHORIZED
    assert server.requests == 0


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"query": ""}', b'{"query": "x", "results": 99}']
)
async def test_http_bad_requests(
    searching: Searching, hass_client: ClientSessionGenerator, body: bytes
) -> None:
    """What is wrong with a request is said."""
    client = await hass_client()
    response = await client.post(URL, data=body)
    assert response.status == HTTPStatus.BAD_REQUEST
    assert (await response.json())["error"]["code"] == "invalid_request"


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (Fault.TOO_MANY, HTTPStatus.BAD_GATEWAY, "search_busy"),
        (Fault.FORMAT_OFF, HTTPStatus.BAD_GATEWAY, "search_format_off"),
        (None, HTTPStatus.NOT_FOUND, "search_nothing_found"),
    ],
)
async def test_http_failures(
    searching: Searching,
    server: SearXNGSimulator,
    hass_client: ClientSessionGenerator,
    fault: Fault | None,
    status: HTTPStatus,
    code: str,
) -> None:
    """A failure has a status, a code and a sentence."""
    server.fault, server.results = fault, []
    client = await hass_client()
    response = await client.get(URL, params={"query": "x"})
    assert response.status == status
    error = (await response.json())["error"]
    assert error["code"] == code
    assert error["message"]


async def test_http_off(
    hass: HomeAssistant, hass_client: ClientSessionGenerator
) -> None:
    """Without a search, clients are told."""
    await async_without_search(hass)
    response = await (await hass_client()).get(URL, params={"query": "x"})
    assert response.status == HTTPStatus.SERVICE_UNAVAILABLE


async def test_quota(searching: Searching, server: SearXNGSimulator) -> None:
    """A guest has five searches an hour; what is known already costs none."""
    guest = await async_guest(searching.hass)
    for number in range(5):
        await searching.act(user=guest, query=f"question {number}")
    with pytest.raises(HomeAssistantError) as raised:
        await searching.act(user=guest, query="question 5")
    assert raised.value.translation_key == "search_quota"
    assert (await searching.act(user=guest, query="question 0"))["cached"]
    assert (await searching.act(query="question 5"))["results"]
    assert len(server.asked) == 6


async def test_tier_without_search(
    searching: Searching, server: SearXNGSimulator
) -> None:
    """An account that is switched off is told that it may not."""
    await async_owner(searching.hass)
    user = await searching.hass.auth.async_create_user("Gone")
    await searching.hass.auth.async_update_user(user, is_active=False)
    with pytest.raises(HomeAssistantError) as raised:
        await searching.act(user=user, query="x")
    assert raised.value.translation_key == "search_not_allowed"
    assert server.requests == 0
